import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { NewPasskey } from '../src/passkeys/passkeys.ts';

const flags = { userPresent: 0x01, userVerified: 0x04 };

/** What an answer has that is right by itself, and what a spec makes wrong in it. */
export interface Answer {
  readonly origin: string;
  readonly rpId: string;
  readonly signCount: number;
  readonly userVerified: boolean;
  readonly tampered: boolean;
}

/** An authenticator that holds one passkey (WebAuthn section 6), and does as it is told. */
export class SoftwareAuthenticator {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #id = randomBytes(16).toString('base64url');

  constructor(private readonly origin: string) {}

  /** As it would be registered. */
  passkeyOf(accountId: string): NewPasskey {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
    // COSE, RFC 9053 section 7.1.1: EC2, ES256, P-256.
    const publicKey = isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        ...([
          [1, 2],
          [3, -7],
          [-1, 1],
        ] as const),
        [-2, bytes(x)],
        [-3, bytes(y)],
      ]),
    );
    return { credentialId: this.#id, accountId, publicKey, signCount: 0, transports: [] };
  }

  answer(
    { challenge }: PublicKeyCredentialRequestOptionsJSON,
    change: Partial<Answer> = {},
  ): AuthenticationResponseJSON {
    const rightful = { origin: this.origin, rpId: new URL(this.origin).hostname, signCount: 1, userVerified: true };
    const { origin, rpId, signCount, userVerified, tampered }: Answer = { ...rightful, tampered: false, ...change };
    const clientData = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin, crossOrigin: false }));
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(signCount);
    const authenticatorData = Buffer.concat([
      createHash('sha256').update(rpId).digest(),
      Buffer.from([flags.userPresent | (userVerified ? flags.userVerified : 0)]),
      counter,
    ]);
    const signed = Buffer.concat([authenticatorData, createHash('sha256').update(clientData).digest()]);
    const signature = sign('sha256', tampered ? Buffer.concat([signed, signed]) : signed, this.#keys.privateKey);
    return {
      id: this.#id,
      rawId: this.#id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: signature.toString('base64url'),
      },
    };
  }
}
