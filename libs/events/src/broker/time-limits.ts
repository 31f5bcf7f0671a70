import { setTimeout as delay } from 'node:timers/promises';

// What every client keeps to, so that a service waits for Kafka as long with the one as with the other.

/** How long the broker keeps an empty answer open. Heartbeats go in between. */
export const pollMs = 2_000;
/** A new partition is read, and written to, that late at most. */
export const metadataMaxAgeMs = 5_000;
/** Of what ends a consumer, one after the other: a record under way, the note of what is done, leaving the group. */
export const closeTimeoutsMs = { record: 3_000, note: 1_000, leave: 2_500 };

/** Waits for the end of something, whichever it is, and no longer than that. */
export async function within(timeoutMs: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work.catch(() => undefined), delay(timeoutMs, undefined, { ref: false })]);
}
