import { execa } from 'execa';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cached } from './cache.ts';
import { type InstallContext, installOrExplain } from './install.ts';
import { CommandFailedError, run } from './tools.ts';

/** Runs a Python module (`python3 -m`); answers what it printed, whatever it thinks of its findings. */
export type PythonModule = (module: string, ...args: readonly string[]) => Promise<string>;

/**
 * Python with the packages of one requirements file, which are fetched once and installed nowhere else.
 *
 * @param cwd where it runs, and may leave notes
 *
 * @throws MissingPrerequisiteError, CommandFailedError
 */
export async function pythonWith(
  requirementsFile: string,
  context: InstallContext,
  { cwd = process.cwd() }: { readonly cwd?: string } = {},
): Promise<PythonModule> {
  const { cacheFolder, signal, say } = context;
  const version = await installedVersion(context);
  const digest = createHash('sha256').update(version).update(readFileSync(requirementsFile)).digest('hex').slice(0, 12);
  const folder = await cached(cacheFolder, `python-${digest}`, async (draft) => {
    say('fetching from PyPI, once, what checks the rest');
    const quiet = ['--quiet', '--disable-pip-version-check', '--root-user-action=ignore'];
    await run('python3', ['-m', 'pip', 'install', ...quiet, '--target', draft, '-r', requirementsFile], { signal });
  });
  return async (module, ...args) => {
    const options = { cwd, env: { PYTHONPATH: folder }, cancelSignal: signal, reject: false } as const;
    const { stdout, stderr, exitCode } = await execa('python3', ['-m', module, ...args], options);
    // 1 is how a checker says that it has found something.
    if (exitCode === 0 || exitCode === 1) return stdout;
    throw new CommandFailedError(`python3 -m ${module} ended with ${String(exitCode)}\n${stderr}`);
  };
}

async function installedVersion(context: InstallContext): Promise<string> {
  const version = () => run('python3', ['-m', 'pip', '--version'], context);
  return version().catch(async () => {
    const howToGetIt =
      'Manifests are checked with it: on Debian and Ubuntu: apt-get install python3-pip; on macOS: brew install python';
    await installOrExplain({ what: 'Python 3 with pip', debianPackages: ['python3-pip'], howToGetIt }, context);
    return version();
  });
}
