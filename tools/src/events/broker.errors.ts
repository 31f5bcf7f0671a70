export class BrokerUnreachable extends Error {
  readonly code = 'broker_unreachable';
  override readonly name = 'BrokerUnreachable';

  constructor(brokers: string, cause: unknown) {
    super(`Kafka at ${brokers} does not answer`, { cause });
  }
}

export class TopicUnknown extends Error {
  readonly code = 'topic_unknown';
  override readonly name = 'TopicUnknown';

  constructor(topic: string, known: readonly string[]) {
    super(`there is no topic ${topic}: there is ${known.join(', ')}`);
  }
}
