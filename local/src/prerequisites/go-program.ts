import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { cacheFolderOf } from './cache.ts';
import { CommandFailedError, MissingPrerequisiteError } from './tools.ts';

/** A program that Go builds from its module, where nobody has installed it. */
export interface GoProgram {
  readonly name: string;
  /** As `go install` takes it, with its version. */
  readonly module: string;
  readonly howToGetIt: string;
  /** Whether the program in this file, if there is one, will do. */
  readonly accepts: (file: string) => Promise<boolean>;
}

interface Options {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly say: (message: string) => void;
}

/**
 * Where the program is: the one on PATH, or ours in the cache, built there first where Go is.
 *
 * @throws MissingPrerequisiteError, CommandFailedError
 */
export async function goProgram(program: GoProgram, { environment, say }: Options): Promise<string> {
  const { name, module, howToGetIt, accepts } = program;
  const { PATH: path = '' } = environment;
  const cache = join(cacheFolderOf(environment), 'bin');
  for (const folder of [...path.split(delimiter).filter(Boolean), cache]) {
    if (await accepts(join(folder, name))) return join(folder, name);
  }
  say(`${name} is missing: building ${module}, once`);
  const code = await goInstall(module, { ...environment, GOBIN: cache }).catch(() => {
    throw new MissingPrerequisiteError(`${name} is missing, and so is Go, which would build it; ${howToGetIt}`);
  });
  if (code !== 0) throw new CommandFailedError(`go install ${module} failed`);
  return join(cache, name);
}

async function goInstall(module: string, env: NodeJS.ProcessEnv): Promise<number | null> {
  const go = spawn('go', ['install', module], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(go, 'exit')) as [number | null];
  return code;
}
