import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readControllerConfig } from '../edge/controller-config.ts';
import { upstreamPorts } from '../edge/local-edge.ts';
import { EdgeManifestError, type Manifest, readManifests } from '../edge/manifests.ts';
import { nginxConf } from '../edge/nginx-conf.ts';
import { print } from '../edge/nginx-tree.ts';
import { readRoutes } from '../edge/routes.ts';
import { type Layout, root } from '../layout.ts';
import type { Nginx } from '../prerequisites/nginx.ts';
import { isRoot } from '../prerequisites/tools.ts';
import type { Part } from '../supervisor/part.ts';
import { acceptsConnections, until } from '../supervisor/waiting.ts';

const sharedMemory = '/dev/shm';
/** statfs(2): TMPFS_MAGIC. */
const tmpfs = 0x01_02_19_94;

/** Writes nginx.conf from the Ingress objects. `say` hears it when there can be no auth cache. */
export function prepareNginx(
  nginx: Nginx,
  layout: Layout,
  say: (message: string) => void,
  manifests: readonly Manifest[] = readManifests(join(root, 'k8s/base'), root),
): Part {
  const folder = join(layout.folder, 'nginx');
  const cacheFolder = authCacheFolder(nginx, layout, say);
  for (const path of [folder, cacheFolder]) {
    if (!path) continue;
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true, mode: 0o700 });
  }
  const routes = readRoutes(manifests);
  const withTls = routes.find(({ hasTls }) => hasTls);
  if (withTls) throw new EdgeManifestError(`k8s/base/ names a certificate for ${withTls.host}, and local/ has none`);
  const conf = nginxConf(routes, readControllerConfig(manifests), {
    port: layout.ports.nginx,
    stack: layout.stack,
    user: isRoot ? 'root' : undefined,
    upstreams: upstreamPorts(layout.ports),
    defaultBackendPort: layout.ports.defaultBackend,
    modules: nginx.modules,
    cacheFolder,
    folder,
  });
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, print(conf));
  return {
    name: 'nginx',
    command: nginx.command,
    args: ['-p', folder, '-c', file, '-e', 'stderr'],
    env: nginx.env,
    cwd: folder,
    // Requests under way are answered first.
    stopSignal: 'SIGQUIT',
    graceMs: 5_000,
    ready: (signal) =>
      until({ what: 'nginx', deadlineMs: 10_000, signal }, () => acceptsConnections(layout.ports.nginx)),
    ended: () => {
      if (cacheFolder) rmSync(cacheFolder, { recursive: true, force: true });
    },
  };
}

/** A cached answer holds a JWT: it goes to memory, under a key that is a digest, or nowhere. */
function authCacheFolder(
  { modules }: Nginx,
  { stack, ports }: Layout,
  say: (message: string) => void,
): string | undefined {
  if (modules.length === 0) say('This nginx has no digest function (set-misc): the edge asks for every token anew');
  else if (!isInMemory(sharedMemory)) say('There is no memory folder (/dev/shm): the edge asks for every token anew');
  else return join(sharedMemory, `downscope-${stack}-${ports.nginx}`);
  return undefined;
}

function isInMemory(folder: string): boolean {
  try {
    return process.platform === 'linux' && statfsSync(folder).type === tmpfs;
  } catch {
    return false;
  }
}
