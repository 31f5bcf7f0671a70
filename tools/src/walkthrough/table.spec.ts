import { stripVTControlCharacters } from 'node:util';
import { expect, it } from '@jest/globals';
import { tableLines } from './table.ts';

it('aligns columns to their widest cell, and leaves no blanks at the end', () => {
  const rows = [
    ['edge -> order', 'orders_read'],
    ['x', ''],
  ];

  expect(tableLines(['hop', 'scopes'], rows).map(stripVTControlCharacters)).toEqual([
    'hop            scopes',
    '-------------  -----------',
    'edge -> order  orders_read',
    'x',
  ]);
});
