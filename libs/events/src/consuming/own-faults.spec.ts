import { describe, expect, it } from '@jest/globals';
import { databaseErrorOf } from '@downscope/postgres';
import pg from 'pg';
import { EventUnreadable } from './event-errors.ts';
import { ownFaultOf } from './own-faults.ts';

const error = (properties: object, cause?: unknown): Error => Object.assign(new Error('secret', { cause }), properties);

/** As the database says it. */
const refused = (sqlState: string): Error => {
  return databaseErrorOf(Object.assign(new pg.DatabaseError('secret', 0, 'error'), { code: sqlState }));
};

describe('ownFaultOf', () => {
  it.each([
    ['what is no event', new EventUnreadable(), 'event_unreadable'],
    ['a value that no column holds', refused('22003'), 'sqlstate_22003'],
    ['a violated constraint, wrapped', error({}, refused('23505')), 'sqlstate_23505'],
    ['a refusal of our own', error({ status: 422, code: 'product_unknown' }), 'product_unknown'],
    ['a refusal of another service', error({ status: 502, code: 'refused', upstreamStatus: 404 }), 'refused'],
  ])('names %s', (_, thrown, code) => {
    expect(ownFaultOf(thrown)?.code).toBe(code);
    expect(ownFaultOf(thrown)?.reason).not.toContain('secret');
  });

  it.each([
    ['a bug', new TypeError('x is undefined')],
    ['something that is no error', 'text'],
    ['a statement that is wrong', refused('42P01')],
    ['a serialization failure', refused('40001')],
    ['an error of ours without a code', error({ status: 404 })],
    ['who we are', error({ status: 502, code: 'refused', upstreamStatus: 401 })],
    ['too many requests', error({ status: 502, code: 'refused', upstreamStatus: 429 })],
    ['a token that we do not get', error({ code: 'refused', upstreamStatus: 400, upstreamCode: 'invalid_scope' })],
    ['what says that it passes', error({ retryable: true }, refused('23505'))],
  ])('leaves to time: %s', (_, thrown) => {
    expect(ownFaultOf(thrown)).toBeUndefined();
  });
});
