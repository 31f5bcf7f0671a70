import { describe, expect, it } from '@jest/globals';
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
});
