import { type Broker, TopicUnknown } from './broker.ts';
import { shown } from './shown-record.ts';

/** Prints a line for each record that comes, until Ctrl-C. */
export async function tail(broker: Broker, topic: string | undefined): Promise<void> {
  const topics = await broker.topics();
  if (topic !== undefined && !topics.includes(topic)) throw new TopicUnknown(topic, topics);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      stopping.abort();
    });
  const followed = topic === undefined ? topics : [topic];
  console.error(`${followed.join(', ')}: from now on. Ctrl-C ends it.`);
  await broker.follow(
    followed,
    (record) => {
      const { type, subject, data } = shown(record);
      const place = `${record.topic}/${record.partition}/${record.offset}`;
      console.log([record.at.toISOString(), place, type, subject, JSON.stringify(data) ?? ''].join('  ').trimEnd());
    },
    stopping.signal,
  );
}
