import { describe, expect, it } from '@jest/globals';
import { readControllerConfig } from './controller-config.ts';
import { EdgeManifestError, type Manifest, parseManifests } from './manifests.ts';

describe("the controller's ConfigMap", () => {
  const changed = (from: string | RegExp, to: string): Manifest[] => {
    const yaml = `
apiVersion: v1
kind: ConfigMap
metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
data:
  custom-http-errors: '500,502'
  disable-proxy-intercept-errors: 'true'
  limit-req-status-code: '429'
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
      customHttpErrors: ['500', '502'],
      limitReqStatusCode: '429',
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
      'replacing what services say',
      "disable-proxy-intercept-errors: 'true'",
      "disable-proxy-intercept-errors: 'false'",
      'disable-proxy-intercept-errors',
    ],
    ['503 for who asks too often', "code: '429'", "code: '503'", 'limit-req-status-code'],
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
