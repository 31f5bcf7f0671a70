import type { LocalEdge } from './local-edge.ts';
import { EdgeManifestError } from './manifests.ts';
import { block, type Block } from './nginx-tree.ts';
import type { Route } from './routes.ts';

/** How often the controller's balancer tries, though there be one pod: `proxy-next-upstream-tries`. */
const tries = 3;

/** The controller's names of the backends that no Ingress names, and of one that an Ingress does: `apps-order-http`. */
export const defaultBackend = 'upstream-default-backend';
const nameOf = (service: string): string => service.replaceAll(/[/:]/g, '-');

export const backendOf = (route: Route, edge: LocalEdge): string =>
  backend(`${route.namespace}/${route.service}:${route.port}`, edge);

/** `phantom-token.edge.svc.cluster.local` is the port named http of service phantom-token in namespace edge. */
export function backendAt(url: URL, edge: LocalEdge): string {
  const [service = '', namespace = ''] = url.hostname.split('.');
  return backend(`${namespace}/${service}:http`, edge);
}

function backend(service: string, edge: LocalEdge): string {
  if (service in edge.upstreams) return nameOf(service);
  throw new EdgeManifestError(`k8s/base/ names the service ${service}, which local/ does not run`);
}

/** One process stands for all pods of a service: named as often as the controller would try. */
export function upstreamBlocks({ upstreams, defaultBackendPort }: LocalEdge): Block[] {
  const ports = Object.entries(upstreams).map(([service, port]): [string, number] => [nameOf(service), port]);
  return [...ports, [defaultBackend, defaultBackendPort] as const].map(([name, port]) =>
    block(
      `upstream ${name}`,
      ...Array.from({ length: tries }, () => `server 127.0.0.1:${port} max_fails=0`),
      'keepalive 320',
      'keepalive_time 1h',
      'keepalive_timeout 60s',
      'keepalive_requests 10000',
    ),
  );
}
