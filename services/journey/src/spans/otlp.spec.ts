import { describe, expect, it } from '@jest/globals';
import { spansOf, traceExport } from './otlp.ts';

const traceId = '4BF92F3577B34DA6A3CE929D0E0E4736';
const spanId = '00F067AA0BA902B7';

function exported(attributes: unknown[], more: object = {}): unknown {
  const span = { traceId, spanId, name: 'GET /orders', startTimeUnixNano: '1764000000123456789', attributes, ...more };
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'order' } }] };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: {}, spans: [span] }] }] };
}

describe('spansOf', () => {
  it('reads what a journey needs', () => {
    const [span] = spansOf(traceExport.parse(exported([], { parentSpanId: 'AAAAAAAAAAAAAAAA', kind: 2, status: {} })));
    expect(span).toEqual({
      traceId: traceId.toLowerCase(),
      spanId: spanId.toLowerCase(),
      parentSpanId: 'aaaaaaaaaaaaaaaa',
      service: 'order',
      name: 'GET /orders',
      startMs: expect.closeTo(1_764_000_000_123.456),
      attributes: {},
    });
  });

  it.each([
    ['text', { stringValue: 'a' }, 'a'],
    ['a number', { intValue: 3 }, 3],
    ['a number in quotes', { intValue: '3' }, 3],
    ['a list', { arrayValue: { values: [{ stringValue: 'a' }, { stringValue: 'b' }] } }, ['a', 'b']],
    ['an empty list', { arrayValue: {} }, []],
  ])('reads %s', (_, value, expected) => {
    const [span] = spansOf(traceExport.parse(exported([{ key: 'downscope.x', value }])));
    expect(span?.attributes).toEqual({ 'downscope.x': expected });
  });

  it.each(['url.path', 'http.request.header.authorization', 'enduser.id', 'xdownscope.jti'])('keeps no %s', (key) => {
    const [span] = spansOf(traceExport.parse(exported([{ key, value: { stringValue: 'secret' } }])));
    expect(JSON.stringify(span)).not.toContain('secret');
  });

  it.each([
    ['nothing', {}],
    ['a resource without spans', { resourceSpans: [{ resource: {} }] }],
  ])('reads no spans from %s', (_, body) => {
    expect(spansOf(traceExport.parse(body))).toEqual([]);
  });

  it.each(['', 'short', '../../../../etc/passwd'.padEnd(32, '/')])('refuses the trace id %j', (id) => {
    expect(traceExport.safeParse(exported([], { traceId: id })).success).toBe(false);
  });
});
