import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const words = z.string().transform((text) => text.split(' '));
const why = z.string().min(5);

/** What both write, or what either does and why the other does not. */
const line = z.union([
  z.string().transform((both) => ({ controller: both, local: both, when: [] as string[] })),
  z
    .strictObject({ both: z.string(), when: words })
    .transform(({ both, when }) => ({ controller: both, local: both, when })),
  z.strictObject({ controller: z.string(), local: z.string().optional(), when: words.default([]), why }),
  z.strictObject({ controller: z.undefined().optional(), local: z.string(), when: words.default([]), why }),
]);

const places = [
  'main',
  'events',
  'http',
  'upstream',
  'server',
  'unnamedServer',
  'swap',
  'location',
  'error',
  'servers',
] as const;
export type Place = (typeof places)[number];

const table = z
  .record(z.enum(places), z.array(line))
  .parse(parse(readFileSync(new URL('template-facts.yaml', import.meta.url), 'utf8')));

export type Side = 'controller' | 'local';

/** What differs by route, host or stack: what stands in the table's braces, and the words of `when` that hold. */
export interface Circumstances {
  readonly values: Readonly<Record<string, string>>;
  readonly words: ReadonlySet<string>;
}

/** The directives that one side has at a place, as the table says. */
export function directivesAt(place: Place, side: Side, { values, words: holding }: Circumstances): string[] {
  return table[place]
    .filter(({ when }) => when.every((word) => holding.has(word)))
    .flatMap((entry) => entry[side] ?? [])
    .map((directive) => directive.replaceAll(/\{([A-Za-z]+)\}/g, (braces, name: string) => values[name] ?? braces));
}
