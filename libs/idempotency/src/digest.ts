import { createHash } from 'node:crypto';

/** SHA-256 of a JSON value. Values that say the same have the same one, in whatever order their members came. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, inOneOrder)).digest('base64url');
}

function inOneOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
