import type { Broker } from './broker.ts';
import { headerOf, type StoredRecord } from './stored-record.ts';

const suffix = '.dead-letter';

export class DeadLetterUnknown extends Error {
  readonly code = 'dead_letter_unknown';
  override readonly name = 'DeadLetterUnknown';

  constructor(origin: string) {
    super(`there is no dead letter of ${origin}: see dead-letters list`);
  }
}

/** The record was as large as Kafka takes, so its letter has its reason and not its content. */
export class DeadLetterEmpty extends Error {
  readonly code = 'dead_letter_empty';
  override readonly name = 'DeadLetterEmpty';

  constructor(origin: string) {
    super(`the dead letter of ${origin} is without content: it stands there, if the topic still has it`);
  }
}

/** Records that could not be handled, each with its reason in its headers. */
export class DeadLetters {
  private readonly broker: Broker;

  constructor(broker: Broker) {
    this.broker = broker;
  }

  async all(): Promise<StoredRecord[]> {
    const topics = (await this.broker.topics()).filter((topic) => topic.endsWith(suffix));
    const letters: StoredRecord[] = [];
    for (const topic of topics) letters.push(...(await this.broker.recordsOf(topic)));
    return letters.sort(byTime);
  }

  /**
   * The latest, where a topic that was made anew has counted up to that place again.
   *
   * @param origin topic/partition/offset of the record that could not be handled
   * @throws DeadLetterUnknown
   */
  async of(origin: string): Promise<StoredRecord> {
    const topic = `${topicIn(origin)}${suffix}`;
    const letters = (await this.broker.topics()).includes(topic) ? await this.broker.recordsOf(topic) : [];
    const letter = letters.sort(byTime).findLast((candidate) => originOf(candidate) === origin);
    if (!letter) throw new DeadLetterUnknown(origin);
    return letter;
  }

  /**
   * Puts the record where it stood once more, signature included, at the end of its partition. The letter stays.
   *
   * @returns where it stands now
   * @throws DeadLetterUnknown, DeadLetterEmpty
   */
  async replay(origin: string): Promise<string> {
    const { key, value, headers } = await this.of(origin);
    if ('dead-letter-omitted' in headers) throw new DeadLetterEmpty(origin);
    const own = Object.entries(headers).filter(([name]) => !name.startsWith('dead-letter-'));
    const partition = Number(origin.split('/')[1]);
    return this.broker.append(topicIn(origin), { partition, key, value, headers: Object.fromEntries(own) });
  }
}

export const originOf = (letter: StoredRecord): string => headerOf(letter, 'dead-letter-origin');

const byTime = (one: StoredRecord, other: StoredRecord): number => one.at.getTime() - other.at.getTime();

const topicIn = (origin: string): string => origin.slice(0, origin.indexOf('/'));
