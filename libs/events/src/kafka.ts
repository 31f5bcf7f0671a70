import { Logger } from '@nestjs/common';
import { Kafka, type LogEntry, logLevel } from 'kafkajs';

/** Injection token of the service's Kafka client. */
export const KAFKA = Symbol('KAFKA');

export interface KafkaOptions {
  /** The service's name: client id, consumer group and CloudEvents `source`. */
  readonly service: string;
  /** Bootstrap servers, host:port. */
  readonly brokers: readonly string[];
}

export function kafkaClient({ service, brokers }: KafkaOptions): Kafka {
  return new Kafka({ clientId: service, brokers: [...brokers], logLevel: logLevel.WARN, logCreator: () => toNest });
}

const logger = new Logger('Kafka');

function toNest({ level, namespace, log }: LogEntry): void {
  const text = `${namespace}: ${log.message}`;
  if (level === logLevel.ERROR) logger.error(text);
  else logger.warn(text);
}
