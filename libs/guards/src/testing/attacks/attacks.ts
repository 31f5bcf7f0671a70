import type { TokenOptions } from '../a-token.ts';
import type { TestKey } from '../test-key.ts';
import { algorithms } from './algorithms.ts';
import type { Attack, AttackFamily, Oddity } from './attack.ts';
import { Baseline } from './baseline.ts';
import { encodings } from './encodings.ts';
import { headerParameters } from './headers.ts';
import { json } from './json.ts';
import { keyIds } from './key-ids.ts';
import { odditiesOf } from './oddities.ts';
import { parties } from './parties.ts';
import { places } from './places.ts';
import { powers } from './powers.ts';
import { signatures } from './signatures.ts';
import { times } from './times.ts';
import { types } from './types.ts';
import { wire } from './wire.ts';

const families: Record<string, AttackFamily> = {
  algorithm: algorithms,
  signature: signatures,
  header: headerParameters,
  kid: keyIds,
  typ: types,
  party: parties,
  time: times,
  power: powers,
  json,
  encoding: encodings,
  place: places,
  wire,
};

/** A token that the API under attack accepts: it trusts this key, and the route attacked asks for no more than these scopes. */
export type BaselineOptions = TokenOptions & { readonly key?: TestKey };

/** Requests made from an accepted token with exactly one thing changed, and signed again where the change is in the token. */
export function attacks(baseline: BaselineOptions = {}): Attack[] {
  const good = new Baseline(baseline);
  return Object.entries(families).flatMap(([family, attacksOf]) =>
    attacksOf(good).map((attack) => ({ ...attack, name: `${family}: ${attack.name}` })),
  );
}

/** Requests that differ from the usual as much, and must be served. */
export function oddities(baseline: BaselineOptions = {}): Oddity[] {
  return odditiesOf(new Baseline(baseline));
}
