import { z } from 'zod';
import { networkPoliciesIn } from './network-policies.ts';
import type { Problem } from './problem.ts';
import { nameOf, type Resource } from './resource.ts';

const ingress = z.object({
  spec: z.object({
    rules: z.array(z.object({ host: z.string() })),
    tls: z.array(z.object({ hosts: z.array(z.string()) })).default([]),
  }),
});

/** Where one Ingress has TLS, each host has it, and has it once: two Certificates of a host are renewed against each other. */
export function hostsWithoutOneCertificate(resources: readonly Resource[]): Problem[] {
  const ingresses = resources.filter(({ kind }) => kind === 'Ingress');
  const hosts = (resource: Resource) => ingress.parse(resource).spec.rules.map(({ host }) => host);
  const certified = (resource: Resource) => ingress.parse(resource).spec.tls.flatMap((tls) => tls.hosts);
  if (ingresses.every((resource) => certified(resource).length === 0)) return [];

  return [...new Set(ingresses.flatMap(hosts))].flatMap((host) => {
    const holders = ingresses.filter((resource) => certified(resource).includes(host)).map(nameOf);
    if (holders.length === 1) return [];
    const message = holders.length === 0 ? 'has no certificate' : `has ${holders.length}: ${holders.join(', ')}`;
    return [{ rule: 'certificate-per-host', resource: `Host.${host}`, message }];
  });
}

const solverLabel = 'acme.cert-manager.io/http01-solver';
const solverPort = 8089;

/** cert-manager's solvers run where the Ingress is that names the issuer; a default deny there must let the edge reach them. */
export function unreachableSolvers(resources: readonly Resource[]): Problem[] {
  return resources
    .filter(({ kind, metadata }) => kind === 'Ingress' && 'cert-manager.io/cluster-issuer' in metadata.annotations)
    .filter(({ metadata: { namespace = 'default' } }) =>
      networkPoliciesIn(resources, namespace).every(
        ({ spec }) =>
          spec.podSelector.matchLabels[solverLabel] !== 'true' ||
          !spec.ingress.some(({ ports }) => ports.some(({ port }) => port === solverPort)),
      ),
    )
    .map((resource) => ({
      rule: 'acme-solver-unreachable',
      resource: nameOf(resource),
      message: 'no NetworkPolicy lets the edge reach the solver: components/cert-manager',
    }));
}
