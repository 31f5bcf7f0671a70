/**
 * Writes a spec that is made of others. Jest sets up an environment for each file, which for a spec of a few milliseconds is nearly
 * all of its time, and here they run once for every mutant.
 *
 * Usage: node one-spec.ts FILE PATTERN...
 */
import { globSync, writeFileSync } from 'node:fs';

const [file = '', ...patterns] = process.argv.slice(2);
const imports = globSync(patterns)
  .sort()
  .map((spec) => `import './${spec}';\n`);
writeFileSync(file, imports.join(''));
