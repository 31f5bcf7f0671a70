import { Secret } from './secret.ts';

/** A JWT or a JWE in compact form, whoever made it: three parts at least, the first one a JSON object in base64url. */
const COMPACT_JOSE = /eyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g;

/** Everything secret that this run was given, so that it can be looked for where it must not be. */
export class Secrets {
  readonly #known = new Map<string, Secret>();

  remember(kind: string, value: string): Secret {
    const secret = this.#known.get(value) ?? new Secret(kind, value);
    this.#known.set(value, secret);
    return secret;
  }

  get kinds(): readonly string[] {
    return [...new Set([...this.#known.values()].map((secret) => secret.kind))].sort();
  }

  /** What of it stands in a text, and every JWT, known or not. Says where, never what. */
  foundIn(text: string): string[] {
    const known = [...this.#known]
      .filter(([value]) => text.includes(value))
      .map(([value, secret]) => `${secret.kind} at ${text.indexOf(value)}`);
    const jwts = [...text.matchAll(COMPACT_JOSE)].map((match) => `JWT at ${match.index}`);
    return [...known, ...jwts];
  }
}
