import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const src = join(import.meta.dirname, '../src');
const isSource = (file: string): boolean => /\.tsx?$/.test(file) && !/\.spec\.tsx?$/.test(file);
/** A folder of src, or a file that stands in none. */
const nodeOf = (file: string): string => relative(src, file).split('/')[0] ?? '';

/** Which folder imports from which. */
function arrows(): Map<string, Set<string>> {
  const from = new Map<string, Set<string>>();
  for (const name of readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(isSource)) {
    const file = join(src, name);
    const imported = [...readFileSync(file, 'utf8').matchAll(/(?:from|import) '(\.{1,2}\/[^']+)'/g)];
    const targets = imported.map(([, path = '']) => nodeOf(join(dirname(file), path)));
    from.set(nodeOf(file), new Set([...(from.get(nodeOf(file)) ?? []), ...targets]));
  }
  return from;
}

/** The first way that leads from `node` back to it. */
function wayBack(from: ReadonlyMap<string, ReadonlySet<string>>, node: string): string[] | undefined {
  const ways = [[node]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of from.get(way.at(-1) ?? '') ?? []) {
      if (next === way.at(-1)) continue;
      if (next === node) return [...way, node];
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
}

it('no arrow runs back between the folders: each can be read after those that it needs', () => {
  const from = arrows();
  const ways = [...from.keys()].map((node) => wayBack(from, node)?.join(' → '));
  expect(ways.filter((way) => way !== undefined)).toEqual([]);
  expect(from.get('pages')).toContain('sessions');
});

/** The paths of the section, of which those without a folder stand in the one before. */
function readingOrder(): string[] {
  const readme = readFileSync(join(src, '../README.md'), 'utf8');
  const section = readme.split('## Reading order')[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').map((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path));
  return rows.flatMap((paths) => {
    const folder = dirname(paths[0] ?? '');
    return paths.map((path) => join(src, '..', path.startsWith('src/') ? path : join(folder, path)));
  });
}

it('the reading order names what there is, and is read in an hour', () => {
  const files = readingOrder().flatMap((path) =>
    statSync(path).isFile() ? [path] : readdirSync(path, { encoding: 'utf8' }).map((name) => join(path, name)),
  );
  const lines = files.filter(isSource).map((file) => readFileSync(file, 'utf8').split('\n').length);
  expect(files.length).toBeGreaterThan(40);
  const linesAMinute = 45;
  expect(lines.reduce((sum, count) => sum + count, 0)).toBeLessThan(60 * linesAMinute);
});
