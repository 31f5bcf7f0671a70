import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const kid = 'mac-key1';

/** Answers as identity does what phantom-token asks, and counts the introspections. */
export class StandInIdentity implements AsyncDisposable {
  readonly #key = randomBytes(32);
  readonly #server: Server;
  introspections = 0;

  private constructor() {
    const keySet = JSON.stringify({ keys: [{ kty: 'oct', kid, alg: 'HS256', k: this.#key.toString('base64url') }] });
    this.#server = createServer((request, response) => {
      void text(request).then((body) => {
        if (request.url === '/token') {
          response.setHeader('content-type', 'application/json').end(keySet);
          return;
        }
        if (request.url === '/.well-known/ssf-configuration') {
          response.writeHead(404).end(); // It tells nobody what was revoked: swaps live five seconds.
          return;
        }
        this.introspections += 1;
        const audience = new URLSearchParams(body).get('audience');
        response.setHeader('content-type', 'application/jwt').end(jwtFor(audience ?? ''));
      });
    });
  }

  static async start(): Promise<StandInIdentity> {
    const identity = new StandInIdentity();
    await once(identity.#server.listen(0, '127.0.0.1'), 'listening');
    return identity;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** An opaque token, as identity makes it (services/identity, token-id-mac.ts). */
  token(): string {
    const random = randomBytes(32).toString('base64url');
    const mac = createHmac('sha256', this.#key).update(`AccessToken~${random}~${kid}`).digest().subarray(0, 16);
    return `${random}~${kid}~${mac.toString('base64url')}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await once(this.#server.close(), 'close');
  }
}

/** Of the size of a real one. Its signature is for the services behind the edge to verify. */
function jwtFor(audience: string): string {
  const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');
  const claims = { aud: audience, exp: Math.floor(Date.now() / 1000) + 300, filler: 'x'.repeat(300) };
  return `${part({ alg: 'PS256', typ: 'at+jwt', kid: 'one' })}.${part(claims)}.${'A'.repeat(342)}`;
}
