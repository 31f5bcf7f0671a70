import { z } from 'zod';
import type { Problem } from './problem.ts';
import { nameOf, type Resource } from './resource.ts';

const probe = z.object({ timeoutSeconds: z.int().default(1), failureThreshold: z.int().default(3) });
const workload = z.object({
  spec: z.object({
    replicas: z.int().default(1),
    template: z.object({
      spec: z.object({
        containers: z.array(
          z.object({
            name: z.string(),
            startupProbe: probe.optional(),
            readinessProbe: probe.optional(),
            livenessProbe: probe.optional(),
          }),
        ),
      }),
    }),
  }),
});
const scaled = z.object({ spec: z.object({ scaleTargetRef: z.object({ kind: z.string(), name: z.string() }) }) });

const workloadsIn = (resources: readonly Resource[]): Resource[] =>
  resources.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');

/** Probes that a busy node fails: it answers late, and what serves well is taken out or killed, which makes the rest busier. */
export function impatientProbes(resources: readonly Resource[]): Problem[] {
  return workloadsIn(resources).flatMap((resource) =>
    workload.parse(resource).spec.template.spec.containers.flatMap(({ name, ...probes }) =>
      Object.entries(probes)
        .filter(([, asked]) => asked !== undefined && (asked.timeoutSeconds < 3 || asked.failureThreshold < 3))
        .map(([which]) => ({
          rule: 'impatient-probe',
          resource: nameOf(resource),
          message: `${which} of ${name} waits less than 3 s, or fails at fewer than three`,
        })),
    ),
  );
}

/** Workloads that are gone while their one pod is evicted. */
export function singlePods(resources: readonly Resource[]): Problem[] {
  const autoscaled = new Set(
    resources
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
      .map((resource) => {
        const { kind, name } = scaled.parse(resource).spec.scaleTargetRef;
        return [kind, resource.metadata.namespace, name].join('.');
      }),
  );
  return workloadsIn(resources)
    .filter((resource) => !autoscaled.has(nameOf(resource)) && workload.parse(resource).spec.replicas < 2)
    .map((resource) => ({ rule: 'single-pod', resource: nameOf(resource), message: 'an eviction is an outage' }));
}
