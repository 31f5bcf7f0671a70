import type { AttackRequest } from '@downscope/guards/testing';
import type { StackClient } from '../support/stack-client.ts';
import type { ServiceName } from '../support/stack.ts';
import { exchange, type Header, type RawAnswer } from './raw-exchange.ts';
import { type Route, routes } from './routes.ts';

/** One way to a route, and who stands in it. */
export interface Door {
  readonly name: string;
  readonly route: Route;
  readonly origin: string;
  /** Who refuses here: in its log stands why, and its metrics count it under `refusedAt`. */
  readonly guard: ServiceName;
  readonly refusedAt: string;
  /** What its challenges must say beside the error (RFC 6750 section 3, RFC 9728 section 5.1). */
  readonly challenge: { readonly realm: string; readonly resource_metadata: string };
  /** Whether the answer is the guard's own, or a page that the edge puts in its place. */
  readonly showsProblem: boolean;
}

const metadata = ({ apiOrigin }: StackClient): string => `${apiOrigin}/.well-known/oauth-protected-resource`;

/** Past the edge: the service's own guard. */
export function innerDoors(stack: StackClient): Door[] {
  return routes.map((route) => ({
    name: `${route.service} ${route.method} ${route.path}`,
    route,
    origin: stack.originOf(route.service),
    guard: route.service,
    refusedAt: `${route.service} ${route.method} ${route.template} 401`,
    challenge: { realm: `urn:downscope:${route.service}`, resource_metadata: metadata(stack) },
    showsProblem: true,
  }));
}

/** Through the edge: phantom-token, asked by the edge before it lets anybody in. */
export function outerDoors(stack: StackClient): Door[] {
  return routes
    .filter(({ isAtTheEdge }) => isAtTheEdge)
    .map((route) => ({
      name: `edge ${route.method} ${route.path}`,
      route,
      origin: stack.apiOrigin,
      guard: 'phantom-token',
      refusedAt: 'phantom-token GET /swap 401',
      challenge: { realm: stack.apiOrigin, resource_metadata: metadata(stack) },
      showsProblem: stack.edge === 'traefik',
    }));
}

/** Knocks with a request's headers and query, and with its body in place of the route's own. */
export function knock(door: Door, request: AttackRequest, more: readonly Header[] = []): Promise<RawAnswer> {
  const { method, path, body: own } = door.route;
  const query = request.query ? `?${new URLSearchParams(request.query).toString()}` : '';
  const body = request.body ?? (own && { type: 'application/json', text: JSON.stringify(own) });
  // Where the length is the attack, it stands alone.
  const framed = request.headers.some(([name]) => name === 'content-length') ? undefined : body;
  const frame: Header[] = framed
    ? [
        ['content-type', framed.type],
        ['content-length', String(Buffer.byteLength(framed.text))],
      ]
    : [];
  return exchange({
    origin: door.origin,
    method,
    path: path + query,
    headers: [...more, ...frame, ...request.headers],
    body: framed?.text,
  });
}
