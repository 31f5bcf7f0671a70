import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import type { ReceivedRecord } from './kafka-client.ts';
import { type Fetched, type Log, type Offset, PartitionReader, type Place } from './partition-reader.ts';

const placeOf = (partition: number): Place => ({ topic: 'orders', partition });

/** One broker leads them all. What it holds is said by partition, from offset 0. */
class FakeLog implements Log {
  readonly records = new Map<number, string[]>();
  readonly noted: Offset[] = [];
  readonly asked: number[][] = [];
  /** Where a partition's next answer ends, beyond its last record. */
  gapBehind = 0n;
  stands = new Map<number, bigint>();
  outOfRange = new Map<number, bigint>();
  failsWith: Error | undefined;

  byLeader<Of extends Place>(places: readonly Of[]): Promise<ReadonlyMap<number, readonly Of[]>> {
    return Promise.resolve(new Map(places.length > 0 ? [[1, places]] : []));
  }

  standOf(places: readonly Place[]): Promise<Offset[]> {
    return Promise.resolve(places.map((place) => ({ ...place, offset: this.stands.get(place.partition) ?? 0n })));
  }

  async fetch(_: number, offsets: readonly Offset[]): Promise<Fetched[]> {
    if (this.failsWith) throw this.failsWith;
    this.asked.push(offsets.map(({ partition }) => partition));
    await delay(5);
    return offsets.flatMap((asked): Fetched[] => {
      const { topic, partition, offset } = asked;
      const reset = this.outOfRange.get(partition);
      if (reset !== undefined) {
        this.outOfRange.delete(partition);
        return [{ topic, partition, records: [], behind: reset }];
      }
      const all = this.records.get(partition) ?? [];
      const records = all
        .slice(Number(offset))
        .map((value, index) => recordOf(partition, offset + BigInt(index), value));
      if (records.length === 0) return [];
      return [{ topic, partition, records, behind: BigInt(all.length) + this.gapBehind }];
    });
  }

  note(offsets: readonly Offset[]): Promise<void> {
    this.noted.push(...offsets);
    return Promise.resolve();
  }

  lastNoted(partition: number): bigint | undefined {
    return this.noted.findLast((offset) => offset.partition === partition)?.offset;
  }
}

function recordOf(partition: number, offset: bigint, value: string): ReceivedRecord {
  return { ...placeOf(partition), offset: String(offset), key: null, value: Buffer.from(value), headers: {} };
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('it did not come about');
    await delay(5);
  }
}

const log = (records: Record<number, string[]>): FakeLog => {
  const made = new FakeLog();
  for (const [partition, values] of Object.entries(records)) made.records.set(Number(partition), values);
  return made;
};

let reader: PartitionReader;
let heard: string[];
afterEach(() => reader.close());

/** What it is given is heard, but what waits for something. */
function read(from: FakeLog, waits: Record<string, Promise<unknown>> = {}): PartitionReader {
  heard = [];
  reader = new PartitionReader(from, async ({ value }, signal) => {
    await waits[String(value)];
    signal.throwIfAborted();
    heard.push(String(value));
  });
  return reader;
}

describe('a reader of partitions', () => {
  it('begins where the group stands, and notes how far it got', async () => {
    const from = log({ 0: ['a', 'b', 'c'] });
    from.stands.set(0, 1n);
    read(from).assign([placeOf(0)]);
    await until(() => from.lastNoted(0) === 3n);
    expect(heard).toEqual(['b', 'c']);
  });

  it('notes what is behind the last record: a gap is not asked for again', async () => {
    const from = log({ 0: ['a'] });
    from.gapBehind = 7n;
    read(from).assign([placeOf(0)]);
    await until(() => from.lastNoted(0) === 8n);
    expect(heard).toEqual(['a']);
  });

  it('goes on in other partitions while one waits, and asks for that one only afterwards', async () => {
    const from = log({ 0: ['waits', 'behind'], 1: ['a'] });
    const waiting = Promise.withResolvers<undefined>();
    read(from, { waits: waiting.promise }).assign([placeOf(0), placeOf(1)]);
    await until(() => heard.includes('a'));
    from.records.get(1)?.push('b');
    await until(() => heard.includes('b'));
    expect(from.asked.slice(1).flat()).not.toContain(0);
    expect(from.lastNoted(0)).toBeUndefined();
    waiting.resolve(undefined);
    await until(() => from.lastNoted(0) === 2n);
    expect(heard).toEqual(['a', 'b', 'waits', 'behind']);
  });

  it('lets go of what is somebody else’s, and keeps what stays, at work or not', async () => {
    const from = log({ 0: ['taken'], 1: ['stays'] });
    const waiting = Promise.withResolvers<undefined>();
    read(from, { taken: waiting.promise, stays: waiting.promise }).assign([placeOf(0), placeOf(1)]);
    await until(() => from.asked.length > 0);
    await delay(30);
    reader.assign([placeOf(1), placeOf(2)]);
    waiting.resolve(undefined);
    from.records.set(2, ['new']);
    await until(() => heard.includes('new') && heard.includes('stays'));
    expect(heard).not.toContain('taken');
    await until(() => from.lastNoted(1) === 1n);
    expect(from.lastNoted(0)).toBeUndefined();
  });

  it('goes back where its place is gone, and notes from there', async () => {
    const from = log({ 0: ['a', 'b'] });
    from.stands.set(0, 500n);
    from.outOfRange.set(0, 0n);
    read(from).assign([placeOf(0)]);
    await until(() => from.lastNoted(0) === 2n);
    expect(heard).toEqual(['a', 'b']);
  });

  it('closes after the record under way, and notes that one', async () => {
    const from = log({ 0: ['waits', 'never'] });
    const [begun, waiting] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    heard = [];
    reader = new PartitionReader(from, async ({ value }) => {
      begun.resolve(undefined);
      await waiting.promise;
      heard.push(String(value));
    });
    reader.assign([placeOf(0)]);
    await begun.promise;
    const closed = reader.close();
    waiting.resolve(undefined);
    await closed;
    expect(heard).toEqual(['waits']);
    expect(from.lastNoted(0)).toBe(1n);
  });

  it('fails with what Kafka says', async () => {
    const from = log({ 0: ['a'] });
    from.failsWith = new Error('gone');
    read(from).assign([placeOf(0)]);
    expect(await reader.failed).toBe(from.failsWith);
  });
});
