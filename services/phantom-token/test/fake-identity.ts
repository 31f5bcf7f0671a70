import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { macKeys } from './made-token.ts';

export interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string;
}

/** An answer that never ends, of pieces that come one by one. */
export interface Endless {
  readonly type: string;
  readonly piece: string;
  readonly everyMs: number;
}

const keySet = JSON.stringify({
  keys: [...macKeys].map(([kid, key]) => ({
    kty: 'oct',
    kid,
    alg: 'HS256',
    k: Buffer.from(key).toString('base64url'),
  })),
});

/**
 * An introspection endpoint on the loopback interface: says what it is told to, and remembers what it was asked. Its token endpoint
 * knows the keys of the MACs, and its metadata the scopes.
 */
export class FakeIdentity {
  answer: Answer | 'silence' | Endless = {};
  readonly requests: { accept: string | undefined; traceparent: unknown; form: URLSearchParams }[] = [];
  private readonly server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      if (request.url === '/token') {
        response.setHeader('content-type', 'application/json').end(keySet);
        return;
      }
      if (request.url === '/.well-known/oauth-authorization-server') {
        const scopes_supported = ['openid', 'offline_access', 'orders_read'];
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ scopes_supported }));
        return;
      }
      if (request.url === '/.well-known/ssf-configuration') {
        response.writeHead(404).end(); // It tells nobody what was revoked: the bounds without that hold.
        return;
      }
      const { accept, traceparent } = request.headers;
      this.requests.push({ accept, traceparent, form: new URLSearchParams(body) });
      if (this.answer === 'silence') return;
      if ('piece' in this.answer) {
        answerWithoutEnd(response, this.answer);
        return;
      }
      const { status = 200, type = 'application/json', body: content = '{"active":false}' } = this.answer;
      if (request.url !== '/token/introspection' || request.method !== 'POST') response.writeHead(404).end();
      else response.writeHead(status, { 'content-type': type }).end(content);
    });
  });

  /** @param port a free one, unless it is to come back where it was */
  async start(port = 0): Promise<void> {
    await once(this.server.listen(port, '127.0.0.1'), 'listening');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }
}

function answerWithoutEnd(response: ServerResponse, { type, piece, everyMs }: Endless): void {
  response.writeHead(200, { 'content-type': type });
  const timer = setInterval(() => response.write(piece), everyMs);
  response.once('close', () => {
    clearInterval(timer);
  });
}
