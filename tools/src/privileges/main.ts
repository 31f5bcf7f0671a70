/**
 * `npm run privileges`: who may do what, as a graph and as a table.
 *
 * Usage: node tools/src/privileges/main.ts [kafka | write]
 *
 * kafka: the broker's topics, and who may do what with them
 * write: docs/privileges.md, the schema that editors know the file by, and what is applied to the broker
 */
import { writeFileSync } from 'node:fs';
import { brokerAccessLines, brokerAccessOf } from './broker-access.ts';
import { document, generated, privileges } from './files.ts';

const [command] = process.argv.slice(2);
if (command === undefined) console.log(document);
else if (command === 'kafka') for (const line of brokerAccessLines(brokerAccessOf(privileges))) console.log(line);
else if (command === 'write') for (const { file, text } of generated) writeFileSync(file, await text());
else {
  console.error('Usage: node tools/src/privileges/main.ts [kafka | write]');
  process.exitCode = 2;
}
