import { describe, expect, it } from '@jest/globals';
import { environmentOf, targetFrom, targetOf, UnknownTargetError } from './target.ts';

describe('the target', () => {
  it('is a local stack unless another is named', () => {
    expect(targetFrom({})).toEqual({ kind: 'local', context: undefined });
    expect(targetOf({})).toEqual({ kind: 'local', context: undefined });
  });

  it.each([{}, { target: 'cluster' }, { target: 'cluster', context: 'production' }])(
    'passes through the environment: %j',
    (options) => {
      expect(targetOf(environmentOf(targetFrom(options)))).toEqual(targetFrom(options));
    },
  );

  it.each([{ target: 'clutser' }, { context: 'kind-downscope' }])('is refused as %j', (options) => {
    expect(() => targetFrom(options)).toThrow(UnknownTargetError);
  });
});
