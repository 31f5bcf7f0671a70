import { z } from 'zod';
import type { Resource } from './resource.ts';

const policy = z.object({
  kind: z.literal('NetworkPolicy'),
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    podSelector: z.object({ matchLabels: z.record(z.string(), z.string()).default({}) }),
    ingress: z.array(z.object({ ports: z.array(z.object({ port: z.unknown() })).default([]) })).default([]),
  }),
});
type NetworkPolicy = z.infer<typeof policy>;

export function networkPoliciesIn(resources: readonly Resource[], namespace: string): NetworkPolicy[] {
  return resources
    .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === namespace)
    .map((resource) => policy.parse(resource));
}
