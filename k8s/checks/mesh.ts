import { z } from 'zod';
import { networkPoliciesIn } from './network-policies.ts';
import type { Problem } from './problem.ts';
import { nameOf, type Resource } from './resource.ts';

const settings = z.object({
  data: z.object({ ENVIRONMENT: z.literal('production'), ALLOW_INSECURE_HTTP: z.literal('true') }),
});

/** Who says in production that a mesh encrypts has a policy, called `mesh`, which lets the sidecars reach its control plane. */
export function unreachableMesh(resources: readonly Resource[]): Problem[] {
  return resources
    .filter((resource) => resource.kind === 'ConfigMap' && settings.safeParse(resource).success)
    .filter(
      ({ metadata: { namespace = 'default' } }) =>
        !networkPoliciesIn(resources, namespace).some(({ metadata }) => metadata.name === 'mesh'),
    )
    .map((resource) => ({
      rule: 'mesh-unreachable',
      resource: nameOf(resource),
      message: 'ALLOW_INSECURE_HTTP, and no NetworkPolicy `mesh` beside it: components/istio, components/linkerd',
    }));
}
