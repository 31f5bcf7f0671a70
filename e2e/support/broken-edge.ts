import { cacheFolderOf } from '@downscope/local/prerequisites/cache.ts';
import { findNginx } from '@downscope/local/prerequisites/nginx.ts';
import { isRoot } from '@downscope/local/prerequisites/tools.ts';
import { root } from '@downscope/local/layout.ts';
import { readControllerConfig } from '@downscope/local/edge/controller-config.ts';
import { readManifests } from '@downscope/local/edge/manifests.ts';
import { nginxConf } from '@downscope/local/edge/nginx-conf.ts';
import { print } from '@downscope/local/edge/nginx-tree.ts';
import { readRoutes, type Route } from '@downscope/local/edge/routes.ts';
import { acceptsConnections, until } from '@downscope/local/supervisor/waiting.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrokenSwap, brokenSwaps, hostOf, paths } from './broken-swaps.ts';
import { freePort } from './free-port.ts';
import { runningStack } from './stack-file.ts';

export interface BrokenEdge extends AsyncDisposable {
  readonly origin: string;
}

/** One more nginx before the services that run here. local/ refuses to render such routes, so what it has read is changed. */
export async function brokenLocalEdge(): Promise<BrokenEdge> {
  const { urls } = runningStack();
  const upstreams = Object.fromEntries(
    [
      ...Object.values(paths).map((name) => [`apps/${name}:http`, urls[name]]),
      ['edge/phantom-token:http', urls['phantom-token']],
    ].map(([name, url]) => [name, Number(new URL(String(url)).port)]),
  ) as Record<string, number>;
  const yes = createServer((_, response) => response.writeHead(200).end()).listen(0, '127.0.0.1');
  await once(yes, 'listening');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'downscope-broken-edge-'));
  const { signal } = new AbortController();
  const nginx = await findNginx(cacheFolderOf(process.env), signal, console.error);
  const manifests = readManifests(join(root, 'k8s/base'), root);
  const swapped = readRoutes(manifests).filter(({ authentication }) => authentication);
  const conf = nginxConf(
    brokenSwaps.flatMap((swap) => swapped.map((route) => broken(route, swap))),
    readControllerConfig(manifests),
    {
      port,
      stack: 'downscope',
      user: isRoot ? 'root' : undefined,
      upstreams: { ...upstreams, 'e2e-bypass/says-yes:http': (yes.address() as AddressInfo).port },
      defaultBackendPort: Number(new URL(urls['default-backend']).port),
      modules: nginx.modules,
      cacheFolder: undefined,
      folder,
    },
  );
  writeFileSync(join(folder, 'nginx.conf'), print(conf));
  const args = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'];
  const child = spawn(nginx.command, args, { env: nginx.env, stdio: ['ignore', 'ignore', 'inherit'] });
  const origin = `http://127.0.0.1:${port}`;
  await until({ what: 'nginx', deadlineMs: 10_000, signal }, () => acceptsConnections(port));
  return {
    origin,
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit');
      child.kill('SIGQUIT');
      await exited;
      yes.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function broken(route: Route, swap: BrokenSwap): Route {
  const { authUrl, responseHeaders } = swap;
  const host = hostOf(swap);
  if (!route.authentication || !authUrl) return { ...route, host, authentication: undefined };
  const url = new URL(authUrl(`urn:downscope:${route.service}`));
  return { ...route, host, authentication: { ...route.authentication, url, responseHeaders: [responseHeaders] } };
}
