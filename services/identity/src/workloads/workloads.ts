import type { JWK } from 'jose';
import type { AuditTrail } from '../audit/audit-trail.ts';
import { type ClientBindings, ClientBindingsInvalid } from '../clients/client-bindings.ts';
import { config } from '../identity.config.ts';
import { cluster } from '../internal.config.ts';
import { fetchFromApiServer } from './api-server.ts';
import { clusterKeys } from './cluster-keys.ts';
import { InProcessKey } from './in-process-key.ts';
import { ServiceAccountAssertions } from './service-account-assertions.ts';

/** The clients that are workloads of the cluster, known by their ServiceAccounts. */
export interface Workloads {
  /** What stands for each of them towards oidc-provider. */
  readonly publicJwk: JWK;
  readonly assertions: ServiceAccountAssertions;
}

/**
 * @returns undefined where no client is bound by `service_account`
 * @throws ClientBindingsInvalid when one is, and the cluster is not known; when one ServiceAccount is two clients
 */
export async function workloads(bindings: ClientBindings, audit: AuditTrail): Promise<Workloads | undefined> {
  const clients = clientsByServiceAccount(bindings);
  if (clients.size === 0) return undefined;
  if (!cluster) {
    throw new ClientBindingsInvalid(
      `${[...clients.values()].join(', ')} bound by service_account: KUBERNETES_ISSUER, KUBERNETES_JWKS_URL, KUBERNETES_CA_FILE and KUBERNETES_TOKEN_FILE must be set`,
    );
  }
  const access = { caFile: cluster.KUBERNETES_CA_FILE, tokenFile: cluster.KUBERNETES_TOKEN_FILE };
  const keys = clusterKeys(new URL(cluster.KUBERNETES_JWKS_URL), fetchFromApiServer(access));
  const trust = { issuer: cluster.KUBERNETES_ISSUER, audience: config.ISSUER, keys };
  const key = await InProcessKey.make(config.ISSUER);
  return { publicJwk: key.publicJwk, assertions: new ServiceAccountAssertions(clients, trust, key, audit) };
}

function clientsByServiceAccount({ internal }: ClientBindings): ReadonlyMap<string, string> {
  const clients = new Map<string, string>();
  for (const [name, binding] of internal) {
    if (!('service_account' in binding)) continue;
    const { service_account: subject } = binding;
    const other = clients.get(subject);
    if (other) throw new ClientBindingsInvalid(`${subject} is both ${other} and ${name}`);
    clients.set(subject, name);
  }
  return clients;
}
