import { describe, expect, it } from '@jest/globals';
import { missingIn, strangersIn } from './contents.ts';

const good = ['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'dist/types/src/index.d.ts', 'migrations/1.sql'];

describe('what is in a package', () => {
  it('is what runs, its types, its tables, and what people read first', () => {
    expect([strangersIn(good), missingIn(good)]).toEqual([[], []]);
  });

  it.each([
    'src/index.ts',
    'dist/tsconfig.tsbuildinfo',
    'dist/index.js.map',
    'dist/types/src/a.spec.d.ts',
    'dist/types/test/app.d.ts',
    'test/app.ts',
  ])('is not %s', (file) => {
    expect(strangersIn([...good, file])).toEqual([file]);
  });

  it.each(good.slice(0, 5))('is never without %s', (file) => {
    expect(missingIn(good.filter((each) => each !== file))).toEqual([file]);
  });
});
