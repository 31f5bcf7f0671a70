import { isDeepStrictEqual } from 'node:util';
import { eventually } from '../support/eventually.ts';
import type { StackClient } from '../support/stack-client.ts';
import type { Door } from './doors.ts';
import { fireAll, type Fired } from './fire-all.ts';
import { appearance, complaintsAbout, kindOf } from './judge.ts';
import type { RawAnswer } from './raw-exchange.ts';
import { type Refusal, refusalsOf } from './refusals.ts';
import { difference, requestCounts } from './request-counts.ts';
import type { Shot } from './shots.ts';

export interface Verdict {
  readonly name: string;
  /** Served, or led on. */
  readonly passed: boolean;
  /** None if it was refused rightly, each time. */
  readonly complaints: readonly string[];
  readonly medianMs: number;
}

/** All shots at one door. */
export interface Volley {
  readonly door: string;
  readonly verdicts: readonly Verdict[];
  /** What cannot be laid to one of them. */
  readonly complaints: readonly string[];
}

const slowestMs = 50;
const logDeadlineMs = 10_000;

export async function fire(stack: StackClient, door: Door, shots: readonly Shot[]): Promise<Volley> {
  const before = await requestCounts(stack);
  const fired = await fireAll(door, shots, slowestMs);
  const refused = fired
    .filter(({ shot }) => shot.expected.reason !== undefined)
    .reduce((sum, { rounds }) => sum + rounds.length, 0);

  // Answers are counted, and their last lines logged, a moment after they were sent.
  const complaints = await eventually(
    async () => {
      const counted = Object.fromEntries(difference(before, await requestCounts(stack)));
      if (!isDeepStrictEqual(counted, { [door.refusedAt]: refused })) throw new MiscountError(counted, refused);
    },
    { deadlineMs: 3_000 },
  ).then(
    () => [],
    (error: unknown) => [String(error)],
  );
  const refusals = await loggedRefusals(stack, door, fired);
  const looks = new Map<string, string>();
  return { door: door.name, complaints, verdicts: fired.map((one) => verdictOn(door, one, refusals, looks)) };
}

/** Whoever writes the log may be behind with it: a line that is not there in time is missing, and its attack's verdict says so. */
async function loggedRefusals(
  stack: StackClient,
  door: Door,
  fired: readonly Fired[],
): Promise<ReadonlyMap<string, Refusal[]>> {
  const awaited = fired
    .filter(({ shot }) => shot.expected.reason !== undefined)
    .flatMap(({ rounds }) => rounds.map(({ traceId }) => traceId));
  const deadline = performance.now() + logDeadlineMs;
  return eventually(
    async () => {
      const refusals = await refusalsOf(stack, door.guard);
      const areAllThere = awaited.every((traceId) => refusals.has(traceId));
      if (!areAllThere && performance.now() < deadline) throw new UnloggedError();
      return refusals;
    },
    { deadlineMs: 2 * logDeadlineMs },
  );
}

class UnloggedError extends Error {
  override readonly name = 'UnloggedError';
  readonly code = 'unlogged';
}

/** Somebody else than the guard answered, or one who should not have been asked at all. */
class MiscountError extends Error {
  override readonly name = 'MiscountError';
  readonly code = 'miscount';

  constructor(counted: object, refused: number) {
    super(`the guard was to refuse ${refused}, and nobody else to be asked; counted ${JSON.stringify(counted)}`);
  }
}

function verdictOn(
  door: Door,
  { shot, rounds, medianMs }: Fired,
  refusals: ReadonlyMap<string, Refusal[]>,
  looks: Map<string, string>,
): Verdict {
  const complaints = rounds.flatMap(({ traceId, answer }) => {
    const logged = refusals.get(traceId) ?? [];
    return [
      ...complaintsAbout(door, shot, { answer, logged }),
      ...tellingApart(kindOf(door, shot.expected), answer, looks),
    ];
  });
  if (medianMs > slowestMs) complaints.push(`took ${medianMs.toFixed(0)} ms`);
  const passed = rounds.some(
    ({ answer: { status } }) => status === door.route.served || (status >= 200 && status < 400),
  );
  return { name: shot.name, passed, complaints: [...new Set(complaints)], medianMs };
}

function tellingApart(kind: string | undefined, answer: RawAnswer, looks: Map<string, string>): string[] {
  if (kind === undefined || answer.status !== 401) return [];
  const look = appearance(answer);
  const usual = looks.get(kind) ?? look;
  looks.set(kind, usual);
  return look === usual ? [] : [`can be told apart from the others: ${look}`];
}
