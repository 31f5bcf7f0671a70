import type { ControllerConfig } from './controller-config.ts';
import type { LocalEdge } from './local-edge.ts';
import type { Block, Directive } from './nginx-tree.ts';
import { proxyLocation } from './proxy-location.ts';
import type { Route } from './routes.ts';
import { authRequest } from './swap-location.ts';
import { backendOf } from './upstreams.ts';

/** A Prefix path becomes two locations, so that /orders does not take /orders-of-others along. */
export function routeLocations(route: Route, controller: ControllerConfig, edge: LocalEdge): Block[] {
  const { namespace, ingress, service, port, path, bodySize, isHttpsAlone } = route;
  const proxied = {
    labels: {
      namespace,
      ingress_name: ingress,
      service_name: service,
      service_port: port,
      location_path: path,
    },
    backend: backendOf(route, edge),
    bodySize,
    isHttpsAlone,
    guards: [...authRequest(route), ...limitRequests(route)],
  };
  return matchesOf(route).map((match) => proxyLocation(match, proxied, controller));
}

function matchesOf({ path, pathType }: Route): string[] {
  if (pathType === 'Exact') return [`= ${path}`];
  return path === '/' ? ['/'] : [`${path}/`, `= ${path}`];
}

const zoneOf = ({ namespace, ingress }: Route): string => `${namespace}_${ingress}_rps`;

/** Counted by address, before the swap is asked. */
const limitRequests = (route: Route): Directive[] =>
  route.rateLimit ? [`limit_req zone=${zoneOf(route)} burst=${route.rateLimit.burst} nodelay`] : [];

/** Each Ingress with a limit counts for itself, all its paths together. */
export function limitZones(routes: readonly Route[]): Directive[] {
  const zones = routes.flatMap((route) =>
    route.rateLimit
      ? [`limit_req_zone $binary_remote_addr zone=${zoneOf(route)}:5m rate=${route.rateLimit.perSecond}r/s`]
      : [],
  );
  return [...new Set(zones)];
}
