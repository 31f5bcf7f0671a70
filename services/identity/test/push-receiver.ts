import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface PushAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: object;
}

/** Somebody to whom events are pushed (RFC 8935). */
export class PushReceiver {
  readonly taken: {
    readonly token: string;
    readonly authorization: string | undefined;
    readonly type: string | undefined;
  }[] = [];
  /** What it answers next, one after the other; then that it has taken the event. */
  readonly answers: PushAnswer[] = [];
  refused = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<PushReceiver> {
    const server = createServer();
    const receiver = new PushReceiver(server);
    server.on('request', (request, response) => {
      void text(request).then((token) => {
        const { status, headers, body } = receiver.answers.shift() ?? { status: 202 };
        if (status === 202) {
          const { authorization, 'content-type': type } = request.headers;
          receiver.taken.push({ token, authorization, type });
        } else receiver.refused += 1;
        response.writeHead(status, headers).end(body && JSON.stringify(body));
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return receiver;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/events`;
  }
}
