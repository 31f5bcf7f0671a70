import { join } from 'node:path';
import { type Layout, root } from '../layout.ts';
import type { Part } from '../supervisor/part.ts';
import { acceptsConnections, until } from '../supervisor/waiting.ts';

/** The very program that answers for the edge on a cluster. */
export function defaultBackendPart({ ports }: Pick<Layout, 'ports'>): Part {
  const cwd = join(root, 'k8s/base/default-backend');
  return {
    name: 'default-backend',
    command: process.execPath,
    args: [join(cwd, 'default-backend.ts')],
    env: { PORT: String(ports.defaultBackend), HOST: '127.0.0.1' },
    cwd,
    stopSignal: 'SIGTERM',
    graceMs: 5_000,
    ready: (signal) =>
      until({ what: 'default-backend', deadlineMs: 10_000, signal }, () => acceptsConnections(ports.defaultBackend)),
  };
}
