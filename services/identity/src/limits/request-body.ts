import type { IncomingMessage } from 'node:http';
import type { Provider } from 'oidc-provider';
import { Readable } from 'node:stream';

/** A request before oidc-provider's routes have seen it. */
export type Context = Parameters<Parameters<Provider['use']>[0]>[0];

/** As oidc-provider has it. */
const limitBytes = 56 * 1024;

/** Reads the whole body; undefined when it is too large, or breaks off. */
export async function readBody({ req }: Context): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limitBytes) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

/** Lets whoever comes next read `body` as if it had come so. */
export function replaceBody(ctx: Context, body: Buffer): void {
  const { method, url, socket, httpVersion, headers } = ctx.req;
  const request = Object.assign(Readable.from([body]), {
    method,
    url,
    socket,
    httpVersion,
    headers: { ...headers, 'transfer-encoding': undefined, 'content-length': String(body.length) },
  }) as unknown as IncomingMessage;
  ctx.req = ctx.request.req = ctx.response.req = request;
}
