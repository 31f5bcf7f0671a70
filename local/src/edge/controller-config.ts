import { z } from 'zod';
import { EdgeManifestError, type Manifest, parseManifest } from './manifests.ts';

const configMap = <T extends z.ZodType>(data: T) =>
  z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('ConfigMap'),
    metadata: z.strictObject({ name: z.string(), namespace: z.string() }),
    data,
  });

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

const headersSchema = configMap(z.record(z.string().regex(/^[a-z-]+$/), z.string().regex(/^[^"\\]*$/)));

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
  const headers = parseManifest(headersSchema, findConfigMap(manifests, data['proxy-set-headers']));
  return {
    customHttpErrors: data['custom-http-errors'].split(','),
    limitReqStatusCode: data['limit-req-status-code'],
    proxySetHeaders: headers.data,
    proxyBufferSize: data['proxy-buffer-size'],
    logFormat: data['log-format-upstream'],
    errorLogLevel: data['error-log-level'],
  };
}

const named = z.looseObject({ metadata: z.looseObject({ name: z.string(), namespace: z.string() }) });

function findConfigMap(manifests: readonly Manifest[], wanted: string): Manifest {
  const found = manifests.find(({ kind, content }) => {
    const metadata = named.safeParse(content).data?.metadata;
    return kind === 'ConfigMap' && metadata && `${metadata.namespace}/${metadata.name}` === wanted;
  });
  if (!found) throw new EdgeManifestError(`k8s/base/ holds no ConfigMap ${wanted}`);
  return found;
}
