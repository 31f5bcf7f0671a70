import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

export interface CapturedRequest {
  readonly method: string;
  readonly path: string;
  /** Name and value in turn, as they came: a second Authorization header would show. */
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

export interface StandIn extends AsyncDisposable {
  readonly captured: readonly CapturedRequest[];
}

/** Listens where a stopped service would, keeps whatever reaches it and answers `{}`. */
export async function listenInPlaceOf(serviceUrl: string): Promise<StandIn> {
  const captured: CapturedRequest[] = [];
  const server = createServer((request, response) => {
    void read(request).then((one) => {
      captured.push(one);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  const { hostname, port } = new URL(serviceUrl);
  server.listen(Number(port), hostname);
  await once(server, 'listening');
  return {
    captured,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function read(request: IncomingMessage): Promise<CapturedRequest> {
  const chunks = (await request.toArray()) as Buffer[];
  const { method = '', url: path = '', rawHeaders } = request;
  return { method, path, rawHeaders, body: Buffer.concat(chunks).toString() };
}

/** Every Authorization header that a request came with. */
export function authorizationOf({ rawHeaders }: CapturedRequest): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'authorization');
}
