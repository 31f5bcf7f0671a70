import { setTimeout as pause } from 'node:timers/promises';
import { cpuOfFamily } from '../cpu.ts';
import type { Contestant } from './contestant.ts';

/** What is done for a request after its answer, such as sealing its audit, is done within a second, and belongs to it. */
const afterwardsMs = 1_000;

/** Of each of what was done. */
export interface Cost {
  readonly perSecond: number;
  /** Microseconds of CPU. */
  readonly application: number;
  /** Microseconds of CPU of the database's server. */
  readonly database: number;
}

export const whole = ({ application, database }: Cost): number => application + database;

/** @param work does something so many times */
export async function costOf(
  { pids }: Pick<Contestant, 'pids'>,
  databasePid: number,
  count: number,
  work: () => Promise<void>,
): Promise<Cost> {
  const cpu = (): [number, number] => [pids.reduce((sum, pid) => sum + cpuOfFamily(pid), 0), cpuOfFamily(databasePid)];
  const [application, database] = cpu();
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1000;
  await pause(afterwardsMs);
  const [applicationThen, databaseThen] = cpu();
  const each = (ms: number): number => (ms * 1000) / count;
  return {
    perSecond: count / seconds,
    application: each(applicationThen - application),
    database: each(databaseThen - database),
  };
}
