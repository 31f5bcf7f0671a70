import type { IncomingMessage, ServerResponse } from 'node:http';

const problem = JSON.stringify({
  type: 'about:blank',
  title: 'Service Unavailable',
  status: 503,
  code: 'unavailable',
  detail: 'The API cannot answer at the moment.',
});

/**
 * The edge's error page, which is a problem document (RFC 9457), whatever was asked.
 *
 * It comes with the client's method, path, headers and body, and looks at none of them. It never says 2xx: an edge once took
 * an error page's 200 for a pass (CVE-2026-24513).
 */
export function outagePage(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'retry-after': '5',
  });
  response.end(problem);
}
