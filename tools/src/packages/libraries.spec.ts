import { describe, expect, it } from '@jest/globals';
import { publishedLibraries } from './libraries.ts';

/** There must be one of each in an application: its own. */
const ofTheApplication = /^(@nestjs\/.*|rxjs|reflect-metadata|zod|drizzle-orm|pg|prom-client)$/;

describe.each(publishedLibraries())('$name', ({ dependencies = {}, ...manifest }) => {
  it('says under which licence, and from which Node on', () => {
    expect(manifest.license).toBe('Apache-2.0');
    expect(manifest.engines?.node).toMatch(/\d+\.\d+/);
  });

  it('leaves to the application what there must be one of', () => {
    expect(Object.keys(dependencies).filter((name) => ofTheApplication.test(name))).toEqual([]);
  });

  it('is for Nest 11 and 12', () => {
    const ranges = Object.entries(manifest.peerDependencies ?? {}).filter(([name]) => name.startsWith('@nestjs/'));
    for (const [, range] of ranges) expect(range).toMatch(/^\^11\.\d+\.\d+ \|\| \^12\.0\.0$/);
  });

  it('is built anew before it is packed', () => {
    expect(manifest.scripts?.prepack).toMatch(/^rm -rf dist && nx run [a-z-]+:package$/);
  });
});
