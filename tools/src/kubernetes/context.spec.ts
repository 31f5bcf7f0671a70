import { describe, expect, it } from '@jest/globals';
import { ContextRefused, writableContext } from './context.ts';

describe('a script writes', () => {
  it.each([
    ['to a kind cluster that is current', undefined, 'kind-klocal', 'kind-klocal'],
    ['to what is named, whatever is current', 'production', 'kind-klocal', 'production'],
  ])('%s', (_, named, current, context) => {
    expect(writableContext(named, current)).toBe(context);
  });

  it.each(['production', 'my-kind-klocal', ''])('not to %p, only because it is current', (current) => {
    expect(() => writableContext(undefined, current)).toThrow(ContextRefused);
  });
});
