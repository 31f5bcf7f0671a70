/** What is told, by the names of CAEP 1.0 section 3. */
export const eventTypes = {
  'session-revoked': 'https://schemas.openid.net/secevent/caep/event-type/session-revoked',
  'token-claims-change': 'https://schemas.openid.net/secevent/caep/event-type/token-claims-change',
} as const;

export type EventName = keyof typeof eventTypes;

/** Tells nothing but that the stream works (SSF 1.0 section 8.1.4). Every stream has it. */
export const verificationType = 'https://schemas.openid.net/secevent/ssf/event-type/verification';

export const eventsSupported: readonly string[] = Object.values(eventTypes);

/** @param requested by their URIs, whatever there is where nothing was requested */
export function eventsDelivered(requested: readonly string[] | null): string[] {
  return eventsSupported.filter((type) => requested?.includes(type) ?? true);
}

export function namesDelivered(requested: readonly string[] | null): EventName[] {
  const delivered = eventsDelivered(requested);
  return (Object.keys(eventTypes) as EventName[]).filter((name) => delivered.includes(eventTypes[name]));
}
