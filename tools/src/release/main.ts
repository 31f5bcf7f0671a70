/**
 * `npm run release`: publishes the libraries whose version is not published yet. With --dry-run: says which versions the notes in
 * .changeset will make, builds and packs each library, says what is in it, and publishes nothing.
 *
 * Usage: node tools/src/release/main.ts [--dry-run]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '../packages/command.ts';
import { publishedLibraries } from '../packages/libraries.ts';
import { pack } from '../packages/pack.ts';

const root = join(import.meta.dirname, '../../..');
const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });

if (values['dry-run']) console.log(await run(root, ['changeset', 'status']));
const folder = mkdtempSync(join(tmpdir(), 'downscope-release-'));
try {
  for (const library of publishedLibraries()) {
    const { name, version, files, unpackedBytes } = await pack(library, folder);
    console.log(`${name} ${version}: ${files.length} files, ${Math.ceil(unpackedBytes / 1024)} KiB`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
if (!values['dry-run']) console.log(await run(root, ['changeset', 'publish']));
