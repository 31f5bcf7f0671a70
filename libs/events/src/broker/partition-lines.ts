import { setTimeout as delay } from 'node:timers/promises';
import type { ReceivedRecord, Subscription } from './kafka-client.ts';

type Deliver = Subscription['deliver'];

/** The records of one fetch of one partition, dealt with one after the other. */
class Line {
  /** Offset of the last record that was dealt with. */
  doneUpTo: string | undefined;
  isEnded = false;
  readonly ended: Promise<void>;
  private readonly stopping = new AbortController();

  constructor(records: readonly ReceivedRecord[], deliver: Deliver) {
    this.ended = this.run(records, deliver);
  }

  get isOurs(): boolean {
    return !this.stopping.signal.aborted;
  }

  stop(): void {
    this.stopping.abort();
  }

  private async run(records: readonly ReceivedRecord[], deliver: Deliver): Promise<void> {
    const { signal } = this.stopping;
    try {
      for (const record of records) {
        if (signal.aborted) break;
        await deliver(record, signal);
        this.doneUpTo = record.offset;
      }
    } catch {
      // Not dealt with: it is delivered again.
    } finally {
      this.isEnded = true;
    }
  }
}

/** What a consumer is at work on: one line a partition, so that one that waits holds up nobody else's. */
export class PartitionLines {
  /** How long a fetch waits for a line before it goes on without it. */
  readonly patienceMs = 500;
  private readonly lines = new Map<string, Line>();
  private isClosed = false;

  constructor(private readonly deliver: Deliver) {}

  /** Nothing while this partition's last line is at work, or when nothing shall begin any more. */
  start(topic: string, partition: number, records: readonly ReceivedRecord[]): Line | undefined {
    const place = placeOf(topic, partition);
    if (this.isClosed || this.lines.has(place)) return undefined;
    const line = new Line(records, this.deliver);
    this.lines.set(place, line);
    void line.ended.then(() => this.lines.delete(place));
    return line;
  }

  /** After a rebalance: the others' partitions are theirs to deal with. */
  keepOnly(assignment: Readonly<Record<string, readonly number[]>>): void {
    const ours = new Set(
      Object.entries(assignment).flatMap(([topic, partitions]) => partitions.map((number) => placeOf(topic, number))),
    );
    for (const [place, line] of this.lines) if (!ours.has(place)) line.stop();
  }

  /** Lets each line end with its present record. Returns where to go on, for those that had got somewhere. */
  async close(timeoutMs: number): Promise<{ topic: string; partition: number; offset: string }[]> {
    this.isClosed = true;
    const atWork = [...this.lines].filter(([, line]) => line.isOurs);
    for (const line of this.lines.values()) line.stop();
    await Promise.race([
      Promise.all(atWork.map(([, line]) => line.ended)),
      delay(timeoutMs, undefined, { ref: false }),
    ]);
    return atWork.flatMap(([place, { doneUpTo }]) => {
      if (doneUpTo === undefined) return [];
      const at = place.lastIndexOf('/');
      const offset = String(BigInt(doneUpTo) + 1n);
      return [{ topic: place.slice(0, at), partition: Number(place.slice(at + 1)), offset }];
    });
  }
}

const placeOf = (topic: string, partition: number): string => `${topic}/${partition}`;
