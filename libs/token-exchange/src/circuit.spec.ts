import { describe, expect, it } from '@jest/globals';
import { Circuit, defaultLimits } from './circuit.ts';
import { DownstreamUnavailable } from './errors.ts';

const unavailable = new DownstreamUnavailable('identity');
const never = (): Promise<never> => new Promise(() => undefined);

describe('a circuit', () => {
  it('lets so many through at once, has so many wait, and refuses the rest', async () => {
    const circuit = new Circuit('identity', { ...defaultLimits, atOnce: 2, waiting: 1 });
    let started = 0;
    const work = (): Promise<never> => {
      started++;
      return never();
    };
    for (let i = 0; i < 3; i++) void circuit.through(work);
    await expect(circuit.through(work)).rejects.toMatchObject({ name: 'DownstreamUnavailable', retryAfterSeconds: 1 });
    expect(started).toBe(2);
  });

  it('counts outages in a row, not what was refused or misunderstood, and says when it opens', async () => {
    const states: number[] = [];
    const circuit = new Circuit('identity', { ...defaultLimits, failures: 2 }, (state) => states.push(state));
    const outage = (): Promise<unknown> => circuit.through(() => Promise.reject(unavailable)).catch(() => undefined);
    const other = (): Promise<unknown> => circuit.through(() => Promise.reject(new Error())).catch(() => undefined);

    for (let i = 0; i < 5; i++) await other();
    await outage();
    await circuit.through(() => Promise.resolve());
    await outage();
    expect(states).toEqual([]);
    await outage();
    expect(states).toHaveLength(1);
    await expect(circuit.through(() => Promise.resolve())).rejects.toMatchObject({ retryAfterSeconds: 1 });
  });
});
