import { newTrace, traceOf } from '../support/trace.ts';
import { type Door, knock } from './doors.ts';
import { median } from './median.ts';
import { headerOf, type RawAnswer } from './raw-exchange.ts';
import type { Shot } from './shots.ts';

/** One time that a shot was sent. */
interface Round {
  readonly traceId: string;
  readonly answer: RawAnswer;
}

export interface Fired {
  readonly shot: Shot;
  readonly rounds: readonly Round[];
  readonly medianMs: number;
}

export const repeats = 3;
const inParallel = 2;
/** The machine may have been busy: who seems slow is looked at alone, as often as this. */
const lookAgain = 3;

/** Sends every shot several times. */
export async function fireAll(door: Door, shots: readonly Shot[], slowMs: number): Promise<Fired[]> {
  const fired: Fired[] = [];
  const left = shots.values();
  const one = async (): Promise<void> => {
    for (const shot of left) fired.push(await fireOne(door, shot));
  };
  await Promise.all(Array.from({ length: inParallel }, one));
  const settled: Fired[] = [];
  for (const each of fired) settled.push(each.medianMs > slowMs ? await fireAgain(door, each, slowMs) : each);
  return settled;
}

async function fireOne(door: Door, shot: Shot): Promise<Fired> {
  const rounds: Round[] = [];
  while (rounds.length < repeats) {
    const { id, traceparent } = newTrace();
    const answer = await knock(door, shot.request, [['traceparent', traceparent]]);
    const headers = { get: (name: string) => headerOf(answer, name) ?? null };
    rounds.push({ traceId: traceOf(headers) ?? id, answer });
  }
  return { shot, rounds, medianMs: median(rounds.map(({ answer }) => answer.ms)) };
}

async function fireAgain(door: Door, first: Fired, slowMs: number): Promise<Fired> {
  let best = first;
  for (let looks = 0; looks < lookAgain && best.medianMs > slowMs; looks++) {
    const { shot, rounds, medianMs } = await fireOne(door, first.shot);
    best = { shot, rounds: [...best.rounds, ...rounds], medianMs: Math.min(best.medianMs, medianMs) };
  }
  return best;
}
