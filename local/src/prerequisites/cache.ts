import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

interface CacheHome {
  readonly XDG_CACHE_HOME?: string | undefined;
}

/** Where downloads are kept, for all stacks and checkouts of this user (XDG Base Directory Specification). */
export function cacheFolderOf({ XDG_CACHE_HOME: home = join(homedir(), '.cache') }: CacheHome): string {
  return join(home, 'downscope');
}

/**
 * The folder `name` in the cache, filled once by `fill`. It is filled under another name and then renamed, so that two stacks that
 * start at once, or one that is interrupted, never see it half full.
 */
export async function cached(
  cacheFolder: string,
  name: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(cacheFolder, name);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheFolder, { recursive: true });
  const draft = mkdtempSync(join(cacheFolder, `${name}.`));
  try {
    await fill(draft);
    renameUnlessThere(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

function renameUnlessThere(draft: string, folder: string): void {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
