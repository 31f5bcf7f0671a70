import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, isRoot, run } from './tools.ts';

export const hasApt = (): boolean => findProgram('apt-get') !== undefined && findProgram('dpkg-deb') !== undefined;

const systemLists = '/var/lib/apt/lists';
/** For another program, or another stack's start, that installs at the same time. */
const lockTimeoutSeconds = 300;

/** apt-get takes locks and fails where it meets one, so the parts that start side by side take turns. */
let turn: Promise<unknown> = Promise.resolve();

/** Debian's and Ubuntu's packages. Without root, nothing outside the cache folder is written. */
export class Apt {
  private readonly signal: AbortSignal;
  /** Package lists of our own, where the system has none (a container) and is not ours to change. */
  private readonly ownLists: string | undefined;

  constructor(cacheFolder: string, signal: AbortSignal) {
    this.signal = signal;
    this.ownLists = isRoot || hasPackageLists() ? undefined : join(cacheFolder, 'apt');
  }

  /** Root only: into the system. */
  async install(packages: readonly string[]): Promise<void> {
    // Slim images drop the manual pages with their folder, and then Java's package cannot be configured.
    mkdirSync('/usr/share/man/man1', { recursive: true });
    await this.withLists(() => this.get(['install', '--yes', '--no-install-recommends', ...packages]));
  }

  /** The packages that installing `wanted` would bring in: themselves, and what this machine lacks of their dependencies. */
  async missingFor(wanted: readonly string[]): Promise<string[]> {
    const plan = await this.withLists(() => this.get(['install', '--simulate', '--no-install-recommends', ...wanted]));
    return [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name = '']) => name);
  }

  /** Unpacks packages into `folder`, without installing them. */
  async unpack(packages: readonly string[], folder: string): Promise<void> {
    const downloads = join(folder, 'downloads');
    mkdirSync(downloads);
    await this.withLists(() => this.get(['download', ...packages], downloads));
    for (const file of readdirSync(downloads)) {
      await run('dpkg-deb', ['--extract', join(downloads, file), folder], { signal: this.signal });
    }
    rmSync(downloads, { recursive: true });
  }

  private withLists<T>(use: () => Promise<T>): Promise<T> {
    const result = turn.then(() => this.updatingLists(use));
    turn = result.catch(() => undefined);
    return result;
  }

  /** The package lists may be absent (a container's) or name versions that are gone: then they are fetched, and it is tried again. */
  private async updatingLists<T>(use: () => Promise<T>): Promise<T> {
    try {
      return await use();
    } catch (error) {
      this.signal.throwIfAborted();
      await this.get(['update']).catch(() => Promise.reject(error as Error));
      return use();
    }
  }

  private get(args: readonly string[], cwd?: string): Promise<string> {
    const options = [
      '-o',
      `DPkg::Lock::Timeout=${lockTimeoutSeconds}`,
      ...(this.ownLists ? optionsFor(this.ownLists) : []),
    ];
    const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
    return run('apt-get', [...options, ...args], { signal: this.signal, env, ...(cwd && { cwd }) });
  }
}

const hasPackageLists = (): boolean =>
  existsSync(systemLists) && readdirSync(systemLists).some((name) => name.includes('_Packages'));

function optionsFor(folder: string): string[] {
  mkdirSync(join(folder, 'lists/partial'), { recursive: true });
  mkdirSync(join(folder, 'archives/partial'), { recursive: true });
  return ['-o', `Dir::State::Lists=${folder}/lists`, '-o', `Dir::Cache=${folder}`, '-o', 'Debug::NoLocking=1'];
}
