import { Counter, Gauge } from 'prom-client';
import type { Revocations } from './revocations.ts';

const known = new Set<Revocations>();

export const events = new Counter({
  name: 'revocations_events_total',
  help: 'Security event tokens that came, by outcome: taken, or refused because they are none of this stream',
  labelNames: ['outcome'],
});
export const failures = new Counter({
  name: 'revocations_failures_total',
  help: 'Polls, and attempts to open a stream, that were in vain',
});
new Gauge({
  name: 'revocations_fresh',
  help: '1 while everything is known that was revoked until a second ago; 0: the bounds without it hold',
  collect() {
    this.set([...known].every(({ isFresh }) => isFresh) ? 1 : 0);
  },
});
new Gauge({
  name: 'revocations_last_word_age_seconds',
  help: 'How old the last word of the transmitter is; +Inf before the first',
  collect() {
    this.set(Math.max(0, ...[...known].map(({ lastWordAgeMs }) => lastWordAgeMs)) / 1000);
  },
});
new Gauge({
  name: 'revocations_remembered',
  help: 'How many ended tokens are remembered, until nothing that descends from them can be alive',
  collect() {
    this.set([...known].reduce((sum, { remembered }) => sum + remembered, 0));
  },
});

/** From now on the metrics are about these too, until what this answers is called. */
export function measure(revocations: Revocations): () => void {
  known.add(revocations);
  return () => {
    known.delete(revocations);
  };
}
