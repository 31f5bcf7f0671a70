import type { ControllerConfig } from './controller-config.ts';
import type { LocalEdge } from './local-edge.ts';
import { type Block, type Directive, location } from './nginx-tree.ts';
import { buffers } from './proxy-location.ts';
import type { Route } from './routes.ts';
import { backendAt, backendOf } from './upstreams.ts';

/** The internal location that asks phantom-token, as auth-url says: none on an open route. */
export function swapLocations(route: Route, controller: ControllerConfig, edge: LocalEdge): Block[] {
  if (!route.authentication) return [];
  const { url, cacheKey, cacheDurations } = route.authentication;
  const path = swapPath(route);
  const cache: Directive[] = [
    `set $tmp_cache_key "${route.host}${path}${cacheKey}"`,
    'set_sha1 $cache_key $tmp_cache_key',
    'proxy_cache auth_cache',
    ...cacheDurations.map((duration) => `proxy_cache_valid ${duration}`),
    'proxy_cache_key $cache_key',
  ];
  return [
    location(
      `= ${path}`,
      'internal',
      'access_log off',
      ...(edge.cacheFolder === undefined ? [] : cache),
      `set $proxy_upstream_name "${backendOf(route, edge)}"`,
      'proxy_pass_request_body off',
      'proxy_set_header Content-Length ""',
      'proxy_set_header X-Forwarded-Proto ""',
      'proxy_set_header X-Request-ID $req_id',
      `proxy_set_header Host ${url.host}`,
      'proxy_set_header X-Original-URL $scheme://$http_host$request_uri',
      'proxy_set_header X-Original-Method $request_method',
      'proxy_set_header X-Sent-From nginx-ingress-controller',
      'proxy_set_header X-Real-IP $remote_addr',
      'proxy_set_header X-Forwarded-For $remote_addr',
      'proxy_set_header X-Auth-Request-Redirect $request_uri',
      'proxy_buffering on',
      ...buffers(controller),
      'proxy_request_buffering on',
      'proxy_ssl_server_name on',
      'proxy_pass_request_headers on',
      `client_max_body_size ${route.bodySize}`,
      'proxy_http_version 1.1',
      ...Object.entries(route.swapHeaders).map(([name, value]) => `proxy_set_header ${name} "${value}"`),
      `set $target http://${backendAt(url, edge)}${url.pathname}${url.search}`,
      'proxy_pass $target',
    ),
  ];
}

/** In the request's own location: who is let in, and what the service gets in place of what the client sent. */
export function authRequest(route: Route): Directive[] {
  if (!route.authentication) return [];
  return [
    `auth_request ${swapPath(route)}`,
    'auth_request_set $auth_cookie $upstream_http_set_cookie',
    'add_header Set-Cookie $auth_cookie',
    ...route.authentication.responseHeaders.flatMap((header, index) => [
      `auth_request_set $authHeader${index} $upstream_http_${header.toLowerCase().replaceAll('-', '_')}`,
      `proxy_set_header ${header} $authHeader${index}`,
    ]),
  ];
}

export const swapPath = ({ path, pathType }: Pick<Route, 'path' | 'pathType'>): string =>
  `/_external-auth-${Buffer.from(path).toString('base64url')}-${pathType}`;
