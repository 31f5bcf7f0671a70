import { Injectable, Optional } from '@nestjs/common';
import { EventSigner } from '../author/event-signer.ts';
import { EventProducer } from '../broker/event-producer.ts';
import { type KafkaRecord, RecordsRefused } from '../broker/kafka-client.ts';
import { headersOf } from '../broker/headers.ts';
import { type CloudEvent, cloudEvent, contentType } from '../cloud-event.ts';
import { inSpanOf } from '../event-spans.ts';
import type { OutboxRow, RefusedRow } from './outbox-rows.ts';

interface Announcement {
  readonly position: string;
  readonly event: CloudEvent;
  readonly record: KafkaRecord;
}

/** What became of rows so far. */
export class Outcome {
  readonly sent: string[] = [];
  readonly refused: RefusedRow[] = [];
}

// With a last send under way, still less than what lanes are claimed for.
const longestMs = 15_000;

/** Sends rows of the outbox, each topic's at once, and finds those that Kafka does not take. */
@Injectable()
export class OutboxSender {
  constructor(
    private readonly producer: EventProducer,
    @Optional() private readonly signer?: EventSigner,
  ) {}

  /**
   * @param outcome is told, so that it is known when this fails half way
   * @throws when Kafka is not there, or slow: what the outcome does not name is to be sent again
   */
  async send(rows: readonly OutboxRow[], outcome: Outcome): Promise<void> {
    const until = performance.now() + longestMs;
    const topics = Map.groupBy(rows, ({ topic }) => topic);
    for (const [topic, rowsOfTopic] of topics) {
      const announcements = announcementsOf(rowsOfTopic, outcome);
      if (announcements.length > 0) await this.sendPart(topic, await this.signed(announcements), outcome, until);
    }
  }

  private async signed(announcements: readonly Announcement[]): Promise<readonly Announcement[]> {
    const { signer } = this;
    if (!signer) return announcements;
    return Promise.all(announcements.map(async (each) => ({ ...each, record: await signer.sign(each.record) })));
  }

  /** Halves what is refused until the one that is to blame stands alone. */
  private async sendPart(topic: string, part: readonly Announcement[], outcome: Outcome, until: number): Promise<void> {
    if (performance.now() > until) throw new Error('Kafka takes too long');
    try {
      await inSpans(topic, part, () =>
        this.producer.send(
          topic,
          part.map(({ record }) => record),
        ),
      );
      outcome.sent.push(...part.map(({ position }) => position));
    } catch (error) {
      if (!(error instanceof RecordsRefused)) throw error;
      if (part.length === 1 || error.ofTopic) {
        outcome.refused.push(...part.map(({ position }) => ({ position, code: error.code })));
        return;
      }
      const middle = Math.ceil(part.length / 2);
      await this.sendPart(topic, part.slice(0, middle), outcome, until);
      await this.sendPart(topic, part.slice(middle), outcome, until);
    }
  }
}

function announcementsOf(rows: readonly OutboxRow[], outcome: Outcome): Announcement[] {
  return rows.flatMap(({ position, event }): Announcement[] => {
    const parsed = cloudEvent.safeParse(event);
    if (parsed.success) return [{ position, event: parsed.data, record: recordOf(parsed.data) }];
    outcome.refused.push({ position, code: 'event_invalid' });
    return [];
  });
}

/** The event's subject is the record's key: facts about one subject stay in one partition, in order. */
function recordOf(event: CloudEvent): KafkaRecord {
  return {
    key: Buffer.from(event.subject ?? ''),
    value: Buffer.from(JSON.stringify(event)),
    headers: headersOf({ 'content-type': contentType }),
  };
}

/** Each event continues the trace that it came about in, though they are sent together. */
async function inSpans(topic: string, part: readonly Announcement[], send: () => Promise<void>): Promise<void> {
  const sending = Promise.withResolvers<undefined>();
  const spans = Promise.allSettled(part.map(({ event }) => inSpanOf('publish', topic, event, () => sending.promise)));
  try {
    await send();
    sending.resolve(undefined);
  } catch (error) {
    sending.reject(error);
    throw error;
  } finally {
    await spans;
  }
}
