import { describe, expect, it } from '@jest/globals';
import { queryOf, resolve, valuesIn } from './query.ts';

describe('a query', () => {
  it('is read back as it was written', () => {
    const values = { scope: 'orders_read orders_write', redirect_uri: 'http://127.0.0.1/callback?a=b&c', state: 'ä=+' };
    expect(valuesIn(`http://id.localhost/auth?${queryOf(values)}#end`)).toEqual(values);
  });

  it.each([
    ['nothing', 'http://127.0.0.1/callback', {}],
    ['an empty value', 'http://127.0.0.1/callback?code=', { code: '' }],
    ['a plus for a space', '/callback?error=access+denied', { error: 'access denied' }],
  ])('holds %s', (_, url, expected) => {
    expect(valuesIn(url)).toEqual(expected);
  });
});

describe('where a redirect leads', () => {
  it.each([
    ['/interaction/1', 'http://id.localhost:18080/interaction/1'],
    ['http://127.0.0.1/callback?code=1', 'http://127.0.0.1/callback?code=1'],
    ['//elsewhere.example/interaction/1', '//elsewhere.example/interaction/1'],
    ['', ''],
  ])('%j leads to %j', (location, expected) => {
    expect(resolve(location, 'http://id.localhost:18080')).toBe(expected);
  });
});
