import { stripVTControlCharacters } from 'node:util';
import { expect, it } from '@jest/globals';
import { tableLines } from './table.ts';

it('aligns columns to their widest line, lets cells have several, and leaves no blanks at the end', () => {
  const rows = [
    ['edge -> order', 'orders_read\norders_write', '1'],
    ['x', ''],
  ];

  expect(tableLines(['hop', 'scopes', 'n'], rows).map(stripVTControlCharacters)).toEqual([
    'hop            scopes        n',
    '-------------  ------------  -',
    'edge -> order  orders_read   1',
    '               orders_write',
    'x',
  ]);
});
