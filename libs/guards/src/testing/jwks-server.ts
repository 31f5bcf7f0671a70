import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testKey } from './a-token.ts';
import type { TestKey } from './test-key.ts';

/** An issuer's key set on the loopback interface: publish, withdraw, fail. */
export class JwksServer {
  /** What is published now. */
  keys: readonly TestKey[];
  /** While true, it answers 503. */
  isDown = false;
  /** How often it was asked. */
  requests = 0;
  /** Where it is published; stays the same when it is closed. */
  uri = '';
  readonly #server: Server;

  private constructor(keys: readonly TestKey[]) {
    this.keys = keys;
    this.#server = createServer((_, response) => {
      this.requests++;
      response.writeHead(this.isDown ? 503 : 200, { 'content-type': 'application/jwk-set+json' });
      response.end(this.isDown ? undefined : JSON.stringify({ keys: this.keys.map(({ jwk }) => jwk) }));
    });
  }

  /** @param port a free one by default; given where the API must know it before */
  static async start(keys: readonly TestKey[] = [testKey()], port = 0): Promise<JwksServer> {
    const server = new JwksServer(keys);
    await once(server.#server.listen(port, '127.0.0.1'), 'listening');
    server.uri = `http://127.0.0.1:${(server.#server.address() as AddressInfo).port}/jwks`;
    return server;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
