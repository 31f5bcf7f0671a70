import { afterAll, expect, it, jest } from '@jest/globals';
import { Injectable, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Revocations, RevocationsModule } from '../src/index.ts';
import { eventually } from './eventually.ts';
import { issuer, sessionRevoked, StandInTransmitter } from './stand-in-transmitter.ts';

Logger.overrideLogger(false);
jest.setTimeout(60_000);
const folder = mkdtempSync(join(tmpdir(), 'revocations-'));
const clientTokenFile = join(folder, 'token');
writeFileSync(clientTokenFile, 'who-i-am');
const transmitter = await StandInTransmitter.start();
afterAll(async () => {
  await transmitter.stop();
  rmSync(folder, { recursive: true });
});

@Injectable()
class Asks {
  constructor(readonly revocations: Revocations) {}
}

const options = {
  issuer,
  identityUrl: transmitter.url,
  clientId: 'order',
  clientTokenFile,
  allowInsecureHttp: true,
  longestLifeSeconds: 300,
  audience: 'urn:test:identity',
  scopes: ['ssf.manage', 'ssf.read'],
};

it('hears for the whole application, with a token of its own, from its start to its end', async () => {
  @Module({
    imports: [RevocationsModule.forRoot(options)],
    providers: [Asks],
  })
  class AppModule {}

  const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
  await app.init();
  const { revocations } = app.get(Asks);
  await eventually(() => {
    expect(revocations.isFresh).toBe(true);
  });
  await transmitter.tell({ [sessionRevoked]: { origin_jti: ['one'] } });
  await eventually(() => {
    expect(revocations.isRevoked({ iss: issuer, origin_jti: 'one' })).toBe(true);
  });
  const shown = new Set(transmitter.asked.map(({ authorization }) => authorization));
  expect(shown).toEqual(new Set([undefined, 'Bearer for ssf.manage ssf.read']));
  expect(transmitter.tokens).toBe(1);

  await app.close();
  expect(transmitter.streams.size).toBe(0);
});

it('does not let the application start without its credential', async () => {
  @Module({ imports: [RevocationsModule.forRoot({ ...options, clientTokenFile: undefined })] })
  class AppModule {}
  const starting = NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
  await expect(starting).rejects.toMatchObject({ code: 'client_credential_invalid' });
});
