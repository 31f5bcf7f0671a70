import type { EventProducer } from '../broker/event-producer.ts';
import { type KafkaRecord, type ReceivedRecord, RecordsRefused } from '../broker/kafka-client.ts';
import { type Headers, headersOf } from '../broker/headers.ts';
import type { OwnFault } from './own-faults.ts';

/** The topics of records that could not be handled, one beside each topic. */
export class DeadLetters {
  constructor(private readonly producer: EventProducer) {}

  /**
   * Resolves when Kafka has the letter.
   *
   * @throws RecordsRefused, or because Kafka is out: then the record must not be passed over
   */
  async write(record: ReceivedRecord, fault: OwnFault): Promise<void> {
    const topic = `${record.topic}.dead-letter`;
    try {
      await this.producer.send(topic, [deadLetter(record, fault)]);
    } catch (error) {
      if (!(error instanceof RecordsRefused) || error.ofTopic) throw error;
      // As large as Kafka takes, it is too large with a reason. The record itself stays where the letter says that it stood.
      await this.producer.send(topic, [withoutContent(deadLetter(record, fault))]);
    }
  }
}

/** The record as it came, and in its headers why it could not be handled and where it stood: nothing that it did not hold before. */
export function deadLetter(record: ReceivedRecord, { code, reason }: OwnFault): KafkaRecord {
  const { topic, partition, offset, key, value, headers } = record;
  return { key, value, headers: { ...headers, ...reasons(code, reason, `${topic}/${partition}/${offset}`) } };
}

function reasons(code: string, reason: string, origin: string): Headers {
  return headersOf({
    'dead-letter-code': code,
    'dead-letter-reason': reason.slice(0, 500),
    'dead-letter-origin': origin,
  });
}

function withoutContent({ headers }: KafkaRecord): KafkaRecord {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('dead-letter-'));
  return {
    key: null,
    value: null,
    headers: { ...Object.fromEntries(own), ...headersOf({ 'dead-letter-omitted': 'too large' }) },
  };
}
