import type { ControllerConfig } from './controller-config.ts';
import { type Block, type Directive, location } from './nginx-tree.ts';
import { proxyLocation } from './proxy-location.ts';
import { defaultBackend } from './upstreams.ts';

/** What no Ingress names goes to the default backend as it came. */
export const unnamedLocation = (controller: ControllerConfig): Block =>
  proxyLocation(
    '/',
    {
      labels: { namespace: '', ingress_name: '', service_name: '', service_port: '', location_path: '' },
      backend: defaultBackend,
      bodySize: '1m',
      isHttpsAlone: false,
      guards: [],
    },
    controller,
  );

/** Which statuses of nginx's own the default backend replaces. What services say themselves, nobody touches. */
export const errorPages = ({ customHttpErrors }: ControllerConfig): Directive[] =>
  customHttpErrors.map((code) => `error_page ${code} = ${nameOf(code)}`);

/** Where they lead: to the default backend, whose own status the client sees. */
export const errorLocations = ({ customHttpErrors }: ControllerConfig): Block[] =>
  customHttpErrors.map((code) =>
    location(
      nameOf(code),
      'internal',
      'proxy_intercept_errors off',
      `proxy_set_header X-Code ${code}`,
      'proxy_set_header X-Format $http_accept',
      'proxy_set_header X-Original-URI $request_uri',
      'proxy_set_header X-Namespace $namespace',
      'proxy_set_header X-Ingress-Name $ingress_name',
      'proxy_set_header X-Service-Name $service_name',
      'proxy_set_header X-Service-Port $service_port',
      'proxy_set_header X-Request-ID $req_id',
      'proxy_set_header X-Forwarded-For $remote_addr',
      'proxy_set_header Host $best_http_host',
      `set $proxy_upstream_name "${defaultBackend}"`,
      'rewrite (.*) / break',
      `proxy_pass http://${defaultBackend}`,
    ),
  );

const nameOf = (code: string): string => `@custom_${defaultBackend}_${code}`;
