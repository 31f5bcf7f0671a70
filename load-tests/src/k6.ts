import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { LoadError } from './errors.ts';

/** The first that runs TypeScript as it is, and keeps its interface by semantic versioning. */
const oldestMajor = 1;

/**
 * The k6 on the path. Its licence is the AGPL: whoever wants it installs it, and nothing here does.
 *
 * @throws LoadError saying how to get it
 */
export async function findK6(path: string): Promise<string> {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const file = join(folder, 'k6');
    if (await isNewEnough(file)) return file;
  }
  throw new LoadError(
    'no_k6',
    `no k6 ${String(oldestMajor)} or later is on the path. On Debian and Ubuntu: the package k6 of https://dl.k6.io/deb; on macOS: brew install k6`,
  );
}

async function isNewEnough(file: string): Promise<boolean> {
  const answer = await promisify(execFile)(file, ['version']).catch(() => ({ stdout: '' }));
  return Number(/^k6(?:\.exe)? v(\d+)\./.exec(answer.stdout)?.[1]) >= oldestMajor;
}
