import { Kafka, logLevel } from 'kafkajs';
import type { BrokerDoor } from './broker.ts';
import type { Secret } from './secret.ts';

/** Into a broker with a token (RFC 7628). */
export function bearerDoor(brokers: string, token: Secret): BrokerDoor {
  const oauthBearerProvider = () => Promise.resolve({ value: token.reveal() });
  return { brokers: brokers.split(','), sasl: { mechanism: 'oauthbearer', oauthBearerProvider } };
}

/** What the broker says there is, to who may know. */
export async function topicsSeenBy(door: BrokerDoor): Promise<string[]> {
  const admin = new Kafka({ clientId: 'e2e', ...door, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return (await admin.listTopics()).sort();
  } finally {
    await admin.disconnect();
  }
}
