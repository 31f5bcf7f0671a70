import { describe, expect, it } from '@jest/globals';
import { apiOf } from './target.ts';

describe('the API of a target', () => {
  it.each([
    ['cluster', undefined, 'http://api.downscope.localhost'],
    ['cluster', 8080, 'http://api.downscope.localhost:8080'],
    ['https://api.example.org', undefined, 'https://api.example.org'],
    ['https://api.example.org/', undefined, 'https://api.example.org'],
  ])('%s, port %s: %s', (target, port, origin) => {
    expect(apiOf({ target, port }).origin).toBe(origin);
  });

  it.each([
    ['staging', undefined],
    ['ftp://api.example.org', undefined],
    ['https://api.example.org/orders', undefined],
    ['https://api.example.org?a', undefined],
    ['https://alice:secret@api.example.org', undefined],
    ['https://api.example.org', 8080],
    ['local', 8080],
  ])('is not to be had from %s, port %s', (target, port) => {
    expect(() => apiOf({ target, port })).toThrow(expect.objectContaining({ code: 'bad_target' }));
  });
});
