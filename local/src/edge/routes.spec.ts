import { describe, expect, it } from '@jest/globals';
import { EdgeManifestError, parseManifests } from './manifests.ts';
import { readRoutes } from './routes.ts';

const valid = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: order
  namespace: apps
  annotations:
    nginx.ingress.kubernetes.io/auth-url: http://phantom-token.edge.svc.cluster.local/swap?audience=urn:downscope:order
    nginx.ingress.kubernetes.io/auth-response-headers: Authorization
    nginx.ingress.kubernetes.io/auth-proxy-set-headers: apps/swap-headers
    nginx.ingress.kubernetes.io/auth-cache-key: $http_authorization
    nginx.ingress.kubernetes.io/auth-cache-duration: 200 202 5s
spec:
  ingressClassName: nginx
  rules:
    - host: api.downscope.localhost
      http:
        paths:
          - path: /orders
            pathType: Prefix
            backend: { service: { name: order, port: { name: http } } }
`;
const annotations = / {2}annotations:\n( {4}.*\n)+/;

const swapHeaders = `
---
apiVersion: v1
kind: ConfigMap
metadata: { name: swap-headers, namespace: apps }
data: { cookie: '' }
`;
const routesOf = (yaml: string) => readRoutes(parseManifests(yaml + swapHeaders, 'k8s/base/order/ingress.yaml'));

describe('the routes of an Ingress', () => {
  it('hold its limits and its certificate', () => {
    const more = [
      'nginx.ingress.kubernetes.io/limit-rps: "20"',
      'nginx.ingress.kubernetes.io/limit-burst-multiplier: "3"',
      'nginx.ingress.kubernetes.io/proxy-body-size: 64k',
      'nginx.ingress.kubernetes.io/force-ssl-redirect: "true"',
      'cert-manager.io/cluster-issuer: letsencrypt',
    ];
    const yaml = valid
      .replace('annotations:', `annotations:\n    ${more.join('\n    ')}`)
      .replace('rules:', 'tls: [{ hosts: [api.downscope.localhost], secretName: api-tls }]\n  rules:');
    expect(routesOf(yaml)).toMatchObject([
      { rateLimit: { perSecond: 20, burst: 60 }, bodySize: '64k', isHttpsAlone: true, hasTls: true },
    ]);
  });

  it('hold host, path, backend and the swap that stands before it', () => {
    expect(routesOf(valid)).toEqual([
      {
        host: 'api.downscope.localhost',
        path: '/orders',
        pathType: 'Prefix',
        namespace: 'apps',
        ingress: 'order',
        service: 'order',
        port: 'http',
        hasTls: false,
        rateLimit: undefined,
        bodySize: '1m',
        isHttpsAlone: false,
        authentication: {
          url: new URL('http://phantom-token.edge.svc.cluster.local/swap?audience=urn:downscope:order'),
          responseHeaders: ['Authorization'],
          headersFrom: 'apps/swap-headers',
          cacheKey: '$http_authorization',
          cacheDurations: ['200 202 5s'],
        },
        swapHeaders: { cookie: '' },
      },
    ]);
  });

  it.each([
    ['an annotation that the local edge does not know', /auth-cache-key: .*/, 'auth-method: POST', 'auth-method'],
    ['a snippet', /auth-cache-key: .*/, 'configuration-snippet: return 200;', 'configuration-snippet'],
    ['a route without auth-url', annotations, '', 'auth-url'],
    ['auth-url without an audience', /\?audience=.*/, '', 'auth-url'],
    ['the audience of another service', /urn:downscope:order/, 'urn:downscope:billing', 'auth-url'],
    ['two audiences', /urn:downscope:order/, 'urn:downscope:order&audience=urn:downscope:billing', 'auth-url'],
    [
      'auth-response-headers without Authorization: the opaque token would pass',
      /: Authorization/,
      ': X-User',
      'auth-response-headers',
    ],
    ['no auth-response-headers', /.*auth-response-headers.*\n/, '', 'auth-response-headers'],
    [
      'headers of the swap from another namespace',
      /: apps\/swap-headers/,
      ': edge/swap-headers',
      'auth-proxy-set-headers',
    ],
    ['headers of the swap that are not there', /: apps\/swap-headers/, ': apps/others', 'apps/others'],
    ['no headers of the swap: cookies would come along', /.*auth-proxy-set-headers.*\n/, '', 'auth-proxy-set-headers'],
    ['a cached refusal', /200 202 5s/, '200 202 401 5s', 'auth-cache-duration'],
    ['a cache key that could end the directive', /\$http_authorization/, '"; return 200; #"', 'auth-cache-key'],
    ['a cache key that all callers share', /\$http_authorization/, '$host', "one caller gets another's JWT"],
    ['a path that could end the directive', /path: \/orders/, 'path: "/orders { return 200; }"', 'path'],
    [
      'a field that the local edge does not know',
      /ingressClassName: nginx/,
      'ingressClassName: nginx\n  defaultBackend: {}',
      'defaultBackend',
    ],
    [
      'a rate that is no number',
      /auth-cache-key/,
      'limit-rps: many\n    nginx.ingress.kubernetes.io/auth-cache-key',
      'limit-rps',
    ],
    [
      'an annotation of a program that nobody has looked at',
      /auth-cache-key/,
      'x: y\n    example.com/any: z\n    nginx.ingress.kubernetes.io/auth-cache-key',
      'example.com/any',
    ],
  ])('refuse %s, naming file and object', (_, part, replacement, named) => {
    const changed = valid.replace(part, replacement);
    expect(changed).not.toBe(valid);
    expect(() => routesOf(changed)).toThrow(EdgeManifestError);
    expect(() => routesOf(changed)).toThrow('k8s/base/order/ingress.yaml: Ingress');
    expect(() => routesOf(changed)).toThrow(named);
  });

  it.each([
    ['the metadata of RFC 9728', 'phantom-token', 'http', '/.well-known/oauth-protected-resource', 'Exact'],
    ["identity's public listener", 'identity-public', 'http', '/', 'Prefix'],
  ])('may be open for %s', (_, service, port, path, pathType) => {
    expect(routesOf(open(service, port, path, pathType))).toMatchObject([{ service, authentication: undefined }]);
  });

  it.each([
    ["identity's internal listener", 'identity', 'http', '/', 'Prefix'],
    ['the swap itself', 'phantom-token', 'http', '/swap', 'Exact'],
    ['more than the metadata', 'phantom-token', 'http', '/', 'Prefix'],
    ['a path below the metadata', 'phantom-token', 'http', '/.well-known/oauth-protected-resource', 'Prefix'],
  ])('may not be open for %s', (_, service, port, path, pathType) => {
    expect(() => routesOf(open(service, port, path, pathType))).toThrow('auth-url');
  });
});

function open(service: string, port: string, path: string, pathType: string): string {
  return valid
    .replace(annotations, '')
    .replace('{ name: order, port: { name: http } }', `{ name: ${service}, port: { name: ${port} } }`)
    .replace('path: /orders', `path: ${path}`)
    .replace('pathType: Prefix', `pathType: ${pathType}`);
}
