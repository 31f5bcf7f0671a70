/**
 * Before the workspace starts: puts the sources of its image into the volume that all pods run from, once for a run of `skaffold dev`
 * and for a new image. Later starts find what was saved since, and leave it.
 */
import { cpSync, existsSync, globSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';

const volume = join(import.meta.dirname, '..');
const image = join(volume, '../image');
const folders = ['libs', 'services'];
const stampFile = join(volume, 'libs/.run');

const digest = createHash('sha256');
for (const file of globSync('{libs,services}/**', { cwd: image, withFileTypes: true })) {
  if (file.isFile()) digest.update(file.name).update(readFileSync(join(file.parentPath, file.name)));
}
const stamp = `${process.env['RUN_ID'] ?? ''} ${digest.digest('hex')}`;

if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
  console.log('The sources are there, with what was saved since');
} else {
  rmSync(stampFile, { force: true });
  for (const folder of folders) {
    for (const entry of readdirSync(join(volume, folder))) rmSync(join(volume, folder, entry), { recursive: true });
    cpSync(join(image, folder), join(volume, folder), { recursive: true, verbatimSymlinks: true });
  }
  for (const file of globSync('{libs,services}/*/tsconfig.json', { cwd: volume })) keepReferences(join(volume, file));
  writeFileSync(stampFile, stamp);
  console.log('The sources of this run are there');
}

/** To what is here: specs alone, which are not, need the rest of the checkout. npm leaves folders of packages there, without sources. */
function keepReferences(file: string): void {
  const config = JSON.parse(readFileSync(file, 'utf8')) as { references?: { path: string }[] };
  const references = config.references?.filter(({ path }) => existsSync(join(dirname(file), path, 'tsconfig.json')));
  writeFileSync(file, JSON.stringify({ ...config, references }));
}
