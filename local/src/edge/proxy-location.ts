import type { ControllerConfig } from './controller-config.ts';
import { block, type Block, type Directive, location } from './nginx-tree.ts';

interface Proxied {
  /** What the access log and the error page are told of it. Nobody's where no Ingress names it. */
  readonly labels: Readonly<
    Record<'namespace' | 'ingress_name' | 'service_name' | 'service_port' | 'location_path', string>
  >;
  readonly backend: string;
  readonly bodySize: string;
  readonly isHttpsAlone: boolean;
  /** What stands before it: the swap, the limits. */
  readonly guards: readonly Directive[];
}

/** A location that passes requests on, as the controller writes all of them. */
export function proxyLocation(match: string, proxied: Proxied, controller: ControllerConfig): Block {
  const { labels, backend, bodySize, isHttpsAlone, guards } = proxied;
  return location(
    match,
    ...Object.entries(labels).map(([name, value]) => `set $${name} "${value}"`),
    isHttpsAlone && block('if ($scheme = http)', 'return 308 https://$host$request_uri'),
    'port_in_redirect off',
    'set $balancer_ewma_score -1',
    `set $proxy_upstream_name "${backend}"`,
    'set $proxy_host $proxy_upstream_name',
    'set $pass_access_scheme $scheme',
    'set $pass_server_port $server_port',
    'set $best_http_host $http_host',
    'set $pass_port $pass_server_port',
    'set $proxy_alternative_upstream_name ""',
    ...guards,
    `client_max_body_size ${bodySize}`,
    'proxy_set_header Host $best_http_host',
    'proxy_set_header Upgrade $http_upgrade',
    'proxy_set_header Connection $connection_upgrade',
    'proxy_set_header X-Request-ID $req_id',
    'proxy_set_header X-Real-IP $remote_addr',
    'proxy_set_header X-Forwarded-For $remote_addr',
    'proxy_set_header X-Forwarded-Host $best_http_host',
    'proxy_set_header X-Forwarded-Port $pass_port',
    'proxy_set_header X-Forwarded-Proto $pass_access_scheme',
    'proxy_set_header X-Forwarded-Scheme $pass_access_scheme',
    'proxy_set_header X-Scheme $pass_access_scheme',
    'proxy_set_header X-Original-Forwarded-For $http_x_forwarded_for',
    'proxy_set_header Proxy ""',
    ...Object.entries(controller.proxySetHeaders).map(([header, value]) => `proxy_set_header ${header} "${value}"`),
    'proxy_connect_timeout 5s',
    'proxy_send_timeout 60s',
    'proxy_read_timeout 60s',
    'proxy_buffering off',
    ...buffers(controller),
    'proxy_max_temp_file_size 1024m',
    'proxy_request_buffering on',
    'proxy_http_version 1.1',
    'proxy_cookie_domain off',
    'proxy_cookie_path off',
    'proxy_next_upstream error timeout',
    'proxy_next_upstream_timeout 0',
    'proxy_next_upstream_tries 3',
    `proxy_pass http://${backend}`,
    'proxy_redirect off',
  );
}

export const buffers = ({ proxyBufferSize }: ControllerConfig): Directive[] => [
  `proxy_buffer_size ${proxyBufferSize}`,
  `proxy_buffers 4 ${proxyBufferSize}`,
];
