import type { ControllerConfig } from './controller-config.ts';
import type { LocalEdge } from './local-edge.ts';
import { labels, location, upstream } from './nginx-syntax.ts';

/** Where a 500 goes: to the default backend, whose own status the client sees. */
export function errorLocations(controller: ControllerConfig, edge: LocalEdge): string[] {
  return [...controller.customHttpErrors.map((code) => errorLocation(code, edge)), unavailable];
}

const errorLocation = (code: string, edge: LocalEdge): string =>
  location(
    `@custom_${code}`,
    'internal;',
    'proxy_intercept_errors off;',
    `proxy_set_header X-Code ${code};`,
    'proxy_set_header X-Format $http_accept;',
    'proxy_set_header X-Original-URI $request_uri;',
    'proxy_set_header X-Namespace $namespace;',
    'proxy_set_header X-Ingress-Name $ingress_name;',
    'proxy_set_header X-Service-Name $service_name;',
    'proxy_set_header X-Service-Port $service_port;',
    'proxy_set_header X-Request-ID $req_id;',
    'proxy_set_header Host $http_host;',
    'rewrite (.*) / break;',
    'error_page 502 504 = @unavailable;',
    `proxy_pass http://${upstream(edge.defaultBackend, edge)};`,
  );

/** The default backend is out too. A cluster has replicas against that; a laptop has one phantom-token. */
const unavailable = location(
  '@unavailable',
  'internal;',
  'default_type application/problem+json;',
  'add_header Retry-After 5 always;',
  'add_header Cache-Control no-store always;',
  `return 503 '{"type":"about:blank","title":"Service Unavailable","status":503,"code":"edge_unavailable"}';`,
);

/** A path or a host that no Ingress names. */
export const notFound = location(
  '/',
  ...labels({ namespace: '-', ingress: '-', service: '-', port: '-', path: '-' }),
  'return 404;',
);
