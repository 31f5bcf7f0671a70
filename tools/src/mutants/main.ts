/**
 * `npm run mutants -- guards`: changes a library in some hundred ways, one at a time, and looks whether a spec notices. Fails when
 * fewer than 95 of 100 changes are noticed.
 *
 * Usage: node tools/src/mutants/main.ts guards
 */
import { readFileSync } from 'node:fs';
import { guards } from './guards.ts';
import type { Library } from './library.ts';
import { mutantsOf } from './stryker.ts';
import { scoreOf, summaryOf, survivorsOf } from './survivors.ts';

const leastPercent = 95;
const libraries: Record<string, Library> = { guards };

const library = libraries[process.argv[2] ?? ''];
if (!library) {
  console.error(`Usage: node tools/src/mutants/main.ts ${Object.keys(libraries).join('|')}`);
  process.exit(2);
}

const mutants = await mutantsOf(library);
const survivors = survivorsOf(mutants, library.equivalent, (file) => readFileSync(file, 'utf8'));
for (const { where, mutant, because } of survivors)
  console.log(`${where}\n  ${mutant}\n  ${because ?? 'UNEXPLAINED'}\n`);
console.log(summaryOf(mutants));
process.exitCode = scoreOf(mutants) >= leastPercent ? 0 : 1;
