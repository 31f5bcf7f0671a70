import type { IHeaders, KafkaMessage } from 'kafkajs';
import { reasonOf } from './failure.ts';

interface DeadLetter {
  readonly topic: string;
  readonly messages: { key: Buffer | null; value: Buffer | null; headers: IHeaders }[];
}

/** What goes to a topic's dead-letter topic: the record as it came, and in its headers why it could not be handled. */
export function deadLetter(topic: string, partition: number, message: KafkaMessage, error: unknown): DeadLetter {
  const { code, text } = reasonOf(error);
  const headers = {
    ...message.headers,
    'dead-letter-code': code,
    'dead-letter-reason': text,
    'dead-letter-origin': `${topic}/${String(partition)}/${message.offset}`,
  };
  return { topic: `${topic}.dead-letter`, messages: [{ key: message.key, value: message.value, headers }] };
}
