import '../../test/settings.ts';
import { expect, it } from '@jest/globals';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { InternalBinding } from '../clients/client-bindings.ts';
import { type Workloads, workloads } from './workloads.ts';

const order = { service_account: 'system:serviceaccount:apps:order' };

const workloadsOf = (internal: Record<string, InternalBinding>): Promise<Workloads | undefined> =>
  workloads({ public: new Map(), internal: new Map(Object.entries(internal)) }, {} as AuditTrail);

it('asks nothing of a cluster where every client has a key of its own', async () => {
  await expect(workloadsOf({ order: { keys: 'order.jwks.json' } })).resolves.toBeUndefined();
});

it('does not start for a client bound by service_account while the cluster is not known, and names the settings', async () => {
  const starting = workloadsOf({ order });
  await expect(starting).rejects.toMatchObject({ code: 'client_bindings_invalid' });
  for (const name of ['ISSUER', 'JWKS_URL', 'CA_FILE', 'TOKEN_FILE']) {
    await expect(starting).rejects.toThrow(`KUBERNETES_${name}`);
  }
});

it('does not start when one ServiceAccount is two clients', async () => {
  await expect(workloadsOf({ order, billing: order })).rejects.toThrow('is both order and billing');
});
