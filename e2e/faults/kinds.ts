import type { Fault } from './fault.ts';
import { behindFaults } from './kinds/behind.ts';
import { brokerFaults } from './kinds/broker.ts';
import { clockFaults } from './kinds/clock.ts';
import { identityFaults } from './kinds/identity.ts';
import { killsOf } from './kinds/kills.ts';
import { networkFaults } from './kinds/network.ts';
import { postgresFaults } from './kinds/postgres.ts';
import { recordFaults } from './kinds/records.ts';

/** Everything that is done to the system, by kind. */
export const kinds: Readonly<Record<string, readonly Fault[]>> = {
  order: killsOf('order'),
  billing: killsOf('billing'),
  records: recordFaults,
  broker: brokerFaults,
  postgres: postgresFaults,
  network: networkFaults,
  behind: behindFaults,
  identity: identityFaults,
  clock: clockFaults,
};

export class UnknownKindError extends Error {
  override readonly name = 'UnknownKindError';
  readonly code = 'unknown_kind';
}

/** @param names none: all */
export function kindsNamed(names: readonly string[]): [string, readonly Fault[]][] {
  const unknown = names.filter((name) => !(name in kinds));
  if (unknown.length > 0) {
    throw new UnknownKindError(`${unknown.join(', ')}: there are ${Object.keys(kinds).join(', ')}`);
  }
  return Object.entries(kinds).filter(([name]) => names.length === 0 || names.includes(name));
}
