import { randomInt } from 'node:crypto';
import { eventually } from '../../support/eventually.ts';
import type { TopicRecord, Topics } from '../../support/topics.ts';
import type { Fault } from '../fault.ts';
import { poisons } from './poison.ts';

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
    heals: 'nothing needs to',
    async strike(stack, { isShort, healing }) {
      const events = (await stack.topics.records()).filter(isEvent);
      const published = await publish(stack.topics, shuffled(around(events, isShort ? 100 : 1_000)));
      healing();
      await untilHeard(stack.topics, published);
    },
  },
  {
    name: '200 records of ten kinds that nobody can handle, among 2,000 good ones',
    times: 1,
    short: 1,
    heals: 'dead letters',
    async strike(stack, { isShort, healing }) {
      const [good] = (await stack.topics.records()).filter(isEvent);
      if (!good) throw new Error('there is no event to spoil');
      const bad = Object.values(poisons).map((spoil) => spoil(good));
      const published = await publish(stack.topics, around(bad, isShort ? 20 : 200));
      healing();
      await untilSetAside(stack.topics, published);
    },
  },
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
  for (const { record, offset } of published) {
    await eventually(
      async () => {
        const position = await topics.positionOf(consumers[record.topic] ?? '', record);
        if (position <= offset) throw new Error(`${record.topic}/${record.partition}/${offset} has not been heard`);
      },
      { deadlineMs: 60_000 },
    );
  }
}

/** Each has a dead letter that says where it stood. */
async function untilSetAside(topics: Topics, published: readonly Published[]): Promise<void> {
  await eventually(
    async () => {
      const origins = new Set((await topics.records()).map(({ headers }) => String(headers['dead-letter-origin'])));
      const missing = published.filter(
        ({ record, offset }) => !origins.has(`${record.topic}/${record.partition}/${offset}`),
      );
      if (missing.length > 0) throw new Error(`${missing.length} records have no dead letter`);
    },
    { deadlineMs: 60_000 },
  );
}
