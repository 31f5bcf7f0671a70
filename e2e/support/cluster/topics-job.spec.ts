import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { program } from './topics-job.manifests.ts';

const root = join(import.meta.dirname, '../..');

it('the pod has every file that the program imports', () => {
  const files: string[] = Object.values(program);
  const imported = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/^import (?!type ).* from '(\..*)'/gm)].map(([, path = '']) =>
      relative(root, join(root, dirname(file), path)),
    ),
  );
  expect(imported).toContain('support/broker.ts');
  expect(files).toEqual(expect.arrayContaining(imported));
});
