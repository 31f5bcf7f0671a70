import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { findPortBlock } from '../ports-free.ts';
import { portsFrom } from '../stack.ts';
import { defaultBackendPart } from './default-backend.ts';

let backend: ChildProcess;
let port: number;

beforeAll(async () => {
  const ports = portsFrom(await findPortBlock());
  port = ports.defaultBackend;
  const part = defaultBackendPart({ ports });
  backend = spawn(part.command, part.args, { env: part.env, cwd: part.cwd, stdio: 'inherit' });
  await part.ready(AbortSignal.timeout(20_000));
}, 30_000);

afterAll(async () => {
  if (backend.exitCode === null) backend.kill('SIGKILL');
});

const unavailable = [503, 'unavailable', '5', 'application/problem+json', 'no-store'];
const notFound = [404, 'not_found', undefined, 'application/problem+json', 'no-store'];
const outage = { 'x-code': '500' };

describe('the default backend', () => {
  it.each(['500', '502', '503', '504', 'anything'])('is 503 where the edge met %s', async (code) => {
    expect(seenIn(await ask('/', { headers: { 'x-code': code } }))).toEqual(unavailable);
  });

  it('is 429 for who asks too often', async () => {
    const answer = await ask('/', { headers: { 'x-code': '429' } });
    expect(seenIn(answer)).toEqual([429, 'too_many_requests', '1', 'application/problem+json', 'no-store']);
  });

  it.each([
    '/',
    '/nowhere?a=1',
    '/healthz',
    '/orders/%E0%A4',
    '//evil.example/%zz',
    '/swap?audience=urn:downscope:order',
  ])('is 404 where nobody named path or host, whatever they are: %s', async (path) => {
    expect(seenIn(await ask(path, { headers: { authorization: 'Bearer x' } }))).toEqual(notFound);
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])('says so to %s', async (method) => {
    expect(seenIn(await ask('/', { method, headers: outage }))).toEqual(unavailable);
  });

  it('says so to HEAD, without a body', async () => {
    const { status, headers, body } = await ask('/', { method: 'HEAD', headers: outage });
    expect([status, headers['retry-after'], body]).toEqual([503, '5', '']);
  });

  it('does not look at the body that comes along', async () => {
    const headers = { ...outage, 'content-type': 'application/json' };
    expect(seenIn(await ask('/', { method: 'POST', headers, body: '{' }))).toEqual(unavailable);
  });

  it('takes every header that nginx takes', async () => {
    expect(seenIn(await ask('/', { headers: { ...outage, cookie: 'a'.repeat(32 * 1024) } }))).toEqual(unavailable);
  });

  it('ends when it is asked to', async () => {
    backend.kill('SIGTERM');
    expect(await once(backend, 'exit')).toEqual([0, null]);
  });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function seenIn({ status, headers, body }: Answer): unknown[] {
  const document = JSON.parse(body) as { status: number; code: string };
  expect(document.status).toBe(status);
  return [status, document.code, headers['retry-after'], headers['content-type'], headers['cache-control']];
}

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The path as it stands. */
async function ask(path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> {
  const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}
