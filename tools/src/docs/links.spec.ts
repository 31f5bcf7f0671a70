import { describe, expect, it } from '@jest/globals';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const documents = globSync('{*.md,{docs,e2e,k8s,libs,load-tests,local,services,tools}/**/*.md}', {
  cwd: root,
  exclude: ['**/node_modules/**'],
});

/** The files that a document links to, which are none of the internet's. */
function linked(document: string): string[] {
  const text = readFileSync(join(root, document), 'utf8');
  return [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(([, target = '']) =>
    /^[a-z]+:/.test(target) ? [] : [target],
  );
}

describe('what the documents link to', () => {
  it.each(documents)('is there: %s', (document) => {
    const missing = linked(document).filter((target) => !existsSync(join(root, dirname(document), target)));
    expect(missing).toEqual([]);
  });

  it('is looked for in the primer, which names the spec of each of its lines', () => {
    const lines = readFileSync(join(root, 'docs/primer.md'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| '));
    expect(linked('docs/primer.md').length).toBeGreaterThan(40);
    for (const line of lines.slice(2)) expect(line).toMatch(/\.spec\.ts\)[^|]*\|$/);
  });
});
