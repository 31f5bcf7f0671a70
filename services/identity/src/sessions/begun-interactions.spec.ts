import { describe, expect, it } from '@jest/globals';
import { begunCookieName, begunInteractions, withBegun } from './begun-interactions.ts';

describe('begunInteractions', () => {
  it.each([
    ['no cookie at all', undefined, []],
    ['other cookies', 'session=a; notbegun=b', []],
    ['one', 'session=a; begun=uid-1', ['uid-1']],
    ['several', 'begun=uid-1.uid-2', ['uid-1', 'uid-2']],
    ['the cookie twice, set from two places', 'begun=uid-1; begun=uid-1', []],
    ['an empty one', 'begun=', []],
  ])('of %s', (_, header, uids) => {
    expect(begunInteractions(header, 'begun')).toEqual(uids);
  });
});

describe('withBegun', () => {
  it('adds one', () => {
    expect(withBegun(['uid-1'], 'uid-2')).toBe('uid-1.uid-2');
  });

  it('forgets the oldest of many', () => {
    const many = Array.from({ length: 16 }, (_, index) => `uid-${index}`);
    expect(withBegun(many, 'last').split('.')).toEqual([...many.slice(1), 'last']);
  });
});

describe('begunCookieName', () => {
  it.each([
    ['https://id.example', '__Host-begun'],
    ['http://id.downscope.localhost:18080', 'begun'],
  ])('at %s is %s', (issuer, name) => {
    expect(begunCookieName(issuer)).toBe(name);
  });
});
