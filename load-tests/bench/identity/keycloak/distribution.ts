import { cacheFolderOf, cached } from '@downscope/local/prerequisites/cache.ts';
import { findMaven } from '@downscope/local/prerequisites/java.ts';
import { run } from '@downscope/local/prerequisites/tools.ts';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const pom = join(import.meta.dirname, 'pom.xml');
const signal = new AbortController().signal;

/** Keycloak's folder, fetched by Maven, which checks what it fetches, and made ready for PostgreSQL the first time. */
export async function keycloakFolder(say: (message: string) => void): Promise<string> {
  const cacheFolder = cacheFolderOf(process.env);
  const version = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  const folder = await cached(cacheFolder, `keycloak-${version}`, async (draft) => {
    const maven = await findMaven({ cacheFolder, signal, say });
    say('Maven fetches Keycloak (177 MB, once)');
    const goal = ['dependency:unpack-dependencies', `-DoutputDirectory=${draft}`];
    await run(maven, ['--batch-mode', '--quiet', '--file', pom, ...goal], { signal, cwd: draft });
    await run(join(unpackedIn(draft), 'bin/kc.sh'), ['build', '--db=postgres'], { signal, cwd: draft });
  });
  return unpackedIn(folder);
}

/** The one folder that the archive holds: its name is the version. */
function unpackedIn(folder: string): string {
  const name = readdirSync(folder).find((entry) => entry.startsWith('keycloak-'));
  if (name === undefined) throw new Error(`${folder} holds no Keycloak`);
  return join(folder, name);
}
