import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = join(import.meta.dirname, '..');

/** Says which run of `skaffold dev` the sources are of. */
const stampFile = join(root, 'libs/.run');

/** Resolves when the workspace has put the sources of this run there: those of an earlier one are never run. */
export async function sourcesOf(run: string): Promise<void> {
  if (isOf(run)) return;
  console.log('Waiting for the sources: pod workspace in the namespace dev');
  while (!isOf(run)) await pause(200);
}

function isOf(run: string): boolean {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8').startsWith(`${run} `);
}

/** Changes with every file that the service is made of: saved, new, renamed or deleted. */
export function fingerprintOf(service: string): string {
  return globSync([`libs/*/{src,migrations}/**`, `services/${service}/{src,migrations}/**`], { cwd: root })
    .sort()
    .map((file) => {
      const found = statSync(join(root, file), { throwIfNoEntry: false });
      return found?.isFile() ? `${file} ${found.mtimeMs} ${found.size}` : file;
    })
    .join('\n');
}
