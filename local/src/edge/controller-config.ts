import { z } from 'zod';
import { configMap, findConfigMap, readHeaders } from './config-maps.ts';
import { type Manifest, parseManifest } from './manifests.ts';

const controllerSchema = configMap(
  z.strictObject({
    'custom-http-errors': z.string().regex(/^\d{3}(,\d{3})*$/),
    'disable-proxy-intercept-errors': z.literal('true'),
    'limit-req-status-code': z.literal('429'),
    'proxy-set-headers': z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/),
    'proxy-buffer-size': z.string().regex(/^\d+k$/),
    'log-format-escape-json': z.literal('true'),
    'log-format-upstream': z.string().regex(/^[^'\\]+$/),
    'error-log-level': z.enum(['crit', 'alert', 'emerg']),
    'use-forwarded-headers': z.literal('false'),
    'allow-snippet-annotations': z.literal('false'),
    'server-tokens': z.literal('false'),
  }),
);

/** What the controller's ConfigMap sets for every route. */
export interface ControllerConfig {
  readonly customHttpErrors: readonly string[];
  readonly limitReqStatusCode: string;
  readonly proxySetHeaders: Readonly<Record<string, string>>;
  readonly proxyBufferSize: string;
  readonly logFormat: string;
  readonly errorLogLevel: string;
}

/** Reads the ConfigMap `ingress-nginx-controller` and the header list that it names. */
export function readControllerConfig(manifests: readonly Manifest[]): ControllerConfig {
  const { data } = parseManifest(controllerSchema, findConfigMap(manifests, 'ingress-nginx/ingress-nginx-controller'));
  return {
    customHttpErrors: data['custom-http-errors'].split(','),
    limitReqStatusCode: data['limit-req-status-code'],
    proxySetHeaders: readHeaders(manifests, data['proxy-set-headers']),
    proxyBufferSize: data['proxy-buffer-size'],
    logFormat: data['log-format-upstream'],
    errorLogLevel: data['error-log-level'],
  };
}
