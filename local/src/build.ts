import { root } from './layout.ts';
import { run } from './prerequisites/tools.ts';

/** Without a daemon and plugin workers, nx leaves no process behind when it is interrupted. */
const environment = {
  NX_DAEMON: 'false',
  NX_ISOLATE_PLUGINS: 'false',
  NX_TUI: 'false',
  NX_NO_CLOUD: 'true',
  FORCE_COLOR: '0',
};

const nx = (args: readonly string[], signal: AbortSignal): Promise<string> =>
  run('nx', args, { signal, cwd: root, env: environment });

/** Builds every library and service that its cache does not hold. */
export async function buildAll(signal: AbortSignal): Promise<void> {
  await nx(['run-many', '-t', 'build'], signal);
}

/** Builds what a change of `files` (from the root) touches; answers those projects. */
export async function buildAffected(files: readonly string[], signal: AbortSignal): Promise<string[]> {
  const shown = await nx(['show', 'projects', '--affected', '--json', `--files=${files.join(',')}`], signal);
  const projects = JSON.parse(shown.slice(shown.indexOf('['))) as string[];
  if (projects.length > 0) await nx(['run-many', '-t', 'build', '-p', projects.join(',')], signal);
  return projects;
}
