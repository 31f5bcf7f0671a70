import { setTimeout as delay } from 'node:timers/promises';
import type { ReceivedRecord, Subscription } from './kafka-client.ts';
import { PartitionLines } from './partition-lines.ts';
import { closeTimeoutsMs, pollMs, within } from './time-limits.ts';

export interface Place {
  readonly topic: string;
  readonly partition: number;
}

/** Where reading goes on, or what the group has dealt with before it: the same number. */
export interface Offset extends Place {
  readonly offset: bigint;
}

export interface Fetched extends Place {
  readonly records: readonly ReceivedRecord[];
  /** Behind them, and behind what is no record: marks of transactions, gaps that compaction left. */
  readonly behind: bigint;
}

/** What of Kafka a reader needs. */
export interface Log {
  /** Those of the places that each broker leads, by its id. */
  byLeader<Of extends Place>(places: readonly Of[]): Promise<ReadonlyMap<number, readonly Of[]>>;
  /** Where the group stands, or the first record that is kept. */
  standOf(places: readonly Place[]): Promise<readonly Offset[]>;
  /** Answers with what is there, or after so long with nothing. */
  fetch(leader: number, offsets: readonly Offset[], waitMs: number): Promise<readonly Fetched[]>;
  note(offsets: readonly Offset[]): Promise<void>;
}

type Line = NonNullable<ReturnType<PartitionLines['start']>>;

interface Reading extends Place {
  offset: bigint;
  noted: bigint;
  atWork?: { readonly line: Line; readonly last: string; readonly behind: bigint } | undefined;
}

// A partition that waits is asked for again that soon, once it waits no more.
const pollBesideMs = 250;

/** Reads the partitions that this member of a group has, each at the pace at which its records are dealt with. */
export class PartitionReader {
  /** Resolves with what has ended it. */
  readonly failed: Promise<Error>;
  private readonly fail: (error: Error) => void;
  private readonly lines: PartitionLines;
  private readonly leaders = new Set<number>();
  private readings = new Map<string, Reading>();
  private generation = 0;
  private isClosed = false;

  constructor(
    private readonly log: Log,
    deliver: Subscription['deliver'],
  ) {
    this.lines = new PartitionLines(deliver);
    const { promise, resolve } = Promise.withResolvers<Error>();
    this.failed = promise;
    this.fail = resolve;
  }

  /** From now on these and no others. One that stays, and is at work, goes on. */
  assign(places: readonly Place[]): void {
    this.generation += 1;
    this.lines.keepOnly(byTopic(places));
    const before = this.readings;
    this.readings = new Map();
    const fresh: Place[] = [];
    for (const place of places) {
      const reading = before.get(nameOf(place));
      if (reading?.atWork?.line.isOurs) this.readings.set(nameOf(place), reading);
      else fresh.push(place);
    }
    this.whileOpen(this.begin(fresh, this.generation));
  }

  /** Lets what is under way end, and notes how far it got; within seconds, whatever Kafka does. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.lines.close(closeTimeoutsMs.record);
    await within(closeTimeoutsMs.note, this.note([...this.readings.values()]));
  }

  private async begin(places: readonly Place[], generation: number): Promise<void> {
    const offsets = await this.log.standOf(places);
    if (generation !== this.generation) return;
    for (const { topic, partition, offset } of offsets) {
      this.readings.set(nameOf({ topic, partition }), { topic, partition, offset, noted: offset });
    }
    this.readFrom((await this.log.byLeader(offsets)).keys());
  }

  private readFrom(leaders: Iterable<number>): void {
    for (const leader of leaders) {
      if (this.leaders.has(leader)) continue;
      this.leaders.add(leader);
      this.whileOpen(this.readAll(leader));
    }
  }

  /** Of one broker, whatever it leads at the time. */
  private async readAll(leader: number): Promise<void> {
    while (!this.isClosed) {
      const led = await this.log.byLeader([...this.readings.values()]);
      this.readFrom(led.keys());
      const mine = led.get(leader) ?? [];
      const begun = await this.fetch(leader, mine);
      // As a rule what was begun ends soon. What takes longer goes on beside.
      if (begun.length > 0) await within(this.lines.patienceMs, Promise.all(begun));
      else if (mine.every(({ atWork }) => atWork)) await delay(pollBesideMs, undefined, { ref: false });
      await this.note(mine);
    }
  }

  /** Returns the ends of what it begins. */
  private async fetch(leader: number, mine: readonly Reading[]): Promise<Promise<void>[]> {
    const free = mine.filter(({ atWork }) => !atWork);
    if (free.length === 0) return [];
    const fetched = await this.log.fetch(leader, free, free.length < mine.length ? pollBesideMs : pollMs);
    return fetched.flatMap(({ topic, partition, records, behind }) => {
      const reading = this.readings.get(nameOf({ topic, partition }));
      // Somebody else's since.
      if (!reading || !free.includes(reading)) return [];
      const last = records.at(-1)?.offset;
      if (last === undefined) {
        reading.offset = behind;
        // Back: what is dealt with from here on is further than what was noted of records that are gone.
        if (behind < reading.noted) reading.noted = behind;
        return [];
      }
      const line = this.lines.start(topic, partition, records);
      // One of an earlier membership is not done yet.
      if (!line) return [delay(this.lines.patienceMs, undefined, { ref: false })];
      reading.atWork = { line, last, behind };
      return [line.ended];
    });
  }

  private async note(readings: readonly Reading[]): Promise<void> {
    for (const reading of readings) advance(reading);
    const further = readings.filter(({ offset, noted }) => offset > noted);
    if (further.length === 0) return;
    const offsets = further.map(({ topic, partition, offset }) => ({ topic, partition, offset }));
    await this.log.note(offsets);
    for (const [index, reading] of further.entries()) reading.noted = offsets[index]?.offset ?? reading.noted;
  }

  private whileOpen(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (!this.isClosed) this.fail(error instanceof Error ? error : new Error(String(error)));
    });
  }
}

/** As far as its line has got. */
function advance(reading: Reading): void {
  const { atWork } = reading;
  if (!atWork) return;
  const { line, last, behind } = atWork;
  if (line.doneUpTo !== undefined) reading.offset = line.doneUpTo === last ? behind : BigInt(line.doneUpTo) + 1n;
  if (line.isEnded) reading.atWork = undefined;
}

const nameOf = ({ topic, partition }: Place): string => `${topic}/${partition}`;

function byTopic(places: readonly Place[]): Record<string, number[]> {
  const topics = Map.groupBy(places, ({ topic }) => topic);
  return Object.fromEntries([...topics].map(([topic, of]) => [topic, of.map(({ partition }) => partition)]));
}
