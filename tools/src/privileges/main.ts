/**
 * `npm run privileges`: who may do what, as a graph and as a table.
 *
 * Usage: node tools/src/privileges/main.ts [write]    write: docs/privileges.md, and the schema that editors know the file by
 */
import { writeFileSync } from 'node:fs';
import { document, generated } from './files.ts';

const [command] = process.argv.slice(2);
if (command === undefined) console.log(document);
else if (command === 'write') for (const { file, text } of generated) writeFileSync(file, await text());
else {
  console.error('Usage: node tools/src/privileges/main.ts [write]');
  process.exitCode = 2;
}
