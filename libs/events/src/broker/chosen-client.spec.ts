import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { ChosenClient } from './chosen-client.ts';
import { kafkaFrom, kafkaSettings } from './kafka-settings.ts';

const options = { service: 'order', brokers: ['127.0.0.1:1'] };
const variables = { KAFKA_BROKERS: '127.0.0.1:1', KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT' };
const settings = (others: object): z.infer<z.ZodObject<typeof kafkaSettings>> =>
  z.object(kafkaSettings).parse({ ...variables, ...others });
const token = { get: () => Promise.reject(new Error('none')) };

describe('KAFKA_CLIENT', () => {
  it('is kafkajs unless somebody says otherwise', () => {
    expect(kafkaFrom(settings({}), token)).toMatchObject({ client: 'kafkajs' });
    expect(kafkaFrom(settings({ KAFKA_CLIENT: 'platformatic' }), token)).toMatchObject({ client: 'platformatic' });
  });

  it('is one that there is', () => {
    expect(() => settings({ KAFKA_CLIENT: 'librdkafka' })).toThrow('KAFKA_CLIENT');
  });
});

describe('where @platformatic/kafka is not installed', () => {
  let folder: string;
  let Elsewhere: typeof ChosenClient;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nothing-installed-'));
    const file = join(folder, 'chosen-client.ts');
    cpSync(new URL('./chosen-client.ts', import.meta.url), file);
    const loaded = (await import(pathToFileURL(file).href)) as { readonly ChosenClient: typeof ChosenClient };
    Elsewhere = loaded.ChosenClient;
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('who does not choose it does not need it', () => {
    expect(() => new Elsewhere(options)).not.toThrow();
    expect(() => new Elsewhere({ ...options, client: 'kafkajs' })).not.toThrow();
  });

  it('who chooses it is told at once', () => {
    expect(() => new Elsewhere({ ...options, client: 'platformatic' })).toThrow(
      expect.objectContaining({
        code: 'kafka_client_missing',
        message: 'KAFKA_CLIENT is platformatic, and @platformatic/kafka is not installed',
      }),
    );
  });
});
