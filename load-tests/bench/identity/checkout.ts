import { root } from '@downscope/local/layout.ts';
import { run } from '@downscope/local/prerequisites/tools.ts';
import { join } from 'node:path';

const projects = ['identity', 'postgres', 'service'];

/**
 * A commit in a worktree of its own in `parent`, with its packages, in which identity is built. Answers its folder.
 *
 * @param all forgets the worktree, whose folder goes with its parent
 * @throws CommandFailedError when there is no such commit here, in a shallow clone say, or it cannot be built
 */
export async function checkoutOf(commit: string, parent: string, all: AsyncDisposableStack): Promise<string> {
  const folder = join(parent, 'checkout');
  const ended = new AbortController();
  const { signal } = ended;
  all.defer(async () => {
    ended.abort();
    await run('git', ['worktree', 'remove', '--force', folder], { signal: new AbortController().signal, cwd: root });
  });
  await run('git', ['worktree', 'add', '--detach', folder, commit], { signal, cwd: root });
  // Without scripts: what is run there needs none, and it runs on our own Node.
  const quietly = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...quietly], { signal, cwd: folder });
  const env = { NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true' };
  const nx = join(folder, 'node_modules/.bin/nx');
  await run(nx, ['run-many', '-t', 'build', '-p', projects.join()], { signal, cwd: folder, env });
  return folder;
}
