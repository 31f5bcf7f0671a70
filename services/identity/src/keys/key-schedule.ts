import { lifetimeSeconds } from '../lifetimes.ts';
import { sessionLimits, stayConnectedDays } from '../sessions/session.config.ts';
import type { KeyPurpose, Scheduled } from './key.ts';

/** Nothing that a key signs outlives the longest life of anything that identity makes by it: of ids, that of refresh tokens. */
const longestSeconds = Math.max(sessionLimits.maxSeconds, ...Object.values(lifetimeSeconds));
const keptAfterwardsMs = (purpose: KeyPurpose): number =>
  (purpose === 'mac' ? Math.max(longestSeconds, stayConnectedDays * 24 * 3600) : longestSeconds) * 1000;

/** The newest key whose time has come signs. */
export function activeKey<Key extends Scheduled>(keys: readonly Key[], nowMs: number): Key | undefined {
  return newestFirst(keys).find(({ activeFromMs }) => activeFromMs <= nowMs);
}

/** Every key that verifies, the active one first: it, those that come after it, and those whose last signature may still be good. */
export function verifyingKeys<Key extends Scheduled>(keys: readonly Key[], nowMs: number): Key[] {
  const active = activeKey(keys, nowMs);
  const others = keys.filter((key) => key !== active && !isSpent(key, keys, nowMs));
  return [...(active ? [active] : []), ...newestFirst(others)];
}

/** Whether everything that the key signed has expired, so that it can go. What seals the audit is kept: it says what was, for good. */
export function isSpent(key: Scheduled, keys: readonly Scheduled[], nowMs: number): boolean {
  if (key.purpose === 'audit') return false;
  const successor = newestFirst(keys).findLast(({ activeFromMs }) => activeFromMs > key.activeFromMs);
  return successor !== undefined && successor.activeFromMs + keptAfterwardsMs(key.purpose) <= nowMs;
}

function newestFirst<Key extends Scheduled>(keys: readonly Key[]): Key[] {
  return keys.toSorted((one, other) => other.activeFromMs - one.activeFromMs);
}
