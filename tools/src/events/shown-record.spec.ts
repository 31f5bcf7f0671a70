import { expect, it } from '@jest/globals';
import { shown } from './shown-record.ts';

const event = { specversion: '1.0', id: '1', type: 'order.placed', subject: 'o-1', data: { total: 1 } };
const asShown = { type: 'order.placed', subject: 'o-1', data: { total: 1 } };

it.each([
  ['structured mode', JSON.stringify(event), {}, asShown],
  ['binary mode', '{"total":1}', { ce_specversion: '1.0', ce_type: 'order.placed', ce_subject: 'o-1' }, asShown],
  ['no JSON', 'x', {}, { type: '(no event)', subject: '' }],
  ['a list', '[]', {}, { type: '(no event)', subject: '' }],
  ['a tombstone', null, {}, { type: '(no event)', subject: '' }],
])('shows %s', (_, value, headers, expected) => {
  expect(shown({ value: value === null ? null : Buffer.from(value), headers })).toEqual(expected);
});
