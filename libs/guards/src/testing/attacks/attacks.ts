import type { TokenOptions } from '../a-token.ts';
import type { TestKey } from '../test-key.ts';
import { algorithms } from './algorithms.ts';
import type { Attack, AttackFamily, Oddity, PlaceFamily } from './attack.ts';
import { Baseline } from './baseline.ts';
import { encodings } from './encodings.ts';
import { headerParameters } from './headers.ts';
import { json } from './json.ts';
import { keyIds } from './key-ids.ts';
import { odditiesOf, oddPlacesOf } from './oddities.ts';
import { parties } from './parties.ts';
import { places } from './places.ts';
import { powers } from './powers.ts';
import { securityEvents } from './security-events.ts';
import { signatures } from './signatures.ts';
import { times } from './times.ts';
import { types } from './types.ts';
import { wire } from './wire.ts';

const placeFamilies: Record<string, PlaceFamily> = { place: places, wire };
const families: Record<string, AttackFamily> = {
  algorithm: algorithms,
  signature: signatures,
  header: headerParameters,
  kid: keyIds,
  typ: types,
  event: securityEvents,
  party: parties,
  time: times,
  power: powers,
  json,
  encoding: encodings,
  ...placeFamilies,
};

/** A token that the API under attack accepts: it trusts this key, and the route attacked asks for no more than these scopes. */
export type BaselineOptions = TokenOptions & { readonly key?: TestKey };

/** Requests made from an accepted token with exactly one thing changed, and signed again where the change is in the token. */
export function attacks(baseline: BaselineOptions = {}): Attack[] {
  return named(families, new Baseline(baseline));
}

/** Those among them that leave the token as it is: for who takes another kind of token, such as an edge with opaque ones. */
export function misplaced(token: string): Attack[] {
  return named(placeFamilies, { token });
}

/** Requests that differ from the usual as much, and must be served. */
export function oddities(baseline: BaselineOptions = {}): Oddity[] {
  return odditiesOf(new Baseline(baseline));
}

/** Those among them that leave the token as it is. */
export function oddPlaces(token: string): Oddity[] {
  return oddPlacesOf({ token });
}

function named<Good>(all: Record<string, (good: Good) => Attack[]>, good: Good): Attack[] {
  return Object.entries(all).flatMap(([family, attacksOf]) =>
    attacksOf(good).map((attack) => ({ ...attack, name: `${family}: ${attack.name}` })),
  );
}
