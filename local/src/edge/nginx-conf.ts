import type { ControllerConfig } from './controller-config.ts';
import { errorLocations, errorPages, unnamedLocation } from './default-locations.ts';
import type { LocalEdge } from './local-edge.ts';
import { block, type Block, type Directive, directives } from './nginx-tree.ts';
import { limitZones, routeLocations } from './route-locations.ts';
import type { Route } from './routes.ts';
import { swapLocations } from './swap-location.ts';
import { upstreamBlocks } from './upstreams.ts';

/** nginx.conf with the directives that ingress-nginx generates for the same objects: held against template-facts.yaml. */
export function nginxConf(routes: readonly Route[], controller: ControllerConfig, edge: LocalEdge): Directive[] {
  return directives(
    ...edge.modules.map((module) => `load_module "${module}"`),
    'daemon off',
    'worker_processes 2',
    edge.user !== undefined && `user ${edge.user}`,
    `pid "${edge.folder}/nginx.pid"`,
    `error_log stderr ${controller.errorLogLevel}`,
    block('events', 'worker_connections 16384'),
    block(
      'http',
      ...settings(routes, controller, edge),
      ...upstreamBlocks(edge),
      unnamedHosts(controller, edge),
      ...servers(routes, controller, edge),
    ),
  );
}

const settings = (routes: readonly Route[], controller: ControllerConfig, edge: LocalEdge): Directive[] =>
  directives(
    'default_type text/html',
    'aio threads',
    'aio_write on',
    'server_tokens off',
    'tcp_nopush on',
    'tcp_nodelay on',
    'log_subrequest on',
    'reset_timedout_connection on',
    'keepalive_timeout 75s',
    'keepalive_requests 1000',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path "${edge.folder}/${kind}"`),
    'client_header_buffer_size 1k',
    'client_header_timeout 60s',
    'large_client_header_buffers 4 8k',
    'client_body_buffer_size 8k',
    'client_body_timeout 60s',
    'underscores_in_headers off',
    'ignore_invalid_headers on',
    'uninitialized_variable_warn off',
    'server_name_in_redirect off',
    'port_in_redirect off',
    `limit_req_status ${controller.limitReqStatusCode}`,
    `log_format upstreaminfo escape=json '${controller.logFormat}'`,
    'access_log /dev/stdout upstreaminfo',
    block('map $http_x_request_id $req_id', 'default $http_x_request_id', '"" $request_id'),
    block('map $http_upgrade $connection_upgrade', 'default upgrade', '"" ""'),
    edge.cacheFolder !== undefined &&
      `proxy_cache_path "${edge.cacheFolder}" levels=1:2 use_temp_path=off keys_zone=auth_cache:10m max_size=128m inactive=30m`,
    ...errorPages(controller),
    ...limitZones(routes),
  );

const unnamedHosts = (controller: ControllerConfig, edge: LocalEdge): Block =>
  block(
    'server',
    `listen 127.0.0.1:${edge.port} default_server`,
    'server_name _',
    'set $proxy_upstream_name "-"',
    unnamedLocation(controller),
    ...errorLocations(controller),
  );

const servers = (routes: readonly Route[], controller: ControllerConfig, edge: LocalEdge): Block[] =>
  Object.entries(Object.groupBy(routes, ({ host }) => host)).map(([host, routesOfHost = []]) =>
    block(
      'server',
      `listen 127.0.0.1:${edge.port}`,
      `server_name ${localHost(host, edge)}`,
      'set $proxy_upstream_name "-"',
      ...routesOfHost.flatMap((route) => [
        ...swapLocations(route, controller, edge),
        ...routeLocations(route, controller, edge),
      ]),
      routesOfHost.every(({ path }) => path !== '/') && unnamedLocation(controller),
      ...errorLocations(controller),
    ),
  );

/** `api.downscope.localhost` is written in k8s/base; another stack answers under its own name. */
const localHost = (host: string, edge: LocalEdge): string => host.replace('.downscope.', `.${edge.stack}.`);
