import { eventually } from './eventually.ts';
import type { TopicRecord, Topics } from './topics.ts';

/** Waits for the dead letter of the record with this key. */
export function deadLetterWith(key: Buffer, topics: Topics): Promise<TopicRecord> {
  return eventually(
    async () => {
      const letter = (await topics.records()).find(
        (record) => record.topic.endsWith('.dead-letter') && record.key?.equals(key),
      );
      if (!letter) throw new Error('there is no such dead letter yet');
      return letter;
    },
    { deadlineMs: 20_000 },
  );
}
