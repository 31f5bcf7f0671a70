import { once } from 'node:events';
import type { Broker } from './broker.ts';
import { TopicUnknown } from './broker.errors.ts';
import { shown } from './shown-record.ts';
import type { StoredRecord } from './stored-record.ts';

/** Prints a line for each record that comes, until Ctrl-C. */
export async function tail(broker: Broker, topic: string | undefined): Promise<void> {
  const topics = await broker.topics();
  if (topic !== undefined && !topics.includes(topic)) throw new TopicUnknown(topic, topics);
  const followed = topic === undefined ? topics : [topic];
  await broker.follow(followed, printLine, () => {
    console.error(`${followed.join(', ')}: what comes from now on. Ctrl-C ends it.`);
    return Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  });
}

function printLine(record: StoredRecord): void {
  const { type, subject, data } = shown(record);
  const place = `${record.topic}/${record.partition}/${record.offset}`;
  const parts = [record.at.toISOString(), place, type, subject, data === undefined ? '' : JSON.stringify(data)];
  console.log(parts.join('  ').trimEnd());
}
