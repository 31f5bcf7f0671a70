import type { ControllerConfig } from './controller-config.ts';
import type { LocalEdge } from './local-edge.ts';
import { labels, location, upstream } from './nginx-syntax.ts';
import type { Route } from './routes.ts';

/** The internal location that asks phantom-token, as auth-url says: none on an open route. */
export function authLocation(route: Route, controller: ControllerConfig, edge: LocalEdge): string[] {
  const { authentication } = route;
  if (!authentication) return [];
  const { url, cacheKey, cacheDurations } = authentication;
  const path = authPath(route);
  const cache = [
    `set_sha1 $cache_key "${route.host}${path}${cacheKey}";`,
    'proxy_cache auth_cache;',
    ...cacheDurations.map((duration) => `proxy_cache_valid ${duration};`),
    'proxy_cache_key $cache_key;',
  ];
  return [
    location(
      `= ${path}`,
      'internal;',
      // A subrequest shares its variables with the request.
      ...labels(route),
      ...(edge.cacheFolder ? cache : []),
      'proxy_pass_request_body off;',
      'proxy_set_header Content-Length "";',
      'proxy_set_header X-Forwarded-Proto "";',
      'proxy_set_header X-Request-ID $req_id;',
      `proxy_set_header Host ${url.host};`,
      'proxy_set_header X-Original-URL $scheme://$http_host$request_uri;',
      'proxy_set_header X-Original-Method $request_method;',
      'proxy_set_header X-Sent-From "nginx-ingress-controller";',
      'proxy_set_header X-Real-IP $remote_addr;',
      'proxy_set_header X-Forwarded-For $remote_addr;',
      'proxy_set_header X-Auth-Request-Redirect $request_uri;',
      `proxy_buffer_size ${controller.proxyBufferSize};`,
      `proxy_buffers 4 ${controller.proxyBufferSize};`,
      'proxy_intercept_errors off;',
      `proxy_pass http://${upstream(serviceOf(url), edge)}${url.pathname}${url.search};`,
    ),
  ];
}

/** A Prefix path becomes two locations, so that /orders does not take /orders-of-others along. */
export function routeLocations(route: Route, controller: ControllerConfig, edge: LocalEdge): string[] {
  const matches =
    route.pathType === 'Exact'
      ? [`= ${route.path}`]
      : route.path === '/'
        ? ['/']
        : [`${route.path}/`, `= ${route.path}`];
  return matches.map((match) =>
    location(
      match,
      ...labels(route),
      ...authRequest(route),
      'client_max_body_size 1m;',
      'proxy_set_header Host $http_host;',
      'proxy_set_header Connection "";',
      'proxy_set_header X-Request-ID $req_id;',
      'proxy_set_header X-Real-IP $remote_addr;',
      'proxy_set_header X-Forwarded-For $remote_addr;',
      'proxy_set_header X-Forwarded-Host $http_host;',
      'proxy_set_header X-Forwarded-Port $server_port;',
      'proxy_set_header X-Forwarded-Proto $scheme;',
      'proxy_set_header X-Forwarded-Scheme $scheme;',
      'proxy_set_header X-Scheme $scheme;',
      'proxy_set_header X-Original-Forwarded-For $http_x_forwarded_for;',
      'proxy_set_header Proxy "";',
      ...customHeaders(controller),
      'proxy_connect_timeout 5s;',
      'proxy_send_timeout 60s;',
      'proxy_read_timeout 60s;',
      'proxy_buffering off;',
      `proxy_buffer_size ${controller.proxyBufferSize};`,
      `proxy_buffers 4 ${controller.proxyBufferSize};`,
      'proxy_http_version 1.1;',
      `proxy_pass http://${upstream(`${route.namespace}/${route.service}:${route.port}`, edge)};`,
      'proxy_redirect off;',
    ),
  );
}

const authRequest = (route: Route): string[] =>
  route.authentication
    ? [
        `auth_request ${authPath(route)};`,
        ...route.authentication.responseHeaders.flatMap((header, index) => [
          `auth_request_set $authHeader${index} $upstream_http_${header.toLowerCase().replaceAll('-', '_')};`,
          `proxy_set_header ${header} $authHeader${index};`,
        ]),
      ]
    : [];

const customHeaders = ({ proxySetHeaders }: ControllerConfig): string[] =>
  Object.entries(proxySetHeaders).map(([header, value]) => `proxy_set_header ${header} "${value}";`);

const authPath = ({ path, pathType }: Route): string =>
  `/_external-auth-${Buffer.from(path).toString('base64url')}-${pathType}`;

/** `phantom-token.edge.svc.cluster.local` is the port named http of service phantom-token in namespace edge. */
function serviceOf(url: URL): string {
  const [service = '', namespace = ''] = url.hostname.split('.');
  return `${namespace}/${service}:http`;
}
