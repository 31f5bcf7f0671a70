import type { FetchImplementation } from 'jose';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { text } from 'node:stream/consumers';

export interface ApiServerAccess {
  /** The authority behind the API server's certificate, PEM. */
  readonly caFile: string;
  readonly tokenFile: string;
}

/** Fetches from the cluster's API server, known by the cluster's authority alone. Both files are read anew: the platform replaces them. */
export function fetchFromApiServer({ caFile, tokenFile }: ApiServerAccess): FetchImplementation {
  return async (url, { headers, signal }) => {
    const [ca, token] = await Promise.all([readFile(caFile), readFile(tokenFile, 'utf8')]);
    const request = get(url, {
      ca,
      headers: { ...Object.fromEntries(headers), authorization: `Bearer ${token.trim()}` },
      signal,
      agent: false,
    });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return new Response(await text(response), { status: response.statusCode ?? 502 });
  };
}
