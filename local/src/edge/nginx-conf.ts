import type { ControllerConfig } from './controller-config.ts';
import type { LocalEdge } from './local-edge.ts';
import { errorLocations, notFound } from './nginx-errors.ts';
import { authLocation, routeLocations } from './nginx-locations.ts';
import { indent, lines, upstreamName } from './nginx-syntax.ts';
import type { Route } from './routes.ts';

/** nginx.conf with the directives that ingress-nginx generates for the same objects. */
export function renderNginxConf(routes: readonly Route[], controller: ControllerConfig, edge: LocalEdge): string {
  return `${main(controller, edge)}
http {
${indent(http(controller, edge))}

${indent(upstreams(edge))}

${indent(unknownHosts(edge))}

${indent(servers(routes, controller, edge))}
}
`;
}

const main = (controller: ControllerConfig, edge: LocalEdge): string =>
  lines(
    ...edge.modules.map((module) => `load_module "${module}";`),
    'daemon off;',
    'worker_processes 2;',
    edge.user && `user ${edge.user};`,
    `pid "${edge.folder}/nginx.pid";`,
    `error_log stderr ${controller.errorLogLevel};`,
    'events { worker_connections 1024; }',
  );

const http = (controller: ControllerConfig, edge: LocalEdge): string =>
  lines(
    'default_type text/html;',
    'server_tokens off;',
    'sendfile on;',
    'tcp_nopush on;',
    'keepalive_timeout 75s;',
    'large_client_header_buffers 4 8k;',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path "${edge.folder}/${kind}";`,
    ),
    `log_format upstreaminfo escape=json '${controller.logFormat}';`,
    'access_log /dev/stdout upstreaminfo;',
    'map $http_x_request_id $req_id { default $http_x_request_id; "" $request_id; }',
    edge.cacheFolder &&
      `proxy_cache_path "${edge.cacheFolder}" levels=1:2 use_temp_path=off keys_zone=auth_cache:10m max_size=32m inactive=30m;`,
    'proxy_intercept_errors on;',
    'recursive_error_pages on;',
    ...controller.customHttpErrors.map((code) => `error_page ${code} = @custom_${code};`),
  );

const upstreams = (edge: LocalEdge): string =>
  Object.entries(edge.upstreams)
    .map(
      ([service, port]) => `upstream ${upstreamName(service)} {
  server 127.0.0.1:${port} max_fails=0;
  keepalive 320;
  keepalive_timeout 60s;
  keepalive_requests 10000;
}`,
    )
    .join('\n');

const unknownHosts = (edge: LocalEdge): string => `server {
  listen 127.0.0.1:${edge.port} default_server;
${indent(notFound)}
}`;

function servers(routes: readonly Route[], controller: ControllerConfig, edge: LocalEdge): string {
  return Object.entries(Object.groupBy(routes, ({ host }) => host))
    .map(([host, routesOfHost = []]) => {
      const locations = [
        ...routesOfHost.flatMap((route) => [
          ...authLocation(route, controller, edge),
          ...routeLocations(route, controller, edge),
        ]),
        ...(routesOfHost.some(({ path }) => path === '/') ? [] : [notFound]),
        ...errorLocations(controller, edge),
      ];
      return `server {
  listen 127.0.0.1:${edge.port};
  server_name ${localHost(host, edge)};

${indent(locations.join('\n'))}
}`;
    })
    .join('\n');
}

/** `api.downscope.localhost` is written in k8s/base; another stack answers under its own name. */
const localHost = (host: string, edge: LocalEdge): string => host.replace('.downscope.', `.${edge.stack}.`);
