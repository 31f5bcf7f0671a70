/** What a hundred logins of strangers at once do to whoever has a good token, on the stack that DOWNSCOPE_STACK_FILE names. */
import { openStack } from '@downscope/e2e/support/open-stack.ts';
import { type Claim, claimLine, holds } from '../claims.ts';
import { inRounds, median } from '../rounds.ts';
import { tableLines } from '../table.ts';
import { goodRequests, type Served } from './good-requests.ts';
import { Strangers } from './strangers.ts';

const roundsWarm = 1;
const rounds = 5;

const stack = await openStack();
const strangers = new Strangers(stack.issuer);
const served = async (): Promise<Served> => goodRequests(stack.apiOrigin, (await stack.login('alice')).opaqueToken);

const answers: Record<string, number> = {};
const contestants = {
  alone: served,
  besideStrangers: async (): Promise<Served> => {
    // A token of before: its owner need not log in among them.
    const { opaqueToken } = await stack.login('alice');
    await strangers.begin();
    const measured = await goodRequests(stack.apiOrigin, opaqueToken);
    for (const [status, count] of Object.entries(await strangers.end()))
      answers[status] = (answers[status] ?? 0) + count;
    return measured;
  },
};
await inRounds(roundsWarm, contestants);
const measured = await inRounds(rounds, contestants);
strangers.leave();
await stack.close();

const p95Ms = (name: keyof typeof contestants): number => median(measured, (round) => round[name].p95Ms);
const refused = measured.map(({ besideStrangers }) => besideStrangers.refused).reduce((sum, count) => sum + count, 0);
const claims: Claim[] = [
  {
    says: 'p95 of GET /orders beside 100 logins of strangers, by what it is without them',
    measured: median(measured, (round) => round.besideStrangers.p95Ms / round.alone.p95Ms),
    bound: 3,
    direction: 'at most',
  },
  {
    says: 'GET /orders with a good token, not answered by 200 meanwhile',
    measured: refused,
    bound: 0,
    direction: 'at most',
  },
];
const lines = [
  ...tableLines(
    ['GET /orders', 'p95 ms'],
    [
      ['alone', p95Ms('alone')],
      ['beside strangers', p95Ms('besideStrangers')],
    ],
  ),
  `what strangers were answered: ${JSON.stringify(answers)}`,
  '',
  ...claims.map(claimLine),
];
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = claims.every(holds) ? 0 : 1;
