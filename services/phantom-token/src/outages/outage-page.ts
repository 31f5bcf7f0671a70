import type { IncomingMessage, ServerResponse } from 'node:http';

const problem = {
  type: 'about:blank',
  title: 'Service Unavailable',
  status: 503,
  code: 'unavailable',
  detail: 'The API cannot answer at the moment.',
};

/**
 * The edge's error page, which is a problem document (RFC 9457).
 *
 * nginx calls it at /unavailable; ingress-nginx, for which this is the default backend, marks a request whose answer it
 * replaces with X-Code. Both come with the client's method, headers and body, so this answers before any of them is looked at.
 * It never says 2xx: an edge once took an error page's 200 for a pass (CVE-2026-24513).
 */
export function outagePage(
  request: IncomingMessage & { originalUrl?: string },
  response: ServerResponse,
  next: () => void,
): void {
  const [path] = (request.originalUrl ?? request.url ?? '').split('?');
  if (path !== '/unavailable' && request.headers['x-code'] === undefined) {
    next();
    return;
  }
  response.writeHead(503, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'retry-after': '5',
  });
  response.end(JSON.stringify(problem));
}
