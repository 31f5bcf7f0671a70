import { brokerAccess } from '@downscope/local/broker/broker-access.ts';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Problem } from './problem.ts';
import type { Resource } from './resource.ts';

const named = z.object({ matchLabels: z.object({ 'app.kubernetes.io/name': z.string() }) });
const peers = z.array(z.object({ podSelector: named.optional() }).optional()).default([]);
const ports = z.array(z.object({ port: z.unknown() })).default([]);
const policy = z.object({
  kind: z.literal('NetworkPolicy'),
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    podSelector: named,
    ingress: z.array(z.object({ from: peers, ports })).default([]),
    egress: z.array(z.object({ to: peers, ports })).default([]),
  }),
});

const servicesPort = 9092;
const accessFile = new URL('../base/kafka/access.json', import.meta.url);

/** Who has topics in privileges.yaml. */
export function withTopics(): string[] {
  const { grants } = brokerAccess.parse(JSON.parse(readFileSync(accessFile, 'utf8')));
  return [...new Set(grants.map(({ principal }) => principal))].sort();
}

/** The ways to the broker are those of the services that privileges.yaml gives topics, at both ends: none is missing, none is left. */
export function brokerDoors(resources: readonly Resource[], services: readonly string[] = withTopics()): Problem[] {
  const policies = resources.flatMap((resource) => policy.safeParse(resource).data ?? []);
  const broker = policies.find(({ metadata }) => `${metadata.namespace}/${metadata.name}` === 'data/kafka');
  if (!broker) return [];
  const letIn = atServicesPort(broker.spec.ingress).flatMap(({ from }) => namesOf(from));
  const goThere = policies
    .filter(({ spec }) => atServicesPort(spec.egress).some(({ to }) => namesOf(to).includes('kafka')))
    .map(({ spec }) => spec.podSelector.matchLabels['app.kubernetes.io/name']);
  const resource = 'NetworkPolicy.data.kafka';
  return [
    ...difference('lets in', letIn, services).map((message) => ({ rule: 'broker-doors', resource, message })),
    ...difference('is dialed by', goThere, services).map((message) => ({ rule: 'broker-doors', resource, message })),
  ];
}

function atServicesPort<Rule extends { ports: { port?: unknown }[] }>(rules: readonly Rule[]): Rule[] {
  return rules.filter((rule) => rule.ports.some(({ port }) => port === servicesPort));
}

function namesOf(selected: z.infer<typeof peers>): string[] {
  return selected.flatMap((peer) => peer?.podSelector?.matchLabels['app.kubernetes.io/name'] ?? []);
}

function difference(verb: string, found: readonly string[], wanted: readonly string[]): string[] {
  const actual = [...new Set(found)].sort().join(', ');
  return actual === wanted.join(', ')
    ? []
    : [`${verb} ${actual}, and privileges.yaml has topics for ${wanted.join(', ')}`];
}
