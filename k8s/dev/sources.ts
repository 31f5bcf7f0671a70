import { EventEmitter, once } from 'node:events';
import { existsSync, globSync, readFileSync, statSync, watch } from 'node:fs';
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

const lookMs = 1_000;
const writingMs = 100;

/**
 * Resolves when what the service is made of is no longer what it was, and all of it is written: an editor, and skaffold, write several
 * files one after the other. Files are watched, so that waiting takes nothing from what runs; where nothing tells, a look every second does.
 */
export async function untilSaved(service: string): Promise<void> {
  const changes = new EventEmitter();
  const watchers = ['libs', 'services'].map((folder) =>
    watch(join(root, folder), { recursive: true }, () => changes.emit('change')).on('error', () => undefined),
  );
  const before = fingerprintOf(service);
  while (fingerprintOf(service) === before) {
    await once(changes, 'change', { signal: AbortSignal.timeout(lookMs) }).catch(() => undefined);
  }
  for (let last = ''; last !== (last = fingerprintOf(service));) await pause(writingMs);
  for (const watcher of watchers) watcher.close();
}

/** Changes with every file that the service is made of: saved, new, renamed or deleted. */
function fingerprintOf(service: string): string {
  return globSync([`libs/*/{src,migrations}/**`, `services/${service}/{src,migrations}/**`], { cwd: root })
    .sort()
    .map((file) => {
      const found = statSync(join(root, file), { throwIfNoEntry: false });
      return found?.isFile() ? `${file} ${found.mtimeMs} ${found.size}` : file;
    })
    .join('\n');
}
