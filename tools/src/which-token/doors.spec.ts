import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { privileges } from '../privileges/files.ts';
import { counted, Doors } from './doors.ts';

const doors = new Doors(privileges, 'walkthrough');
const none = '–';

/** The rows of docs/which-token.md: where it is stolen, and what it opens then. */
const rows = [
  ['order', counted(doors.exchanged('order')), none],
  ['billing', counted(doors.exchanged('order', 'billing')), none],
  ['customer, called by order', counted(doors.exchanged('order', 'customer')), none],
  [
    'customer, called by billing',
    counted(doors.exchanged('order', 'billing', 'customer')),
    counted(doors.own('billing', 'customer')),
  ],
].map(([from, ...opens]) => [from, counted(doors.forwarded()), ...opens]);

describe('docs/which-token.md', () => {
  const text = readFileSync(new URL('../../../docs/which-token.md', import.meta.url), 'utf8');
  const cells = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

  it('counts the doors that a stolen token opens as privileges.yaml has them', () => {
    const start = cells.findIndex(([head]) => head === 'stolen from');
    expect(cells.slice(start + 2)).toEqual(rows);
  });
});

describe('a stolen token', () => {
  it('opens one API alone, once it is exchanged, and fewer doors at each hop', () => {
    const way = [['order'], ['order', 'billing'], ['order', 'billing', 'customer']] as const;
    const opened = way.map(([first, ...others]) => doors.exchanged(first, ...others));
    for (const [hop, at] of opened.entries())
      expect(new Set(at.map((door) => door.split(' ')[0]))).toEqual(new Set([way[hop]?.at(-1)]));
    expect(opened.map(({ length }) => length)).toEqual(opened.map(({ length }) => length).toSorted((a, b) => b - a));
    expect(doors.forwarded().length).toBeGreaterThan(opened[0]?.length ?? Infinity);
  });

  it('that is a service’s own opens no door to personal data', () => {
    expect(doors.own('billing', 'customer')).toEqual(['customer customers_terms_read_any']);
    expect(doors.own('billing', 'kafka')).toEqual(['kafka topics_use_any']);
    expect(doors.own('billing', 'order')).toEqual([]);
  });
});
