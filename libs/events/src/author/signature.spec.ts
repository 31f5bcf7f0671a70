import { describe, expect, it } from '@jest/globals';
import { headersOf } from '../broker/headers.ts';
import { signedContent } from './signature.ts';

const binary = { ce_specversion: '1.0', ce_id: '1', ce_source: 'urn:downscope:order', ce_type: 'order.placed' };
const contentOf = (headers: Record<string, string>, value: string | null = '{"total":1}'): string =>
  Buffer.from(
    signedContent({ value: value === null ? null : Buffer.from(value), headers: headersOf(headers) }),
  ).toString();

describe('what is signed', () => {
  it('is the value in structured mode, whatever headers stand beside it', () => {
    expect(contentOf({ 'content-type': 'application/cloudevents+json', other: 'x' })).toBe('{"total":1}');
  });

  it('is the attributes and the value in binary mode, in whatever order they came', () => {
    const reversed = Object.fromEntries(Object.entries(binary).reverse());
    expect(contentOf(binary)).toBe(
      `[["id","1"],["source","urn:downscope:order"],["specversion","1.0"],["type","order.placed"]]\n{"total":1}`,
    );
    expect(contentOf(reversed)).toBe(contentOf(binary));
  });

  it.each([
    ['another attribute', { ...binary, ce_id: '2' }, '{"total":1}'],
    ['one more', { ...binary, ce_subject: 'x' }, '{"total":1}'],
    ['another content type', { ...binary, 'content-type': 'application/json' }, '{"total":1}'],
    ['other data', binary, '{"total":2}'],
    ['data as the end of an attribute', { ...binary, ce_type: 'order.placed"]]\n{"total":1}' }, ''],
    ['no data', binary, null],
  ])('differs for %s', (_, headers, value) => {
    expect(contentOf(headers, value)).not.toBe(contentOf(binary));
  });

  it('is never the same in both modes', () => {
    expect(() => JSON.parse(contentOf(binary)) as unknown).toThrow(SyntaxError);
  });
});
