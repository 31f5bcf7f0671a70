import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { pbkdf2 } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HashingBusy, Passwords } from './passwords.ts';

// On a busy machine a password takes as long as it takes.
jest.setTimeout(60_000);

const passwords = new Passwords();
afterAll(() => passwords.onApplicationShutdown());

describe('a password', () => {
  it('is known by its argon2id hash, and no other is', async () => {
    const hash = await passwords.hash('correct horse');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await expect(passwords.matches(hash, 'correct horse')).resolves.toBe(true);
    await expect(passwords.matches(hash, 'battery staple')).resolves.toBe(false);
  });

  it('is known however it is composed', async () => {
    await expect(passwords.matches(await passwords.hash('f\u00fcr'), 'fu\u0308r')).resolves.toBe(true);
  });

  it('matches nothing where there is no account, and nothing that is no password does', async () => {
    await expect(passwords.matches(undefined, 'correct horse')).resolves.toBe(false);
    await expect(passwords.matches(await passwords.hash('x'), 'x\0')).resolves.toBe(false);
  });
});

describe('a hundred passwords at once', () => {
  it('are compared as far as a short queue goes, and the others are refused before that', async () => {
    const hash = await passwords.hash('correct horse');
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => passwords.matches(hash, 'wrong')));

    const refused = outcomes.flatMap((outcome): unknown[] => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refused).toHaveLength(84);
    expect(refused).toEqual(refused.map(() => expect.any(HashingBusy)));
    await expect(passwords.matches(hash, 'correct horse')).resolves.toBe(true);
  });

  it('leave the threads alone that signatures are made in', async () => {
    const hash = await passwords.hash('correct horse');
    const order: string[] = [];
    const comparing = Array.from({ length: 16 }, async () => {
      await passwords.matches(hash, 'wrong');
      order.push('password');
    });
    // In libuv's pool, as WebCrypto's signatures are.
    await promisify(pbkdf2)('x', 'y', 1, 32, 'sha256');
    order.push('signature');
    await Promise.all(comparing);

    expect(order.indexOf('signature')).toBeLessThan(4);
  });

  it.each(process.platform === 'linux' ? ['/proc/self/task'] : [])(
    'yield to every other thread of %s',
    async (tasks) => {
      await passwords.hash('correct horse');
      // proc_pid_stat(5): the 19th field, counted from the end of the program's name.
      const niceness = readdirSync(tasks).map((thread) => {
        const stat = readFileSync(join(tasks, thread, 'stat'), 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
      });
      expect(Math.max(...niceness)).toBeGreaterThan(Math.min(...niceness));
      expect(Math.min(...niceness)).toBe(getPriority());
    },
  );
});
