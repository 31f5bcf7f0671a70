import { root } from '@downscope/local/layout.ts';
import { run } from '@downscope/local/prerequisites/tools.ts';
import { join } from 'node:path';

const signal = new AbortController().signal;
const projects = ['identity', 'postgres', 'service'];

/** A commit in a worktree of its own, with its packages, in which identity is built. It goes when it is disposed of. */
export class Checkout implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @throws CommandFailedError when there is no such commit here, in a shallow clone say, or it cannot be built */
  static async of(commit: string, parent: string): Promise<Checkout> {
    const folder = join(parent, 'checkout');
    await run('git', ['worktree', 'add', '--detach', folder, commit], { signal, cwd: root });
    const checkout = new Checkout(folder);
    try {
      // Without scripts: what is run there needs none, and it runs on our own Node.
      const quietly = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
      await run('npm', ['install', ...quietly], { signal, cwd: folder });
      const env = { NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true' };
      const nx = join(folder, 'node_modules/.bin/nx');
      await run(nx, ['run-many', '-t', 'build', '-p', projects.join()], { signal, cwd: folder, env });
    } catch (error) {
      await checkout[Symbol.asyncDispose]();
      throw error;
    }
    return checkout;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run('git', ['worktree', 'remove', '--force', this.folder], { signal, cwd: root });
  }
}
