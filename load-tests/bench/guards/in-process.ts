import { inRounds, type Round } from '../rounds.ts';
import { verifications, type Verifier } from './verifications.ts';

const rounds = 40;
const timesWarm = 3_000;
const timesMeasured = 300;

/** Microseconds of CPU that a verification costs, in rounds. */
export async function verificationCosts(jwksUri: string): Promise<Round<Verifier, number>[]> {
  const contestants = await verifications(jwksUri);
  const repeated = (times: number) =>
    Object.fromEntries(
      Object.entries(contestants).map(([name, verify]) => [name, () => costOf(verify, times)]),
    ) as Record<Verifier, () => Promise<number>>;
  await inRounds(1, repeated(timesWarm));
  return inRounds(rounds, repeated(timesMeasured));
}

/** CPU, not time: that somebody else had the processor in between is not counted. */
async function costOf(verify: () => unknown, times: number): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) await verify();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}
