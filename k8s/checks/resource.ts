import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const container = z.looseObject({ name: z.string(), image: z.string() });
const podSpec = z.looseObject({ containers: z.array(container), initContainers: z.array(container).default([]) });

/** The rest of an object stays with it: a check that looks at one kind reads it by a schema of its own. */
const resource = z.looseObject({
  kind: z.string(),
  metadata: z.object({
    name: z.string(),
    namespace: z.string().optional(),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.looseObject({ template: z.looseObject({ spec: podSpec.optional() }).optional() }).optional(),
});

/** As much of a Kubernetes object as the checks here look at. */
export type Resource = z.infer<typeof resource>;

/** @param manifests YAML, as kustomize and skaffold render it */
export function resourcesIn(manifests: string): Resource[] {
  return parseAllDocuments(manifests).map((document) => resource.parse(document.toJS({ maxAliasCount: 0 })));
}

export function nameOf({ kind, metadata: { namespace, name } }: Resource): string {
  return [kind, namespace, name].filter((part) => part !== undefined).join('.');
}

export function imagesOf({ spec }: Resource): string[] {
  const pod = spec?.template?.spec;
  return pod ? [...pod.initContainers, ...pod.containers].map(({ image }) => image) : [];
}
