import { z } from 'zod';
import { EdgeManifestError, type Manifest, parseManifest } from './manifests.ts';

/** A ConfigMap that holds such data, and nothing else. */
export function configMap<T>(data: z.ZodType<T>): z.ZodType<{ data: T }> {
  return z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('ConfigMap'),
    metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
    data,
  });
}

const headersSchema = configMap(z.record(z.string().regex(/^[a-z-]+$/), z.string().regex(/^[^"'\\]*$/)));
const named = z.looseObject({ metadata: z.looseObject({ name: z.string(), namespace: z.string() }) });

/** The ConfigMap called `wanted`, namespace/name. @throws EdgeManifestError if it is none of the manifests */
export function findConfigMap(manifests: readonly Manifest[], wanted: string): Manifest {
  const found = manifests.find(({ kind, content }) => {
    const metadata = named.safeParse(content).data?.metadata;
    return kind === 'ConfigMap' && metadata && `${metadata.namespace}/${metadata.name}` === wanted;
  });
  if (!found) throw new EdgeManifestError(`the manifests hold no ConfigMap ${wanted}`);
  return found;
}

/** Headers by name, with the value that each has in place of the client's: none where that is empty. */
export function readHeaders(manifests: readonly Manifest[], wanted: string): Readonly<Record<string, string>> {
  return parseManifest(headersSchema, findConfigMap(manifests, wanted)).data;
}
