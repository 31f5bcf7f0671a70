import { Apt, hasApt } from './apt.ts';
import { isRoot, MissingPrerequisiteError } from './tools.ts';

export interface InstallContext {
  readonly cacheFolder: string;
  readonly signal: AbortSignal;
  readonly say: (message: string) => void;
}

interface Missing {
  readonly what: string;
  /** The first of them that there is will do. */
  readonly debianPackages: readonly string[];
  /** What it is for, and how one gets it. */
  readonly howToGetIt: string;
}

/**
 * Installs what is missing, where we may.
 *
 * @throws MissingPrerequisiteError, CommandFailedError
 */
export async function installOrExplain(
  { what, debianPackages, howToGetIt }: Missing,
  { cacheFolder, signal, say }: InstallContext,
): Promise<void> {
  if (!isRoot || !hasApt()) throw new MissingPrerequisiteError(`${what} is missing. ${howToGetIt}`);
  const apt = new Apt(cacheFolder, signal);
  for (const [index, candidate] of debianPackages.entries()) {
    say(`${what} is missing: apt-get install ${candidate}`);
    try {
      await apt.install([candidate]);
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (index === debianPackages.length - 1) throw error;
    }
  }
}
