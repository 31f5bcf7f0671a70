import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { RevocationList } from '../src/index.ts';
import { aToken, JwksServer } from '../src/testing/index.ts';
import { answerTo, guardedModule, RecordingLogger } from './guarded-app.ts';

/** Knows what it is told. */
class Revoked implements RevocationList {
  readonly origins = new Set<unknown>();
  readonly asked: unknown[] = [];

  isRevoked(claims: Readonly<Record<string, unknown>>): boolean {
    this.asked.push(claims['sub']);
    return this.origins.has(claims['origin_jti']);
  }
}

describe('an API that hears of revocations', () => {
  const revoked = new Revoked();
  const logger = new RecordingLogger();
  let jwks: JwksServer;
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    @Global()
    @Module({ providers: [{ provide: Revoked, useValue: revoked }], exports: [Revoked] })
    class RevokedModule {}

    jwks = await JwksServer.start();
    @Module({ imports: [RevokedModule, guardedModule({ jwksUri: jwks.uri, revocations: Revoked })] })
    class AppModule {}
    app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger });
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/orders`;
  });
  beforeEach(() => {
    revoked.origins.clear();
    revoked.asked.length = 0;
    logger.warnings.length = 0;
  });
  afterAll(async () => {
    await app.close();
    await jwks.close();
  });

  const ask = (token: string): ReturnType<typeof answerTo> => answerTo(url, ['Authorization', `Bearer ${token}`]);
  const aliceOf = (origin: string, claims = {}): string =>
    aToken({ subject: 'alice', scopes: ['orders_read'], claims: { origin_jti: origin, ...claims } });

  it('refuses what descends from a revoked token, from then on', async () => {
    const token = aliceOf('one');
    expect(await ask(token)).toMatchObject({ status: 200 });

    revoked.origins.add('one');

    const answer = await ask(token);
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_token' } });
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
    expect(logger.warnings).toEqual([expect.objectContaining({ code: 'invalid_token', reason: 'revoked' })]);
  });

  it('serves the descendants of others, and what a service asks as itself', async () => {
    revoked.origins.add('one');
    expect(await ask(aliceOf('two'))).toMatchObject({ status: 200 });
    const own = aToken({ subject: 'billing', clientId: 'billing', scopes: ['orders_read'] });
    expect(await ask(own)).toMatchObject({ status: 200 });
  });

  it('asks about tokens that are good in all else, and no other', async () => {
    revoked.origins.add('one');
    await ask(aliceOf('one', { exp: 1 }));
    await ask(`${aliceOf('one')}x`);
    expect(revoked.asked).toEqual([]);
    expect(logger.warnings).toMatchObject([{ reason: 'expired' }, {}]);
  });
});

it('an API whose provider of revocations is none does not start', async () => {
  const module = guardedModule({ jwksUri: 'http://127.0.0.1:1/jwks', revocations: 'nobody' });
  await expect(
    NestFactory.create(module, new FastifyAdapter(), { logger: false, abortOnError: false }),
  ).rejects.toThrow('nobody');
});
