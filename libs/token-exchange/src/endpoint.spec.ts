import { describe, expect, it } from '@jest/globals';
import { endpoint } from './endpoint.ts';

describe('endpoint', () => {
  it.each([
    ['http://customer:8080', '/customers/1001', 'http://customer:8080/customers/1001'],
    ['http://customer:8080/', '/customers/1001', 'http://customer:8080/customers/1001'],
    ['https://gateway.test/customer', '/customers/1001', 'https://gateway.test/customer/customers/1001'],
    ['http://customer', '/customers/claims?sub=a%26b', 'http://customer/customers/claims?sub=a%26b'],
    ['http://customer', `/customers/${encodeURIComponent('../x y?')}`, 'http://customer/customers/..%2Fx%20y%3F'],
    ['http://customer', '//evil.test/x', 'http://customer//evil.test/x'],
  ])('puts %s and %s together', (url, path, expected) => {
    expect(endpoint(url, path).href).toBe(expected);
  });

  it.each([
    '@evil.test/x',
    '.evil.test',
    'customers',
    '/customers/../admin',
    '/customers/%2e%2e/admin',
    '/customers/./x',
    String.raw`/customers\..\admin`,
    '/customers/a b',
    '/customers/x#y',
    '/customers/x\n',
  ])('refuses %j', (path) => {
    expect(() => endpoint('http://customer', path)).toThrow(RangeError);
    expect(() => endpoint('https://gateway.test/customer', path)).toThrow(RangeError);
  });
});
