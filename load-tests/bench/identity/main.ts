/** What a login, a swap, an exchange and a service's own token cost identity, by what they cost it before, and by what they cost Keycloak. */
import { root } from '@downscope/local/layout.ts';
import { provideServiceKeys } from '@downscope/local/parts/service-keys.ts';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holds } from '../claims.ts';
import { freePort } from '../free-port.ts';
import { inRounds } from '../rounds.ts';
import { Checkout } from './checkout.ts';
import { options } from './command-line.ts';
import { type Contestant, type Kind, kinds } from './contestant.ts';
import { type Cost, costOf } from './cost.ts';
import { Customer } from './customer.ts';
import { Identity } from './identity.ts';
import { Keycloak } from './keycloak.ts';
import { keycloakFolder } from './keycloak/distribution.ts';
import { askAll, atOnce } from './load.ts';
import { Postgres } from './postgres.ts';
import { profileLines } from './profile.ts';
import { claimLines, claimsOf, costTable, done, ratioTable, signature } from './report.ts';
import { costOfSignatures } from './signature.ts';

/** A JVM compiles what it does often only after it has done it some thousand times. */
const roundsWarm = 4;
const rounds = 6;
const requests = 1_000;
const logins = 60;
const loginsAtOnce = 4;

const { against, keycloak: besideKeycloak, profile } = options(process.argv.slice(2));
const say = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

async function compare(all: AsyncDisposableStack): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'downscope-bench-'));
  chmodSync(folder, 0o755); // PostgreSQL may have to run as another user.
  all.defer(() => {
    rmSync(folder, { recursive: true });
  });
  const keys = { keysFolder: join(folder, 'keys'), publicKeysFolder: join(folder, 'keys/public') };
  await provideServiceKeys(keys);
  say(`building identity at ${against.slice(0, 7)}`);
  const checkout = all.use(await Checkout.of(against, folder));
  const postgres = all.use(await Postgres.start(folder));
  const { url: customerUrl } = all.use(await Customer.start());
  const identity = async (name: string, at: string, nodeOptions: readonly string[] = []): Promise<Identity> =>
    all.use(
      await Identity.start(at, { name, database: await postgres.database(name), keys, customerUrl, nodeOptions }),
    );

  const inspectorPort = await freePort();
  const now = await identity('now', root, profile ? [`--inspect=127.0.0.1:${String(inspectorPort)}`] : []);
  const before = await identity('before', checkout.folder);
  const others: Contestant[] = [before];
  if (besideKeycloak) {
    const { ownerUrl } = await postgres.database('keycloak');
    others.push(all.use(await Keycloak.start(await keycloakFolder(say), ownerUrl, keys)));
  }

  const answered = (contestant: Contestant, kind: Kind) => async (): Promise<Cost> => {
    const questions = await contestant.questions(kind, requests);
    return costOf(contestant, postgres.pid, requests, () => askAll(contestant.url, questions));
  };
  const loggedIn = (contestant: Identity) => (): Promise<Cost> =>
    costOf(contestant, postgres.pid, logins, () => atOnce(loginsAtOnce, logins, () => contestant.login()));
  const work: Record<string, () => Promise<Cost>> = { [signature]: costOfSignatures };
  for (const kind of kinds) {
    for (const contestant of [now, ...others]) work[done(kind, contestant.name)] = answered(contestant, kind);
  }
  for (const contestant of [now, before]) work[done('login', contestant.name)] = loggedIn(contestant);

  say('measuring');
  await inRounds(roundsWarm, work);
  const measured = {
    rounds: await inRounds(rounds, work),
    others: besideKeycloak ? (['before', 'keycloak'] as const) : (['before'] as const),
    titles: { now: 'now', before: against.slice(0, 7), keycloak: 'Keycloak' },
  };
  const claims = claimsOf(measured);
  say('', ...costTable(measured), '', ...ratioTable(measured), '', ...claimLines(claims));
  if (profile) {
    for (const kind of kinds) {
      const questions = await now.questions(kind, 2 * requests);
      const lines = await profileLines(now.pids[0] ?? 0, inspectorPort, () => askAll(now.url, questions));
      say('', `${kind}: ${lines.join('\n')}`);
    }
  }
  return claims.every(holds);
}

await using all = new AsyncDisposableStack();
const interrupted = new Promise<never>((_, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      reject(new Error(signal));
    });
});
process.exitCode = (await Promise.race([compare(all), interrupted])) ? 0 : 1;
