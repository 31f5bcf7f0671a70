import { createHash } from 'node:crypto';

const otherThan = (letter: string): string => (letter === 'A' ? 'B' : 'A');

const ways = {
  'without its last letter': (text: string) => text.slice(0, -1),
  'with another last letter': (text: string) => text.slice(0, -1) + otherThan(text.slice(-1)),
  'with another first letter': (text: string) => otherThan(text.slice(0, 1)) + text.slice(1),
  'half of it': (text: string) => text.slice(0, text.length / 2),
  'in capitals': (text: string) => text.toUpperCase(),
  'with padding': (text: string) => `${text}==`,
  backwards: (text: string) => Array.from(text).toReversed().join(''),
  'its digest': (text: string) => createHash('sha256').update(text).digest('base64url'),
} as const;

export type WayToSpoil = keyof typeof ways;
export const waysToSpoil = Object.keys(ways) as [WayToSpoil, ...WayToSpoil[]];

/** Another token or code than the good one, however near. */
export function spoiltText(text: string, way: WayToSpoil): string {
  return ways[way](text);
}
