import type { IHeaders, KafkaMessage } from 'kafkajs';

/** As it is stored, byte for byte. */
export interface StoredRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly at: Date;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

export function storedRecord(topic: string, partition: number, message: KafkaMessage): StoredRecord {
  const { offset, timestamp, key, value, headers = {} } = message;
  return {
    topic,
    partition,
    offset,
    at: new Date(Number(timestamp)),
    key,
    value,
    headers,
  };
}

/** A header as text; empty when there is none. */
export function headerOf({ headers }: Pick<StoredRecord, 'headers'>, name: string): string {
  return headers[name]?.toString() ?? '';
}
