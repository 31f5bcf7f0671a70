import { describe, expect, it } from '@jest/globals';
import { parseCloudEvent } from './cloud-event.ts';

const valid = {
  specversion: '1.0',
  id: '1',
  source: 'order',
  type: 'org.downscope.order.placed.v1',
  subject: 'o-1',
  time: '2026-11-24T12:00:00.000Z',
  datacontenttype: 'application/json',
  data: { total: 1 },
};
const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

describe('parseCloudEvent', () => {
  it('reads structured mode', () => {
    expect(parseCloudEvent(bytes(valid))).toEqual(valid);
  });

  it.each(['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype'])('needs %s', (name) => {
    expect(() => parseCloudEvent(bytes({ ...valid, [name]: undefined }))).toThrow(name);
  });

  it.each([
    ['a tombstone', null],
    ['text', Buffer.from('hello')],
    ['another version', bytes({ ...valid, specversion: '0.3' })],
    ['a list', bytes([valid])],
  ])('refuses %s', (_, value) => {
    expect(() => parseCloudEvent(value)).toThrow();
  });
});
