import type { Database } from '@downscope/postgres';
import type { Command } from './command.ts';
import { FileKeyEncryption } from '../keys/file-key-encryption.ts';
import { activeKey } from '../keys/key-schedule.ts';
import { KeyStore, type StoredKey } from '../keys/key-store.ts';
import { keyPurposes } from '../keys/key.ts';
import { keysConfig, rotationTimes } from '../keys/keys.config.ts';

/** Every key there is, newest first, and what it does. */
export const listKeys: Command = async (database) => lines(await storeIn(database).list(), Date.now());

/** Makes the next keys now. They sign after KEY_PUBLISHED_AHEAD_SECONDS. */
export const rotateKeys: Command = async (database) => {
  const store = storeIn(database);
  await store.rotate(rotationTimes);
  return lines(await store.list(), Date.now());
};

function storeIn(database: Database): KeyStore {
  return new KeyStore(database, FileKeyEncryption.of(keysConfig.KEY_ENCRYPTION_KEY));
}

function lines(keys: readonly StoredKey[], nowMs: number): string[] {
  return keyPurposes.flatMap((purpose) => {
    const ofPurpose = keys.filter((key) => key.purpose === purpose);
    const active = activeKey(ofPurpose, nowMs);
    return ofPurpose
      .toSorted((one, other) => other.activeFromMs - one.activeFromMs)
      .map((key) => [purpose.padEnd(14), key.kid, stateOf(key, active, nowMs)].join('  '));
  });
}

function stateOf(key: StoredKey, active: StoredKey | undefined, nowMs: number): string {
  const since = new Date(key.activeFromMs).toISOString();
  if (key === active) return `signs since ${since}`;
  return key.activeFromMs > nowMs
    ? `is known, and signs from ${since} on`
    : `signed from ${since} on, and still verifies`;
}
