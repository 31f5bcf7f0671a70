import { describe, expect, it } from '@jest/globals';
import { hashPassword, passwordMatches } from './passwords.ts';

describe('passwordMatches', () => {
  it('knows a password by its argon2id hash, and only that one', async () => {
    const hash = await hashPassword('correct horse');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await expect(passwordMatches(hash, 'correct horse')).resolves.toBe(true);
    await expect(passwordMatches(hash, 'battery staple')).resolves.toBe(false);
  });

  it('matches nothing where there is no account', async () => {
    await expect(passwordMatches(undefined, 'correct horse')).resolves.toBe(false);
  });
});
