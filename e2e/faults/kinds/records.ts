import { randomInt } from 'node:crypto';
import { eventually } from '../../support/eventually.ts';
import type { TopicRecord, Topics } from '../../support/topics.ts';
import type { Fault, Strike } from '../fault.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import { poisonFault } from './poison.ts';

const consumers: Readonly<Record<string, string>> = { orders: 'billing', invoices: 'order' };
const isEvent = ({ topic }: TopicRecord): boolean => topic in consumers;

interface Published {
  readonly record: TopicRecord;
  readonly offset: number;
}

export const recordFaults: readonly Fault[] = [
  {
    name: '1,000 records delivered again, in another order',
    times: 1,
    short: 1,
    async strike(stack: FaultStack, { isShort, healing }: Strike): Promise<void> {
      const events = (await stack.topics.records()).filter(isEvent);
      const published = await publish(stack.topics, shuffled(around(events, isShort ? 100 : 1_000)));
      healing();
      await untilHeard(stack.topics, published);
    },
  },
  poisonFault,
];

/** As many, from the beginning again where there are fewer. */
function around(records: readonly TopicRecord[], count: number): TopicRecord[] {
  return Array.from({ length: count }, (_, index) => records[index % records.length]).filter(
    (record) => record !== undefined,
  );
}

function shuffled(records: readonly TopicRecord[]): TopicRecord[] {
  return records
    .map((record) => [randomInt(2 ** 32), record] as const)
    .sort(([a], [b]) => a - b)
    .map(([, record]) => record);
}

/** Some at a time, among the orders that callers place meanwhile. */
async function publish(topics: Topics, records: readonly TopicRecord[]): Promise<Published[]> {
  const published: Published[] = [];
  const rest = [...records];
  const next = async (): Promise<void> => {
    for (let record = rest.pop(); record; record = rest.pop())
      published.push({ record, offset: await topics.publish(record) });
  };
  await Promise.all(Array.from({ length: 5 }, next));
  return published;
}

async function untilHeard(topics: Topics, published: readonly Published[]): Promise<void> {
  const byPlace = Map.groupBy(published, ({ record: { topic, partition } }) => `${topic}/${partition}`);
  for (const [place, each] of byPlace) {
    const last = each.reduce((latest, candidate) => (candidate.offset > latest.offset ? candidate : latest));
    await eventually(
      async () => {
        const position = await topics.positionOf(consumers[last.record.topic] ?? '', last.record);
        if (position <= last.offset) throw new Error(`${place}/${last.offset} has not been heard`);
      },
      { deadlineMs: 60_000 },
    );
  }
}
