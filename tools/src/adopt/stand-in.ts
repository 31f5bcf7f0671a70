import { TestKey } from '@downscope/guards/testing';
import { exportJWK, generateKeyPair } from 'jose';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** An issuer with one key, its token endpoint, and a service that takes what that endpoint gave out and nothing else. */
export class StandIn {
  readonly key = new TestKey();
  /** What was asked of the token endpoint, newest last. */
  readonly exchanges: URLSearchParams[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#answerTo(request).then((answer) => {
        response.writeHead(answer ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      });
    });
  }

  static async start(): Promise<StandIn> {
    const standIn = new StandIn();
    await once(standIn.#server.listen(0, '127.0.0.1'), 'listening');
    return standIn;
  }

  /** What an application must be told to use it, with a key of its own that is written there. */
  async environment(folder: string): Promise<Record<string, string>> {
    const { privateKey } = await generateKeyPair('PS256', { extractable: true });
    const file = join(folder, 'client.jwk.json');
    writeFileSync(file, JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'client-1', alg: 'PS256' }));
    const url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return { JWKS_URI: `${url}/jwks`, IDENTITY_URL: url, PRICES_URL: url, CLIENT_KEY_FILE: file };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answerTo(request: IncomingMessage): Promise<object | undefined> {
    if (request.url === '/jwks') return { keys: [this.key.jwk] };
    if (request.url === '/token') return this.#exchanged(new URLSearchParams(await text(request)));
    return request.headers.authorization === 'Bearer for-prices' ? { currency: 'EUR' } : undefined;
  }

  #exchanged(form: URLSearchParams): object {
    this.exchanges.push(form);
    return {
      access_token: 'for-prices',
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      token_type: 'Bearer',
      expires_in: 60,
      scope: form.get('scope'),
    };
  }
}
