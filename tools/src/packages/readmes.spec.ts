import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedLibraries } from './libraries.ts';

const libraries = publishedLibraries();
const textOf = (file: string): string => readFileSync(file, 'utf8');

/** What each entry of each library exports, by the name that it is imported by. */
const exported = new Map(
  libraries.flatMap(({ name, folder }) =>
    [
      [name, 'src/index.ts'],
      [`${name}/testing`, 'src/testing/index.ts'],
    ].flatMap(([entry = '', file = '']) => {
      try {
        return [[entry, textOf(join(folder, file))] as const];
      } catch {
        return [];
      }
    }),
  ),
);

interface Imported {
  readonly from: string;
  readonly names: readonly string[];
}

function importsOf(snippet: string): Imported[] {
  return [...snippet.matchAll(/^import \{([^}]*)\} from '([^']+)';$/gms)].map(([, names = '', from = '']) => ({
    from,
    names: names.split(',').flatMap((name) => name.replace('type ', '').trim() || []),
  }));
}

describe.each(libraries)('the README of $name', ({ name, folder }) => {
  const readme = textOf(join(folder, 'README.md'));
  const snippets = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);

  it('says how it is installed, or that it depends on nothing', () => {
    expect(readme).toMatch(new RegExp(String.raw`npm install .*${name}\b|It depends on nothing\.`));
  });

  it('shows no code outside of a snippet that says its language', () => {
    const prose = readme.replaceAll(/^```.*?^```$/gms, '');
    expect(prose).not.toMatch(/^ {4}(import|export|@|await|new|const) ?/m);
  });

  it.each(snippets.map((code, i) => [i + 1, code] as const))('begins snippet %d with what it imports', (_, code) => {
    const imports = importsOf(code);
    expect(imports.map(({ from }) => from)).toContainEqual(expect.stringMatching(/^@downscope\//));
    for (const { from, names } of imports.filter((each) => exported.has(each.from)))
      for (const each of names)
        expect([from, exported.get(from)]).toEqual([from, expect.stringMatching(`\\b${each}\\b`)]);
  });
});
