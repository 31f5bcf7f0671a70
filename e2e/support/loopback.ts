import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { Agent, fetch, type RequestInit, type Response } from 'undici';

type Found = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/** RFC 6761 section 6.3: `*.localhost` is this machine. Browsers and curl know; the resolver of Debian does not. */
export function lookupLoopback(hostname: string, options: LookupOptions, found: Found): void {
  if (hostname !== 'localhost' && !hostname.endsWith('.localhost')) {
    lookup(hostname, options, found);
  } else if (options.all) {
    found(null, [{ address: '127.0.0.1', family: 4 }]);
  } else {
    found(null, '127.0.0.1', 4);
  }
}

export const loopbackAgent = new Agent({ connect: { lookup: lookupLoopback } });

/** `fetch` for the origins of a stack. It follows no redirect. */
export function loopbackFetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { redirect: 'manual', ...init, dispatcher: loopbackAgent });
}
