import { root } from '@downscope/local/layout.ts';
import { provideServiceKeys } from '@downscope/local/parts/service-keys.ts';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutOf } from './checkout.ts';
import type { Options } from './command-line.ts';
import { Customer } from './customer.ts';
import { Identity } from './identity.ts';
import { Keycloak } from './keycloak.ts';
import { keycloakFolder } from './keycloak/distribution.ts';
import { Postgres } from '../postgres.ts';

export interface Started {
  readonly databasePid: number;
  readonly now: Identity;
  readonly before: Identity;
  readonly keycloak: Keycloak | undefined;
}

/**
 * Starts everybody who is compared, on one PostgreSQL and with the same keys of services.
 *
 * @param all ends what was started
 * @param inspectorPort where identity's listener for services, as it is now, can be profiled
 */
export async function startAll(
  all: AsyncDisposableStack,
  { against, keycloak, profile }: Options,
  inspectorPort: number,
  say: (message: string) => void,
): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'downscope-bench-'));
  chmodSync(folder, 0o755); // PostgreSQL may have to run as another user.
  all.defer(() => {
    rmSync(folder, { recursive: true });
  });
  const keys = { keysFolder: join(folder, 'keys'), publicKeysFolder: join(folder, 'keys/public') };
  await provideServiceKeys(keys);
  say(`Building identity as it was at ${against}`);
  const checkout = await checkoutOf(against, folder, all);
  const postgres = all.use(await Postgres.start(folder));
  const { url: customerUrl } = all.use(await Customer.start());
  const identity = async (name: string, at: string, nodeOptions: readonly string[] = []): Promise<Identity> =>
    all.use(
      await Identity.start(at, { name, database: await postgres.database(name), keys, customerUrl, nodeOptions }),
    );
  const inspected = [`--inspect=127.0.0.1:${String(inspectorPort)}`, '--inspect-publish-uid=http'];
  const now = await identity('now', root, profile ? inspected : []);
  const before = await identity('before', checkout);
  if (!keycloak) return { databasePid: postgres.pid, now, before, keycloak: undefined };
  const { ownerUrl } = await postgres.database('keycloak');
  const other = all.use(await Keycloak.start(await keycloakFolder(say), ownerUrl, keys));
  return { databasePid: postgres.pid, now, before, keycloak: other };
}
