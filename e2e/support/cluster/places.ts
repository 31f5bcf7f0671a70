import type { DatabaseOwner } from '@downscope/local/stack';
import type { ServiceClient } from '../client-assertion.ts';
import type { Part, ServiceName } from '../stack.ts';
import type { ServicePort } from './forward.ts';

// Where k8s/ has everything.

export const services: Readonly<Record<ServiceName, ServicePort>> = {
  order: { namespace: 'apps', service: 'order', port: 80 },
  customer: { namespace: 'apps', service: 'customer', port: 80 },
  billing: { namespace: 'apps', service: 'billing', port: 80 },
  'phantom-token': { namespace: 'edge', service: 'phantom-token', port: 80 },
  journey: { namespace: 'observe', service: 'journey', port: 80 },
  identityInternal: { namespace: 'identity', service: 'identity', port: 80 },
  identityPublic: { namespace: 'identity', service: 'identity-public', port: 80 },
  'default-backend': { namespace: 'ingress-nginx', service: 'default-backend', port: 80 },
};

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

export const workloads: Readonly<Record<Part, Workload>> = {
  nginx: { ...deployment('ingress-nginx', 'ingress-nginx-controller'), pods: 'app.kubernetes.io/component=controller' },
  'default-backend': deployment('ingress-nginx', 'default-backend'),
  identity: deployment('identity', 'identity'),
  'identity-public': deployment('identity', 'identity-public'),
  'phantom-token': deployment('edge', 'phantom-token'),
  order: deployment('apps', 'order'),
  customer: deployment('apps', 'customer'),
  billing: deployment('apps', 'billing'),
  journey: deployment('observe', 'journey'),
  kafka: statefulSet('data', 'kafka'),
  postgres: statefulSet('data', 'postgres'),
};

/** Which namespace has the Secret with a service's connection string. */
export const databaseSecrets: Readonly<Record<DatabaseOwner, string>> = {
  identity: 'identity',
  order: 'apps',
  customer: 'apps',
  billing: 'apps',
};

/** Which namespace has the ServiceAccount that is a client of identity. */
export const serviceAccounts: Readonly<Record<ServiceClient, string>> = {
  'phantom-token': 'edge',
  order: 'apps',
  customer: 'apps',
  billing: 'apps',
};
