import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Kafka } from './kafka.ts';
import { OrderPlaced, placed, type Service } from './service.ts';

const events = 20_000;
/** As many as the relay takes at once. */
const batch = 500;

interface Made {
  readonly subject: string;
  readonly text: string;
}

/** What the outbox holds of so many orders, in the bytes that travel. */
function made(): Made[] {
  return Array.from({ length: events }, () => {
    const subject = randomUUID();
    const event = {
      specversion: '1.0',
      id: randomUUID(),
      source: 'urn:downscope:bench',
      type: OrderPlaced.type,
      subject,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      data: placed(subject),
    };
    return { subject, text: JSON.stringify(event) };
  });
}

/** Events per second from a full outbox to Kafka. */
export async function relayed(service: Service): Promise<number> {
  await service.holdRelay();
  await service.database.pool.query(
    'INSERT INTO outbox (topic, event) SELECT $1, event::jsonb FROM unnest($2::text[]) AS made (event)',
    [OrderPlaced.topic, made().map(({ text }) => text)],
  );
  const since = performance.now();
  await service.letRelay();
  while (!(await service.isAllSent())) await pause(20);
  return events / ((performance.now() - since) / 1000);
}

/** The same bytes, by what the relay has them sent by, without an outbox. */
export async function produced({ client }: Kafka): Promise<number> {
  const producer = client.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  await producer.connect();
  const messages = made().map(({ subject, text }) => ({
    key: subject,
    value: text,
    headers: { 'content-type': 'application/cloudevents+json' },
  }));
  const since = performance.now();
  for (let at = 0; at < messages.length; at += batch) {
    await producer.send({ topic: OrderPlaced.topic, acks: -1, messages: messages.slice(at, at + batch) });
  }
  const perSecond = events / ((performance.now() - since) / 1000);
  await producer.disconnect();
  return perSecond;
}
