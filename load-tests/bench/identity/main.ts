/** What a login, a swap, an exchange and a service's own token cost identity, by what they cost it before, and by what they cost Keycloak. */
import { holds } from '../claims.ts';
import { freePort } from '../free-port.ts';
import { inRounds } from '../rounds.ts';
import { options } from './command-line.ts';
import { type Contestant, type Kind, kinds } from './contestant.ts';
import { type Cost, costOf } from './cost.ts';
import type { Identity } from './identity.ts';
import { askAll, atOnce } from './load.ts';
import { profileLines } from './profile.ts';
import { claimLines, claimsOf, costTable, done, type Measured, ratioTable, signature } from './report.ts';
import { costOfSignatures } from './signature.ts';
import { startAll, type Started } from './start-all.ts';

/** A JVM compiles what it does often only after it has done it some thousand times. */
const roundsWarm = 4;
const rounds = 6;
const requests = 1_000;
const logins = 40;
const loginsAtOnce = 4;

const asked = options(process.argv.slice(2));
const say = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

async function measured({ databasePid, now, before, keycloak }: Started): Promise<Measured> {
  const answered = (contestant: Contestant, kind: Kind) => async (): Promise<Cost> => {
    const questions = await contestant.questions(kind, requests);
    return costOf(contestant, databasePid, requests, () => askAll(contestant, questions));
  };
  const loggedIn = (contestant: Identity) => (): Promise<Cost> =>
    costOf(contestant, databasePid, logins, () => atOnce(loginsAtOnce, logins, () => contestant.login()));
  const everybody = [now, before, ...(keycloak ? [keycloak] : [])];
  const work = Object.fromEntries<() => Promise<Cost>>([
    [signature, costOfSignatures],
    ...kinds.flatMap((kind) => everybody.map((one) => [done(kind, one.name), answered(one, kind)] as const)),
    ...[now, before].map((one) => [done('login', one.name), loggedIn(one)] as const),
  ]);
  await inRounds(roundsWarm, work);
  return {
    rounds: await inRounds(rounds, work),
    others: keycloak ? ['before', 'keycloak'] : ['before'],
    titles: { now: 'now', before: `at ${asked.against.slice(0, 7)}`, keycloak: 'Keycloak' },
  };
}

async function profiled({ now }: Started, inspectorPort: number): Promise<void> {
  for (const kind of kinds) {
    const questions = await now.questions(kind, 2 * requests);
    const lines = await profileLines(now.pids[0] ?? 0, inspectorPort, () => askAll(now, questions));
    say('', `${kind}: where the CPU of identity goes,`, ...lines);
  }
}

async function compare(all: AsyncDisposableStack): Promise<boolean> {
  const inspectorPort = await freePort();
  const started = await startAll(all, asked, inspectorPort, say);
  say('Measuring');
  const result = await measured(started);
  const claims = claimsOf(result);
  say('', ...costTable(result), '', ...ratioTable(result), '', ...claimLines(claims));
  if (asked.profile) await profiled(started, inspectorPort);
  return claims.every(holds);
}

await using all = new AsyncDisposableStack();
const interrupted = new Promise<never>((_, reject) => {
  const give = (signal: string): void => {
    reject(new Error(`ended by ${signal}`));
  };
  // Not once: execa ends a process at once that nobody listens for any more.
  process.on('SIGINT', give).on('SIGTERM', give);
});
process.exitCode = (await Promise.race([compare(all), interrupted])) ? 0 : 1;
