import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { fetchFromApiServer } from './api-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'api-server-'));
const tokenFile = join(folder, 'token');
let authority: string;
let otherAuthority: string;
let apiServer: Server;

/** A certificate for the loopback address that is its own authority. */
async function certificate(name: string): Promise<{ key: string; cert: string; file: string }> {
  const made = await generate([{ name: 'commonName', value: name }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const file = join(folder, `${name}.crt`);
  writeFileSync(file, made.cert);
  return { key: made.private, cert: made.cert, file };
}

/** Answers with the credential that it was shown. */
beforeAll(async () => {
  const { key, cert, file } = await certificate('api-server');
  authority = file;
  otherAuthority = (await certificate('other')).file;
  apiServer = createServer({ key, cert }, (request, response) => {
    response.writeHead(request.url === '/keys' ? 200 : 403).end(request.headers.authorization);
  });
  await once(apiServer.listen(0, '127.0.0.1'), 'listening');
});
afterAll(async () => {
  apiServer.closeAllConnections();
  await once(apiServer.close(), 'close');
  rmSync(folder, { recursive: true });
});

function ask(caFile: string, path = '/keys', host = '127.0.0.1'): Promise<Response> {
  const url = `https://${host}:${(apiServer.address() as AddressInfo).port}${path}`;
  const signal = AbortSignal.timeout(5_000);
  return fetchFromApiServer({ caFile, tokenFile })(url, {
    headers: new Headers(),
    method: 'GET',
    redirect: 'manual',
    signal,
  });
}

it('shows the token that the file holds at that moment', async () => {
  for (const token of ['first', 'second']) {
    writeFileSync(tokenFile, `${token}\n`);
    await expect((await ask(authority)).text()).resolves.toBe(`Bearer ${token}`);
  }
});

it('tells the status', async () => {
  expect((await ask(authority, '/other')).status).toBe(403);
});

it.each([
  ['another authority', () => ask(otherAuthority)],
  ['a certificate of another host', () => ask(authority, '/keys', 'localhost')],
])('shows nothing to a server with %s', async (_, asked) => {
  await expect(asked()).rejects.toThrow(/self-signed certificate|altnames/);
});
