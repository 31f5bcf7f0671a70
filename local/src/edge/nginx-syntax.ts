import type { LocalEdge } from './local-edge.ts';
import { EdgeManifestError } from './manifests.ts';
import type { Route } from './routes.ts';

export const lines = (...directives: (string | false | undefined)[]): string => directives.filter(Boolean).join('\n');

export const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

export const location = (match: string, ...directives: string[]): string =>
  `location ${match} {\n${indent(lines(...directives))}\n}`;

/** The name of the upstream block of `namespace/service:port`. */
export const upstreamName = (service: string): string => service.replaceAll(/[/:]/g, '-');

/** The upstream block of a service, which must be one that local/ runs. */
export function upstream(service: string, edge: LocalEdge): string {
  if (!(service in edge.upstreams))
    throw new EdgeManifestError(`k8s/base/ names the service ${service}, which local/ does not run`);
  return upstreamName(service);
}

/** What the access log and the error page are told of a request. */
export const labels = (route: Pick<Route, 'namespace' | 'ingress' | 'service' | 'port' | 'path'>): string[] => [
  `set $namespace "${route.namespace}";`,
  `set $ingress_name "${route.ingress}";`,
  `set $service_name "${route.service}";`,
  `set $service_port "${route.port}";`,
  `set $location_path "${route.path}";`,
];
