import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigurationError, environment } from './environment.ts';

const shape = { ISSUER: z.url(), PORT: z.coerce.number().int().min(1) };

function failure(variables: Record<string, string>): ConfigurationError {
  try {
    environment(shape, variables);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
  }
  throw new Error('expected a ConfigurationError');
}

describe('environment', () => {
  it('parses what a service states', () => {
    expect(environment(shape, { ISSUER: 'https://id.example', PORT: '3000', OTHER: 'x' })).toEqual({
      ISSUER: 'https://id.example',
      PORT: 3000,
    });
  });

  it.each([
    ['a missing variable', { PORT: '3000' }, ['ISSUER']],
    ['an empty variable', { ISSUER: '', PORT: '3000' }, ['ISSUER']],
    ['a malformed variable', { ISSUER: 'https://id.example', PORT: 'many' }, ['PORT']],
    ['every bad variable at once', {}, ['ISSUER', 'PORT']],
  ])('names %s', (_, variables, names) => {
    expect(failure(variables as Record<string, string>).variables).toEqual(names);
  });

  it('says of a missing variable that it is required', () => {
    expect(failure({ PORT: '1' }).message).toContain('ISSUER: is required and not set');
  });

  describe('from a file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'environment-')), 'issuer');
    writeFileSync(file, 'https://id.example\n');

    it('takes what the file holds, less the end of its line', () => {
      expect(environment(shape, { ISSUER_FILE: file, PORT: '1' }).ISSUER).toBe('https://id.example');
    });

    it.each([
      ['a file that is not there', { ISSUER_FILE: `${file}s` }, 'ISSUER_FILE'],
      ['two values of one setting', { ISSUER: 'https://id.example', ISSUER_FILE: file }, 'ISSUER'],
      ['a malformed value, by its setting', { ISSUER: 'https://id.example', PORT_FILE: file }, 'PORT'],
    ])('names %s', (_, variables, name) => {
      expect(failure({ ...variables })).toMatchObject({ variables: [name] });
    });
  });
});
