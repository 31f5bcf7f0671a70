import type { AuditEntry } from './audit.ts';

type Known = Omit<AuditEntry, 'event' | 'reason'>;

const knownByRequest = new WeakMap<object, Known>();

/** Remembers what a request turned out to be about, for the line that is written should it be refused. */
export function remember(request: object, facts: Known): void {
  knownByRequest.set(request, { ...knownByRequest.get(request), ...facts });
}

export function factsOf(request: object): Known {
  return knownByRequest.get(request) ?? {};
}
