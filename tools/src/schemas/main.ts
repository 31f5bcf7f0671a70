/**
 * `npm run schemas`: what events look like, and who announces and hears them, as an AsyncAPI document.
 *
 * Usage: node tools/src/schemas/main.ts [write|release]    write: docs/events    release: and docs/events/released, from which on
 *                                                          nothing is taken back
 */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { generated, released } from './files.ts';

const [command] = process.argv.slice(2);
if (command === undefined) console.log(await generated[0]?.text());
else if (command === 'write' || command === 'release') {
  for (const { file, text } of generated) writeFileSync(file, await text());
  if (command === 'release') release();
} else {
  console.error('Usage: node tools/src/schemas/main.ts [write|release]');
  process.exitCode = 2;
}

function release(): void {
  mkdirSync(released, { recursive: true });
  for (const { file } of generated.filter(({ file: { pathname } }) => pathname.endsWith('.json')))
    copyFileSync(file, new URL(basename(file.pathname), released));
}
