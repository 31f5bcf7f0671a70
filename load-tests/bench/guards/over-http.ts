import type { ChildProcess } from 'node:child_process';
import { inRounds, type Round } from '../rounds.ts';
import type { Contestant } from './apis.ts';
import { ask, nextAnswer, start } from '../child.ts';
import type { Answers, Load } from './client.ts';
import { badlySigned, ofWrongType, token } from './token.ts';

const roundsWarm = 2;
const rounds = 8;

export type RequestName = Contestant | 'wrongType' | 'wrongSignature';

export interface Served {
  readonly perSecond: number;
  /** Microseconds of the server's CPU for each. */
  readonly cost: number;
}

/**
 * What requests to each API cost, in rounds of a second each. All processes run all the time, have nothing to do out of turn, and
 * end when this one does.
 */
export async function requestCosts(jwksUri: string): Promise<Round<RequestName, Served>[]> {
  const client = start(new URL('client.ts', import.meta.url));
  const api = async (contestant: Contestant): Promise<Api> => {
    const server = start(new URL('server.ts', import.meta.url), contestant, jwksUri);
    return { server, client, url: `${(await nextAnswer(server)) as string}/orders` };
  };
  const open = await api('open');
  const rawVerify = await api('rawVerify');
  const guards = await api('guards');
  const passportJwt = await api('passportJwt');
  const contestants = {
    open: () => served(open, token, 200),
    rawVerify: () => served(rawVerify, token, 200),
    guards: () => served(guards, token, 200),
    passportJwt: () => served(passportJwt, token, 200),
    wrongType: () => served(guards, ofWrongType, 401),
    wrongSignature: () => served(guards, badlySigned, 401),
  };
  await inRounds(roundsWarm, contestants);
  return inRounds(rounds, contestants);
}

interface Api {
  readonly server: ChildProcess;
  readonly client: ChildProcess;
  readonly url: string;
}

/** @throws Error when anything but that status is answered: what fails is quick, and would win */
async function served({ server, client, url }: Api, token: string, status: number): Promise<Served> {
  const before = await cpuOf(server);
  const answers = (await ask(client, { url, token } satisfies Load)) as Answers;
  const after = await cpuOf(server);
  const { [status]: count = 0, ...others } = answers;
  if (count === 0 || Object.keys(others).length > 0) throw new Error(`${url} answered ${JSON.stringify(answers)}`);
  return { perSecond: count, cost: (after - before) / count };
}

async function cpuOf(server: ChildProcess): Promise<number> {
  const { user, system } = (await ask(server, 'cpu')) as NodeJS.CpuUsage;
  return user + system;
}
