import { createRequire } from 'node:module';
import type { KafkaClient, KafkaOptions, RecordConsumer, RecordProducer, Subscription } from './kafka-client.ts';

/** A service is to speak to Kafka by a package that is not installed. */
export class KafkaClientMissing extends Error {
  readonly code = 'kafka_client_missing';
  override readonly name = 'KafkaClientMissing';

  constructor(options?: ErrorOptions) {
    super('KAFKA_CLIENT is platformatic, and @platformatic/kafka is not installed', options);
  }
}

/** @throws KafkaClientMissing */
export function mustBeInstalled(client: KafkaOptions['client']): void {
  if (client !== 'platformatic') return;
  try {
    createRequire(import.meta.url).resolve('@platformatic/kafka');
  } catch (cause) {
    throw new KafkaClientMissing({ cause });
  }
}

/** The client that the options name, loaded when it is first needed: the other's package need not be there. */
export class ChosenClient implements KafkaClient {
  private loading: Promise<KafkaClient> | undefined;

  /** @throws KafkaClientMissing */
  constructor(private readonly options: KafkaOptions) {
    mustBeInstalled(options.client);
  }

  async producer(): Promise<RecordProducer> {
    const client = await this.load();
    return client.producer();
  }

  async consumer(subscription: Subscription): Promise<RecordConsumer> {
    const client = await this.load();
    return client.consumer(subscription);
  }

  private load(): Promise<KafkaClient> {
    this.loading ??= loaded(this.options);
    return this.loading;
  }
}

async function loaded(options: KafkaOptions): Promise<KafkaClient> {
  switch (options.client ?? 'kafkajs') {
    case 'kafkajs': {
      const { KafkajsClient } = await import('./kafkajs-client.ts');
      return new KafkajsClient(options);
    }
    case 'platformatic': {
      const { PlatformaticClient } = await import('./platformatic-client.ts');
      return new PlatformaticClient(options);
    }
  }
}
