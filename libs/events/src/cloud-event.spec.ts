import { describe, expect, it } from '@jest/globals';
import { headersOf } from './broker/headers.ts';
import { type CloudEvent, parseCloudEvent } from './cloud-event.ts';

const valid = {
  specversion: '1.0',
  id: '1',
  source: 'urn:downscope:order',
  type: 'org.downscope.order.placed.v1',
  subject: 'o-1',
  time: '2026-11-24T12:00:00.000Z',
  datacontenttype: 'application/json',
  data: { total: 1 },
};
const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const structured = (event: unknown): CloudEvent => parseCloudEvent({ value: bytes(event), headers: {} });

describe('parseCloudEvent', () => {
  it('reads structured mode', () => {
    expect(structured(valid)).toEqual(valid);
  });

  it('reads binary mode: attributes in headers, data in the value', () => {
    const { data, datacontenttype, ...attributes } = valid;
    const headers = Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value] as const);
    const record = {
      value: bytes(data),
      headers: headersOf(Object.fromEntries([...headers, ['content-type', datacontenttype]])),
    };
    expect(parseCloudEvent(record)).toEqual(valid);
  });

  it.each([
    ['a time with an offset', { time: '2026-11-24T13:00:00+01:00' }],
    ['no time', { time: undefined }],
    ['no subject', { subject: undefined }],
    ['no content type', { datacontenttype: undefined }],
    ['a content type with a parameter', { datacontenttype: 'application/json; charset=utf-8' }],
    ['another content type that is JSON', { datacontenttype: 'application/vnd.example+json' }],
    ['a null trace', { traceparent: null }],
    ['an extension', { partitionkey: 'a' }],
  ])('takes %s', (_, change) => {
    expect(structured({ ...valid, ...change })).toMatchObject({ id: '1', data: { total: 1 } });
  });

  it.each(['specversion', 'id', 'source', 'type'])('needs %s, and names it', (name) => {
    expect(() => structured({ ...valid, [name]: undefined })).toThrow(`${name}: `);
  });

  it.each([
    ['another version', { ...valid, specversion: '0.3' }],
    ['data of another kind', { ...valid, datacontenttype: 'application/xml' }],
    ['a list', [valid]],
  ])('refuses %s', (_, event) => {
    expect(() => structured(event)).toThrow(expect.objectContaining({ code: 'event_invalid' }));
  });

  it.each([
    ['a tombstone', null],
    ['text', Buffer.from('secret')],
  ])('does not repeat what it cannot read: %s', (_, value) => {
    expect(() => parseCloudEvent({ value, headers: {} })).toThrow('the value is not JSON');
  });
});
