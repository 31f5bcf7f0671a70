import { describe, expect, it } from '@jest/globals';
import { root } from '../layout.ts';
import { readControllerConfig } from './controller-config.ts';
import type { LocalEdge } from './local-edge.ts';
import { EdgeManifestError, type Manifest, parseManifests, readManifests } from './manifests.ts';
import { renderNginxConf } from './nginx-conf.ts';
import { readRoutes } from './routes.ts';

const manifests = readManifests(`${root}/k8s/base`, root);
const routes = readRoutes(manifests);
const controller = readControllerConfig(manifests);
const edge: LocalEdge = {
  port: 18_080,
  stack: 'test',
  user: undefined,
  upstreams: {
    'apps/order:http': 1,
    'apps/customer:http': 2,
    'apps/billing:http': 3,
    'edge/phantom-token:http': 4,
    'edge/outage-page:http': 6,
    'identity/identity-public:http': 5,
  },
  defaultBackend: 'edge/outage-page:http',
  modules: ['/modules/ndk.so', '/modules/set-misc.so'],
  cacheFolder: '/dev/shm/test',
  folder: '/data/nginx',
};
const conf = renderNginxConf(routes, controller, edge);

/** The directives between the braces that follow `start`. */
const block = (start: string, text = conf): string => {
  const from = text.indexOf(`${start} {`);
  expect(from).toBeGreaterThan(-1);
  const indent = /[^\n]*$/.exec(text.slice(0, from))?.[0] ?? '';
  return text.slice(from, text.indexOf(`\n${indent}}`, from));
};
const swapOf = (path: string): string =>
  block(`location = /_external-auth-${Buffer.from(path).toString('base64url')}-Prefix`);

describe('nginx.conf from the objects in k8s/base', () => {
  it.each([
    ['/orders', 'order'],
    ['/customers/me', 'customer'],
    ['/invoices', 'billing'],
  ])('lets nobody to %s without a swap for its own audience', (path, service) => {
    for (const location of [`location = ${path}`, `location ${path}/`]) {
      expect(block(location)).toContain(
        `auth_request /_external-auth-${Buffer.from(path).toString('base64url')}-Prefix;`,
      );
      expect(block(location)).toContain('auth_request_set $authHeader0 $upstream_http_authorization;');
      expect(block(location)).toContain('proxy_set_header Authorization $authHeader0;');
      expect(block(location)).toContain(`proxy_pass http://apps-${service}-http;`);
    }
    expect(swapOf(path)).toContain('internal;');
    expect(swapOf(path)).toContain(`proxy_pass http://edge-phantom-token-http/swap?audience=urn:downscope:${service};`);
  });

  it('caches a swap by a digest of host, route and token, and successes only', () => {
    expect(swapOf('/orders')).toContain(
      'set_sha1 $cache_key "api.downscope.localhost/_external-auth-L29yZGVycw-Prefix$http_authorization";',
    );
    expect(swapOf('/orders')).toContain('proxy_cache_key $cache_key;');
    expect(conf.match(/proxy_cache_valid .*/g)).toEqual(Array(3).fill('proxy_cache_valid 200 202 5s;'));
  });

  it('caches nothing without a memory folder', () => {
    expect(renderNginxConf(routes, controller, { ...edge, cacheFolder: undefined })).not.toMatch(
      /proxy_cache|set_sha1/,
    );
  });

  it('tells phantom-token what was asked, without the body', () => {
    expect(swapOf('/orders')).toContain('proxy_set_header X-Original-URL $scheme://$http_host$request_uri;');
    expect(swapOf('/orders')).toContain('proxy_set_header X-Original-Method $request_method;');
    expect(swapOf('/orders')).toContain('proxy_pass_request_body off;');
  });

  it('takes no error page for the answer of a swap (CVE-2026-24513)', () => {
    expect(swapOf('/orders')).toContain('proxy_intercept_errors off;');
  });

  it('drops baggage, passes traceparent, and writes its own X-Forwarded headers', () => {
    const order = block('location = /orders');
    expect(order).toContain('proxy_set_header baggage "";');
    expect(order).not.toContain('traceparent');
    expect(order).toContain('proxy_set_header X-Forwarded-For $remote_addr;');
    expect(order).toContain('proxy_set_header X-Forwarded-Proto $scheme;');
  });

  it('sends a 500 to the default backend, whose own status the client sees, and never to the swap', () => {
    expect(conf).toContain('error_page 500 = @custom_500;');
    expect(block('location @custom_500')).toContain('proxy_pass http://edge-outage-page-http;');
  });

  it('logs no header and no query, and no request line in errors', () => {
    expect(conf).toContain('error_log stderr crit;');
    expect(/log_format .*/.exec(conf)?.[0]).not.toMatch(
      /\$(http_|args|query_string|request_uri|request\b|arg_|cookie_)/,
    );
  });

  it('answers for the hosts of its own stack, and 404 for others', () => {
    expect(conf).toContain('server_name api.test.localhost;');
    expect(conf).toContain('server_name id.test.localhost;');
    expect(conf).not.toContain('server_name api.downscope.localhost;');
    expect(conf).toMatch(/default_server;\n[^}]*return 404;/);
  });

  it('refuses a service that local/ does not run', () => {
    const upstreams = { 'edge/phantom-token:http': 4 };
    expect(() => renderNginxConf(routes, controller, { ...edge, upstreams })).toThrow('which local/ does not run');
  });
});

describe("the controller's ConfigMap", () => {
  const changed = (from: string | RegExp, to: string): Manifest[] => {
    const yaml = `
apiVersion: v1
kind: ConfigMap
metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
data:
  custom-http-errors: '500'
  proxy-set-headers: ingress-nginx/proxy-set-headers
  use-forwarded-headers: 'false'
  allow-snippet-annotations: 'false'
  server-tokens: 'false'
  proxy-buffer-size: 16k
  log-format-escape-json: 'true'
  log-format-upstream: '{"status":"$status"}'
  error-log-level: crit
---
apiVersion: v1
kind: ConfigMap
metadata: { name: proxy-set-headers, namespace: ingress-nginx }
data: { baggage: '' }
`;
    return parseManifests(yaml.replace(from, to), 'k8s/base/ingress-nginx/configmap.yaml');
  };

  it('is read with the header list that it names', () => {
    expect(readControllerConfig(changed('', ''))).toEqual({
      customHttpErrors: ['500'],
      proxySetHeaders: { baggage: '' },
      proxyBufferSize: '16k',
      logFormat: '{"status":"$status"}',
      errorLogLevel: 'crit',
    });
  });

  it.each([
    [
      'a setting that the local edge does not know',
      'error-log-level: crit',
      'error-log-level: crit\n  http-snippet: x',
      'http-snippet',
    ],
    [
      'snippets',
      "allow-snippet-annotations: 'false'",
      "allow-snippet-annotations: 'true'",
      'allow-snippet-annotations',
    ],
    [
      'trust in forwarded headers',
      "use-forwarded-headers: 'false'",
      "use-forwarded-headers: 'true'",
      'use-forwarded-headers',
    ],
    ['a header list that is not there', 'name: proxy-set-headers', 'name: other', 'proxy-set-headers'],
    ['a header value that could end the directive', "baggage: ''", `baggage: '"; return 200; #'`, 'baggage'],
  ])('refuses %s', (_, from, to, named) => {
    expect(() => readControllerConfig(changed(from, to))).toThrow(EdgeManifestError);
    expect(() => readControllerConfig(changed(from, to))).toThrow(named);
  });
});
