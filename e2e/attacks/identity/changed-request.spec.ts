import { describe, expect, it } from '@jest/globals';
import { drafted, withChange, written } from './changed-request.ts';
import type { Change, CorpusRequest } from './corpus-file.ts';

const form: CorpusRequest = {
  method: 'POST',
  path: '/token',
  headers: { origin: 'https://a' },
  form: { a: '1', b: '2' },
};
const changed = (change: Change) => written(withChange(drafted(form), change));
const type = ['content-type', 'application/x-www-form-urlencoded'];

it('writes the good request as it stands', () => {
  const headers = [['origin', 'https://a'], type, ['content-length', '7']];
  expect(written(drafted(form))).toEqual({ method: 'POST', path: '/token', headers, body: 'a=1&b=2' });
  expect(written(drafted({ method: 'GET', path: '/auth', query: { a: '1 ' } }))).toEqual({
    method: 'GET',
    path: '/auth?a=1+',
    headers: [],
  });
});

describe('one thing is changed', () => {
  it.each<[Change, string]>([
    [{ set: { b: '\0' } }, 'a=1&b=%00'],
    [{ without: 'a' }, 'b=2'],
    [{ again: { a: '3' } }, 'a=1&b=2&a=3'],
    [{ append: '&c=%zz' }, 'a=1&b=2&c=%zz'],
    [{ body: { type: 'text/plain', text: '{}' } }, '{}'],
  ])('in the body by %j', (change, body) => {
    expect(changed(change)).toHaveProperty('body', body);
  });

  it('in the rest of the request', () => {
    expect(changed({ place: 'query' })).toEqual({
      method: 'POST',
      path: '/token?a=1&b=2',
      headers: [['origin', 'https://a']],
    });
    expect(changed({ method: 'PUT' })).toHaveProperty('method', 'PUT');
    expect(changed({ path: '/x' })).toHaveProperty('path', '/x');
    expect(changed({ headers: { Origin: 'null' } }).headers[0]).toEqual(['Origin', 'null']);
    expect(changed({ headers: { 'content-type': 'text/plain' } }).headers).not.toContainEqual(type);
    expect(changed({ without_header: 'origin' }).headers[0]).toEqual(type);
  });
});
