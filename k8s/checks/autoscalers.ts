import { z } from 'zod';
import { millicores } from './quantity.ts';
import type { Problem } from './problem.ts';
import { nameOf, type Resource } from './resource.ts';

const autoscaler = z.object({
  metadata: z.object({ namespace: z.string() }),
  spec: z.object({
    scaleTargetRef: z.object({ kind: z.string(), name: z.string() }),
    minReplicas: z.int(),
    metrics: z.tuple([
      z.object({ resource: z.object({ name: z.literal('cpu'), target: z.object({ averageValue: z.string() }) }) }),
    ]),
  }),
});

const deployment = z.object({
  spec: z.object({
    replicas: z.int().optional(),
    template: z.object({
      spec: z.object({
        containers: z.array(z.object({ resources: z.object({ requests: z.object({ cpu: z.string() }) }) })),
      }),
    }),
  }),
});

/** Autoscalers that cannot do what they say: no such Deployment, a number of replicas that undoes theirs, more CPU than is set aside. */
export function autoscalerProblems(resources: readonly Resource[]): Problem[] {
  return resources
    .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
    .flatMap((resource) => {
      const message = whatIsWrong(resource, resources);
      return message ? [{ rule: 'autoscaler', resource: nameOf(resource), message }] : [];
    });
}

function whatIsWrong(resource: Resource, resources: readonly Resource[]): string | undefined {
  const { metadata, spec } = autoscaler.parse(resource);
  const { kind, name } = spec.scaleTargetRef;
  const scaled = resources.find((one) => nameOf(one) === `${kind}.${metadata.namespace}.${name}`);
  if (!scaled) return `there is no ${kind} ${name} in ${metadata.namespace}`;

  const { replicas, template } = deployment.parse(scaled).spec;
  if (replicas !== undefined) return `${kind} ${name} says replicas: each deploy would undo the autoscaler's`;
  if (spec.minReplicas < 2) return 'with fewer than two, an eviction is an outage';

  const requested = template.spec.containers.reduce((sum, one) => sum + millicores(one.resources.requests.cpu), 0);
  const aim = millicores(spec.metrics[0].resource.target.averageValue);
  return aim > requested ? `it aims at ${aim}m of CPU, of which ${requested}m are requested` : undefined;
}
