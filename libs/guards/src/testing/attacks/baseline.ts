import type { TokenProfile } from '../../verification/profiles/token-profile.ts';
import { tokenProfiles } from '../../verification/profiles/token-profiles.ts';
import { claimsOf, testKey, type TokenOptions } from '../a-token.ts';
import { typeOf } from '../shaped.ts';
import type { TestKey } from '../test-key.ts';

/** A token that the API under attack accepts, and ways to sign it again with one thing changed. */
export class Baseline {
  readonly key: TestKey;
  readonly profile: TokenProfile;
  readonly header: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
  readonly token: string;

  constructor({ key = testKey(), ...options }: TokenOptions & { readonly key?: TestKey }) {
    this.key = key;
    this.profile = tokenProfiles[options.profile ?? 'rfc9068'];
    this.header = { alg: key.algorithm, typ: typeOf(this.profile), kid: key.kid };
    this.claims = claimsOf(options);
    this.token = key.sign(this.header, this.claims);
  }

  /** Header parameters over those of the baseline; undefined leaves one out. */
  withHeader(change: Record<string, unknown>): string {
    return this.key.sign({ ...this.header, ...change }, this.claims);
  }

  /** Claims over those of the baseline; undefined leaves one out. */
  withClaims(change: Record<string, unknown>): string {
    return this.key.sign(this.header, { ...this.claims, ...change });
  }

  /** One claim as a JSON text of its own, for what no object could say. */
  withClaimText(name: string, json: string): string {
    const others = JSON.stringify({ ...this.claims, [name]: undefined });
    return this.key.sign(this.header, others.replace(/}$/, `,${JSON.stringify(name)}:${json}}`));
  }

  withPayload(payload: object | string | Buffer): string {
    return this.key.sign(this.header, payload);
  }

  /** The token as three parts, each of which may be written differently; nothing is signed again. */
  withParts(change: (parts: { header: string; payload: string; signature: string }) => readonly string[]): string {
    const [header = '', payload = '', signature = ''] = this.token.split('.');
    return change({ header, payload, signature }).join('.');
  }
}
