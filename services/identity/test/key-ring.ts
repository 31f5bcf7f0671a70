import { type Key, keyOf, keyPurposes, newJwk } from '../src/keys/key.ts';
import { KeyRing } from '../src/keys/key-ring.ts';

/** One key of each purpose, active since 1970 unless a spec says since when. */
export async function newKeys(activeFromMs = 0): Promise<Key[]> {
  return Promise.all(keyPurposes.map(async (purpose) => keyOf(purpose, await newJwk(purpose), activeFromMs)));
}

export async function aKeyRing(): Promise<KeyRing> {
  return new KeyRing(await newKeys());
}
