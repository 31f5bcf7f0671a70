import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { jsonSchemaOf } from './json-schema.ts';
import { unread } from './unread.ts';

const money = z.object({ minorUnits: z.int(), currency: z.literal('EUR') });
const data = z.object({ orderId: z.uuid(), total: money, note: z.string().optional() });

describe('what is counted on', () => {
  it.each<[string, z.ZodType]>([
    ['nothing changes', data],
    ['a member comes', data.extend({ region: z.string() })],
    ['a member comes now and then', data.extend({ region: z.string().optional() })],
    ['a member is always there that was not', data.required()],
    ['only words about a member change', data.extend({ orderId: z.uuid().describe('whose it is') })],
    ['a member is narrower', data.extend({ note: z.string().max(10).optional() })],
  ])('can still be read when %s', (_, now) => {
    expect(unread(jsonSchemaOf(data), jsonSchemaOf(now))).toEqual([]);
  });

  it.each<[string, z.ZodType, string]>([
    ['a member goes', data.omit({ note: true }), 'data.note: is not there'],
    ['a member is there only now and then', data.partial({ total: true }), 'data.total: is not always there'],
    ['a member has another type', data.extend({ note: z.int().optional() }), 'data.note: another type'],
    ['a member is less narrow', data.extend({ orderId: z.string() }), 'data.orderId: another format'],
    ['a member may be null', data.extend({ total: money.nullable() }), 'data.total: another type'],
    [
      'a value is another',
      data.extend({ total: money.extend({ currency: z.literal('USD') }) }),
      'data.total.currency: another const',
    ],
    [
      'a member of a member goes',
      data.extend({ total: money.omit({ currency: true }) }),
      'data.total.currency: is not there',
    ],
  ])('can be read no more when %s', (_, now, what) => {
    expect(unread(jsonSchemaOf(data), jsonSchemaOf(now))).toContain(what);
  });
});
