import type { PrivilegesFile } from '../privileges.schema.ts';
import type { Problem } from '../privileges-text.ts';
import { claims } from './claims.ts';
import { events } from './events.ts';
import { holders } from './holders.ts';
import { kinds } from './kinds.ts';
import { references } from './references.ts';
import { roundTrips } from './round-trips.ts';

const checks = [references, claims, kinds, holders, events, roundTrips];

/** Every line of the file that means nothing, or more than it should. Empty when all is well. */
export function problemsOf(file: PrivilegesFile): Problem[] {
  return checks.flatMap((check) => [...check(file)]);
}
