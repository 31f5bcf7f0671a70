import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Apt, hasApt } from './apt.ts';
import { cached } from './cache.ts';
import { systemRelease } from './system-release.ts';
import { findProgram, MissingPrerequisiteError } from './tools.ts';

export interface Pgbouncer {
  readonly command: string;
  /** The folder of the libraries that came with it. */
  readonly libraries: string | undefined;
}

/** The one on PATH; else Debian's own, unpacked into the cache. */
export async function findPgbouncer(
  cacheFolder: string,
  signal: AbortSignal,
  say: (message: string) => void,
): Promise<Pgbouncer> {
  const onPath = findProgram('pgbouncer');
  if (onPath) return { command: onPath, libraries: undefined };
  if (!hasApt()) throw new MissingPrerequisiteError('pgbouncer is missing; on macOS: brew install pgbouncer');
  const folder = await cached(cacheFolder, `pgbouncer-${systemRelease()}`, async (draft) => {
    say('pgbouncer comes from the packages of this system, unpacked into the cache');
    const apt = new Apt(cacheFolder, signal);
    const missing = await apt.missingFor(['pgbouncer']);
    await apt.unpack(
      missing.filter((name) => /^(pgbouncer|lib.+)$/.test(name)),
      draft,
    );
  });
  const library = globSync('usr/lib/*/*.so*', { cwd: folder })[0];
  return {
    command: join(folder, 'usr/sbin/pgbouncer'),
    libraries: library === undefined ? undefined : join(folder, dirname(library)),
  };
}
