import type { IHeaders } from 'kafkajs';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface TopicRecord extends TopicPartition {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

/** The broker's topics, seen as its administrator sees them. */
export interface Topics {
  /** Every record of every topic from its beginning up to now, the broker's own topics included. */
  records(): Promise<TopicRecord[]>;
  /** Puts a record there byte for byte, as a second delivery does. Resolves when the broker has it; returns its offset. */
  publish(record: TopicRecord): Promise<number>;
  /** How far a consumer group has read: the offset that it will take next, -1 if it never did. */
  positionOf(groupId: string, place: TopicPartition): Promise<number>;
  create(topic: string): Promise<void>;
  delete(topic: string): Promise<void>;
}

/** A record as one text: key, value and every header. */
export function textOf({ key, value, headers }: TopicRecord): string {
  const all = Object.entries(headers).map(([name, content]) => `${name}: ${String(content)}`);
  return [key?.toString() ?? '', ...all, value?.toString() ?? ''].join('\n');
}
