import { describe, expect, it } from '@jest/globals';
import { format, inspect } from 'node:util';
import { AccessToken } from './access-token.ts';

describe('AccessToken', () => {
  const token = new AccessToken('the-secret');

  it('shows itself to who asks', () => {
    expect(token.reveal()).toBe('the-secret');
  });

  it.each([
    ['String()', String(token)],
    ['a template', `${token}`], // eslint-disable-line @typescript-eslint/restrict-template-expressions -- what must not leak
    ['JSON', JSON.stringify({ token })],
    ['inspect', inspect({ token }, { depth: 9, showHidden: true })],
    ['a console format', format('%s %o %j', token, token, token)],
    ['an error', new Error('refused', { cause: token }).cause],
    ['its own properties', JSON.stringify(Object.entries(token)) + '[AccessToken]'],
  ])('does not in %s', (_, printed) => {
    expect(String(printed)).toContain('[AccessToken]');
    expect(String(printed)).not.toContain('the-secret');
  });
});
