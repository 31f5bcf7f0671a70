import { relative } from 'node:path';
import { watch } from 'chokidar';
import { buildAffected } from '../build.ts';
import { root } from '../layout.ts';
import { programOf, serviceNames } from '../service-list.ts';
import { type RunningStack, runStack, type StackOptions } from '../run-stack.ts';
import { ended, printAddresses } from './start.ts';

const watched = ['libs', 'services', 'privileges.yaml', 'local/clients.yaml', 'local/seed'];
const ignored = /\/(dist|node_modules|test)(\/|$)|\.spec\.tsx?$|\.md$/;
/** An editor saves several files at once. */
const settleMs = 150;

/** Files of no package that a service reads when it starts. */
const readers: Readonly<Record<string, string>> = {
  'privileges.yaml': 'identity',
  'local/clients.yaml': 'identity',
  'local/seed/accounts.yaml': 'identity',
  'local/seed/customers.yaml': 'customer',
};

/** As `start`, and every change is built and the services it touches are started again. */
export async function dev(options: StackOptions): Promise<number> {
  const onDeath = (error: unknown): void => {
    console.error(error instanceof Error ? error.message : error);
    console.error('It starts again at the next change.');
  };
  return runStack({ ...options, onDeath }, async (stack) => {
    printAddresses(stack);
    const watcher = watch(
      watched.map((path) => `${root}/${path}`),
      { ignored: (path) => ignored.test(path), ignoreInitial: true },
    );
    let changed = new Set<string>();
    let work = Promise.resolve();
    watcher.on('all', (_, path) => {
      if (changed.size === 0) {
        setTimeout(() => {
          const files = [...changed];
          changed = new Set();
          work = work.then(() => take(files, stack)).catch(report);
        }, settleMs);
      }
      changed.add(relative(root, path));
    });
    try {
      await ended(stack.signal);
    } finally {
      await watcher.close();
      await work;
    }
    return 0;
  });
}

async function take(files: readonly string[], { supervisor, signal }: RunningStack): Promise<void> {
  if (signal.aborted) return;
  console.log(`\nChanged: ${files.join(', ')}`);
  const projects = await buildAffected(files, signal);
  const touched = new Set([...projects, ...files.flatMap((file) => readers[file] ?? [])]);
  const services = serviceNames.filter((name) => touched.has(programOf(name)));
  await Promise.all(
    services.map(async (name) => {
      await supervisor.stop(name);
      await supervisor.startAgain(name, signal);
    }),
  );
  console.log(services.length > 0 ? `Started again: ${services.join(', ')}` : 'No service runs on it');
}

const report = (error: unknown): void => {
  console.error(error instanceof Error ? error.message : error);
};
