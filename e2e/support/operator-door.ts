import type { StackDescription } from '@downscope/local/stack';
import type { BrokerDoor } from './broker.ts';

/** As whoever looks after the broker; into a Kafka of one's own as anybody. */
export function operatorDoor({ kafkaBrokers, kafkaOperator }: StackDescription): BrokerDoor {
  if (!kafkaOperator) return { brokers: kafkaBrokers.split(',') };
  const { brokers, username, password } = kafkaOperator;
  return { brokers: brokers.split(','), sasl: { mechanism: 'plain', username, password } };
}
