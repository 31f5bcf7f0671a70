import { describe, expect, it } from '@jest/globals';
import { readSettings, SettingsError } from './settings.ts';

describe('the settings', () => {
  it('have a value each when nothing is set', () => {
    expect(readSettings({ HOME: '/home/someone' })).toMatchObject({
      stack: 'downscope',
      port: 18_080,
      databaseUrl: undefined,
      kafkaBrokers: undefined,
      kafkaClient: undefined,
      otherIssuers: undefined,
    });
  });

  it('are read from the environment', () => {
    const environment = {
      DOWNSCOPE_STACK: 'mine',
      DOWNSCOPE_PORT: '20000',
      DATABASE_URL: 'postgres://admin:secret@db:5432/postgres',
      KAFKA_BROKERS: 'a:9092,b:9092',
      KAFKA_CLIENT: 'platformatic',
      OTHER_ISSUERS: '[]',
      XDG_CACHE_HOME: '/var/cache',
    };
    expect(readSettings(environment)).toEqual({
      stack: 'mine',
      port: 20_000,
      databaseUrl: 'postgres://admin:secret@db:5432/postgres',
      kafkaBrokers: 'a:9092,b:9092',
      kafkaClient: 'platformatic',
      otherIssuers: '[]',
      cacheFolder: '/var/cache/downscope',
    });
  });

  it('count an empty variable as absent', () => {
    expect(readSettings({ DATABASE_URL: '', DOWNSCOPE_PORT: '' })).toMatchObject({
      databaseUrl: undefined,
      port: 18_080,
    });
  });

  it.each([
    ['DOWNSCOPE_STACK', 'Mine'],
    ['DOWNSCOPE_STACK', 'my.stack'],
    ['DOWNSCOPE_STACK', '../elsewhere'],
    ['DOWNSCOPE_PORT', 'eighty'],
    ['DOWNSCOPE_PORT', '80'],
    ['DOWNSCOPE_PORT', '32760'],
    ['DOWNSCOPE_PORT', '18080.5'],
    ['DATABASE_URL', 'mysql://admin:secret@db/x'],
    ['KAFKA_BROKERS', 'localhost'],
    ['XDG_CACHE_HOME', 'cache'],
  ])('refuse %s=%s, naming it without its value', (name, value) => {
    const read = () => readSettings({ [name]: value });
    expect(read).toThrow(SettingsError);
    expect(read).toThrow(name);
    expect(read).not.toThrow(value);
  });

  it('name every bad field at once', () => {
    expect(() => readSettings({ DOWNSCOPE_PORT: 'x', KAFKA_BROKERS: 'y' })).toThrow(
      /DOWNSCOPE_PORT.*\n.*KAFKA_BROKERS/,
    );
  });
});
