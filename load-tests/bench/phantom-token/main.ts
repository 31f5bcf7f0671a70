/** What an invented token costs phantom-token, by what a good one does that it has swapped already. */
import autocannon from 'autocannon';
import { randomBytes } from 'node:crypto';
import { type Claim, claimLine, holds } from '../claims.ts';
import { cpuOfProcess } from '../cpu.ts';
import { inRounds, median } from '../rounds.ts';
import { tableLines } from '../table.ts';
import { StandInIdentity } from './stand-in-identity.ts';
import { PhantomToken } from './phantom-token.ts';

const roundsWarm = 2;
const rounds = 8;

await using identity = await StandInIdentity.start();
await using phantomToken = await PhantomToken.start(identity.url);

/** Microseconds of CPU for each answer, in a second full of them. */
async function costOf(token: string, status: number): Promise<number> {
  const before = cpuOfProcess(phantomToken.pid);
  const { statusCodeStats } = await autocannon({
    url: `${phantomToken.url}/swap?audience=urn:downscope:order`,
    headers: { authorization: `Bearer ${token}` },
    connections: 16,
    duration: 1,
  });
  const { [status]: answered, ...others } = statusCodeStats;
  if (!answered || Object.keys(others).length > 0) throw new Error(`answered ${JSON.stringify(statusCodeStats)}`);
  return ((cpuOfProcess(phantomToken.pid) - before) * 1000) / answered.count;
}

const good = identity.token();
const [random, kid] = good.split('~');
const contestants = {
  good: () => costOf(good, 200),
  ofNoForm: () => costOf(randomBytes(32).toString('base64url'), 401),
  ofWrongMac: () => costOf([random, kid, randomBytes(16).toString('base64url')].join('~'), 401),
};
await inRounds(roundsWarm, contestants);
const askedBefore = identity.introspections;
const measured = await inRounds(rounds, contestants);

const costs = (Object.keys(contestants) as (keyof typeof contestants)[]).map((name): [string, number] => [
  name,
  median(measured, (round) => round[name]),
]);
const claims: Claim[] = [
  {
    says: 'an invented token with a wrong MAC: CPU by that of a good one that is cached',
    measured: median(measured, ({ ofWrongMac, good }) => ofWrongMac / good),
    bound: 3,
    direction: 'at most',
  },
  {
    says: 'an invented token of another form: the same',
    measured: median(measured, ({ ofNoForm, good }) => ofNoForm / good),
    bound: 3,
    direction: 'at most',
  },
  {
    says: 'what identity was asked meanwhile, by what a cached token has to be asked for anew every five seconds',
    measured: identity.introspections - askedBefore,
    bound: rounds,
    direction: 'at most',
  },
];
process.stdout.write(`${[...tableLines(['token', 'CPU us'], costs), '', ...claims.map(claimLine)].join('\n')}\n`);
process.exitCode = claims.every(holds) ? 0 : 1;
