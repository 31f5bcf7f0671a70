import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { LoadError } from './errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const module = 'go.k6.io/k6@v1.8.1';
/** The first that runs TypeScript as it is, and keeps its interface by semantic versioning. */
const oldestMajor = 1;

const howToGetIt =
  'k6 is missing, and so is Go, which would build it; on Debian and Ubuntu: the package k6 of https://dl.k6.io/deb; on macOS: brew install k6';

/**
 * The program k6: the one on PATH, or ours in the cache, built there first where Go is.
 *
 * @throws LoadError k6_missing, k6_build_failed
 */
export async function findK6(environment: Environment, say: (message: string) => void): Promise<string> {
  const { XDG_CACHE_HOME: cacheHome = join(homedir(), '.cache'), PATH: path = '' } = environment;
  const cache = join(cacheHome, 'downscope/bin');
  const folders = [...path.split(delimiter).filter(Boolean), cache];
  for (const folder of folders) {
    if (await isK6(join(folder, 'k6'))) return join(folder, 'k6');
  }
  if (!(await runs('go', ['version'], environment))) throw new LoadError('k6_missing', howToGetIt);
  say(`k6 is missing: building ${module}, once`);
  await build(cache, environment);
  return join(cache, 'k6');
}

async function isK6(file: string): Promise<boolean> {
  const answer = await promisify(execFile)(file, ['version']).catch(() => ({ stdout: '' }));
  return Number(/^k6(?:\.exe)? v(\d+)\./.exec(answer.stdout)?.[1]) >= oldestMajor;
}

function runs(command: string, args: readonly string[], env: Environment): Promise<boolean> {
  return promisify(execFile)(command, args, { env }).then(
    () => true,
    () => false,
  );
}

async function build(folder: string, environment: Environment): Promise<void> {
  const go = spawn('go', ['install', module], {
    env: { ...environment, GOBIN: folder },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(go, 'exit')) as [number | null];
  if (code !== 0) throw new LoadError('k6_build_failed', `go install ${module} failed`);
}
