import {
  databaseOwners,
  type DatabaseOwner,
  entries,
  listed,
  type ServiceName as ListedName,
  tokenClients,
} from '@downscope/local/service-list.ts';
import { portNameOf } from '@downscope/local/stack';
import type { ServiceClient } from '../client-assertion.ts';
import type { Part, ServiceName } from '../stack.ts';
import type { ServicePort } from './forward.ts';

// Where k8s/ has everything.

const servicePort = (namespace: string, service: string): ServicePort => ({ namespace, service, port: 80 });

export const services = Object.fromEntries([
  ...entries.map(([name, { namespace }]) => [portNameOf(name), servicePort(namespace, name)] as const),
  ['default-backend', servicePort('ingress-nginx', 'default-backend')] as const,
]) as Readonly<Record<ServiceName, ServicePort>>;

/** Where skaffold.yaml forwards the journey to, while `skaffold dev` runs. */
export const journeyPort = 18087;

export const postgres: ServicePort = { namespace: 'data', service: 'postgres', port: 5432 };

interface Workload {
  readonly namespace: string;
  readonly name: string;
  /** The label that its pods have. */
  readonly pods: string;
}

const deployment = (namespace: string, name: string): Workload => ({
  namespace,
  name: `deployment/${name}`,
  pods: `app.kubernetes.io/name=${name}`,
});

const statefulSet = (namespace: string, name: string): Workload => ({
  ...deployment(namespace, name),
  name: `statefulset/${name}`,
});

export const workloads = {
  ...(Object.fromEntries(entries.map(([name, { namespace }]) => [name, deployment(namespace, name)])) as Record<
    ListedName,
    Workload
  >),
  nginx: { ...deployment('ingress-nginx', 'ingress-nginx-controller'), pods: 'app.kubernetes.io/component=controller' },
  'default-backend': deployment('ingress-nginx', 'default-backend'),
  kafka: statefulSet('data', 'kafka'),
  postgres: statefulSet('data', 'postgres'),
} satisfies Readonly<Record<Part, Workload>>;

/** Which namespace has the Secret with a service's connection string. */
export const databaseSecrets = Object.fromEntries(
  databaseOwners.map((name) => [name, listed(name).namespace]),
) as Readonly<Record<DatabaseOwner, string>>;

/** Which namespace has the ServiceAccount that is a client of identity. */
export const serviceAccounts = Object.fromEntries(
  tokenClients.map((name) => [name, listed(name).namespace]),
) as Readonly<Record<ServiceClient, string>>;
