import './settings.ts';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { createApplication } from '@downscope/service';
import type { INestApplication } from '@nestjs/common';
import { exportJWK, generateKeyPair } from 'jose';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { IdentityDatabase } from './identity-database.ts';

// On a busy machine the database takes as long as it takes.
jest.setTimeout(120_000);
// Under jest, node's own clone makes objects of another realm, which oidc-provider does not take for its configuration.
globalThis.structuredClone = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

const root = join(import.meta.dirname, '../../..');
const keysFolder = String(process.env['CLIENT_KEYS_DIR']);
const requestsPerMinute = 5;

let database: IdentityDatabase;
const apps: INestApplication[] = [];
const origins: Record<'public' | 'internal', string> = { public: '', internal: '' };
beforeAll(async () => {
  database = await IdentityDatabase.start();
  mkdirSync(keysFolder, { recursive: true });
  for (const client of ['phantom-token', 'order', 'customer', 'billing', 'storefront']) {
    const { publicKey } = await generateKeyPair('PS256', { modulusLength: 2048, extractable: true });
    const keys = [{ ...(await exportJWK(publicKey)), kid: client }];
    writeFileSync(join(keysFolder, `${client}.jwks.json`), JSON.stringify({ keys }));
  }
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64url'),
    PRIVILEGES_FILE: join(root, 'privileges.yaml'),
    CLIENTS_FILE: join(root, 'local/clients.yaml'),
    PUBLIC_REQUESTS_PER_MINUTE: String(requestsPerMinute),
    INTERNAL_REQUESTS_PER_MINUTE: String(requestsPerMinute),
    OTEL_SERVICE_NAME: 'identity',
    LOG_LEVEL: 'fatal',
  });
  const { PublicModule } = await import('../src/public.module.ts');
  const { InternalModule } = await import('../src/internal.module.ts');
  for (const [listener, module] of [
    ['public', PublicModule],
    ['internal', InternalModule],
  ] as const) {
    const { app } = await createApplication(module, { operations: false });
    await app.listen(0, '127.0.0.1');
    origins[listener] = await app.getUrl();
    apps.push(app);
  }
}, 120_000);
afterAll(async () => {
  for (const app of apps) await app.close();
  rmSync(keysFolder, { recursive: true, force: true });
  await database.stop();
});

/** By its right host, and not by fetch, which asks by itself again where it is told that it was the wrong one. */
async function ask(listener: 'public' | 'internal', path: string): Promise<IncomingMessage> {
  const headers = { host: 'id.example', 'content-type': 'application/x-www-form-urlencoded' };
  const asked = request(origins[listener] + path, { method: 'POST', headers });
  asked.end('token=any');
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  return answer;
}

it.each([
  ['public', ['/interaction/any/login', '/token']],
  ['internal', ['/token/introspection', '/token']],
] as const)('the %s listener limits %j by network, and says when it may ask again', async (listener, paths) => {
  for (let turn = 0; turn < requestsPerMinute; turn += 1) {
    const { statusCode } = await ask(listener, paths[turn % paths.length] ?? '');
    expect(statusCode).not.toBe(429);
  }
  for (const path of paths) {
    const { statusCode, headers } = await ask(listener, path);
    expect([path, statusCode]).toEqual([path, 429]);
    expect(headers['retry-after']).toMatch(/^[1-9]\d?$/);
  }
});
