import { describe, expect, it } from '@jest/globals';
import { checked, ChecksumError } from './release.ts';

const pinned = {
  url: 'https://downloads.example/deploy.yaml',
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
};

describe('a downloaded release', () => {
  it('is taken when it is what was pinned', () => {
    expect(checked(Buffer.from('abc'), pinned).toString()).toBe('abc');
  });

  it('is refused when it is another', () => {
    expect(() => checked(Buffer.from('abd'), pinned)).toThrow(ChecksumError);
  });
});
