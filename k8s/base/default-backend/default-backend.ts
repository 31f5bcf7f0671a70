/**
 * The edge's default backend: what the edge says by itself, as problem documents (RFC 9457), looking at nothing but X-Code.
 *
 * The edge sends here what it cannot answer: with the status in X-Code where something behind it is out or a client asks too often, and
 * without where nobody named the path or the host (a client's own X-Code is dropped: base/ingress-nginx/proxy-set-headers.yaml). It
 * never answers 2xx: an edge once took an error page's 200 for a pass (CVE-2026-24513).
 *
 * It stands on Node.js alone, because the cluster gets it as this one file.
 */
import { createServer } from 'node:http';

const answers = {
  notFound: problem(404, { title: 'Not Found', code: 'not_found', detail: 'There is nothing here.' }),
  tooManyRequests: problem(429, {
    title: 'Too Many Requests',
    code: 'too_many_requests',
    detail: 'Your network asks too often.',
    retryAfterSeconds: 1,
  }),
  unavailable: problem(503, {
    title: 'Service Unavailable',
    code: 'unavailable',
    detail: 'This cannot be answered at the moment.',
    retryAfterSeconds: 5,
  }),
};

function answerTo(code: string | string[] | undefined): (typeof answers)[keyof typeof answers] {
  if (code === undefined) return answers.notFound;
  return code === '429' ? answers.tooManyRequests : answers.unavailable;
}

interface Problem {
  readonly title: string;
  readonly code: string;
  readonly detail: string;
  readonly retryAfterSeconds?: number;
}

function problem(status: number, { retryAfterSeconds, ...members }: Problem) {
  const body = JSON.stringify({ type: 'about:blank', status, ...members });
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
    body,
  };
}

const { PORT, HOST = '0.0.0.0' } = process.env;
if (PORT === undefined) throw new Error('PORT is missing');

// nginx passes on what it took of a client: four header buffers of 8 KiB.
const server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
  const { status, headers, body } = answerTo(request.headers['x-code']);
  response.writeHead(status, headers).end(body);
});
server.listen(Number(PORT), HOST);

for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => server.close());
