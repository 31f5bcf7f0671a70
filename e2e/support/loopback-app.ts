import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A native app that waits for its code on this machine (RFC 8252 section 7.3), at an address that a browser really goes to. */
export class LoopbackApp implements AsyncDisposable {
  readonly redirectUri: string;
  readonly #server: Server;
  readonly #called = Promise.withResolvers<URL>();

  private constructor(server: Server, redirectUri: string) {
    this.#server = server;
    this.redirectUri = redirectUri;
  }

  /** @param onwards where the callback sends the browser on, if it does */
  static async listen(host: '127.0.0.1' | '::1' = '127.0.0.1', onwards?: string): Promise<LoopbackApp> {
    const server = createServer();
    await once(server.listen(0, host), 'listening');
    const { port } = server.address() as AddressInfo;
    const app = new LoopbackApp(server, `http://${host === '::1' ? '[::1]' : host}:${port}/callback`);
    server.on('request', ({ url = '' }, response) => {
      const called = new URL(url, app.redirectUri);
      if (called.pathname === '/callback') app.#called.resolve(called);
      if (onwards !== undefined) response.writeHead(302, { location: onwards }).end();
      else
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Back in the app</title>');
    });
    return app;
  }

  /** The first address that the browser came back to. */
  get callback(): Promise<URL> {
    return this.#called.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await once(this.#server.close(), 'close');
  }
}
