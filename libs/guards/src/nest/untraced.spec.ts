import { afterEach, describe, expect, it } from '@jest/globals';
import { untraced } from './untraced.ts';

const before = Error.stackTraceLimit;

describe('untraced', () => {
  afterEach(() => {
    Error.stackTraceLimit = before;
  });

  it('spares errors their stack, and only while it runs', () => {
    let inside: Error | undefined;
    untraced(() => {
      inside = new Error('refused');
    });
    expect(inside?.stack).toBe('Error: refused');
    expect(new Error('a bug').stack).toMatch(/untraced\.spec/);
  });

  it('lets an error through, and leaves the limit as it was', () => {
    Error.stackTraceLimit = 7;
    const refuse = (): void => {
      untraced(() => {
        throw new TypeError('refused');
      });
    };
    expect(refuse).toThrow(TypeError);
    expect(Error.stackTraceLimit).toBe(7);
  });
});
