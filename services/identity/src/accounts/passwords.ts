import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { isPassword, opaqueString } from './opaque-string.ts';
import type { HashingTask } from './password-hashing.worker.ts';

/** As many passwords wait to be compared as may; this one was not looked at. */
export class HashingBusy extends Error {
  readonly code = 'hashing_busy';
  readonly status = 503;
  readonly retryAfterSeconds = 2;

  constructor() {
    super('too many logins at once');
    this.name = 'HashingBusy';
  }
}

// One takes 20 to 40 ms of a core: the last of them waits for about half a second.
const mostAtOnce = 16;

/** Hashes and compares passwords, one after the other, in a thread that does nothing else: signatures never wait for it. */
@Injectable()
export class Passwords implements OnApplicationShutdown {
  private readonly thread = new Piscina<HashingTask, string | boolean>({
    filename: fileURLToPath(new URL(`./password-hashing.worker${extname(import.meta.url)}`, import.meta.url)),
    minThreads: 1,
    maxThreads: 1,
  });
  private readonly nobodysHash = this.hash(randomUUID());
  private underWay = 0;

  /** @throws PasswordRefused */
  async hash(password: string): Promise<string> {
    return (await this.thread.run({ password: opaqueString(password) })) as string;
  }

  /**
   * Where many come, most go before anything else is done for them.
   *
   * @throws HashingBusy
   */
  requireRoom(): void {
    if (this.underWay >= mostAtOnce) throw new HashingBusy();
  }

  /**
   * Whether the password is the one. Takes as long when there is no hash to compare with, so that time tells no usernames.
   *
   * @throws HashingBusy before anything is hashed
   */
  async matches(passwordHash: string | undefined, password: string): Promise<boolean> {
    if (!isPassword(password)) return false;
    const task = { password: opaqueString(password), hash: passwordHash ?? (await this.nobodysHash) };
    this.requireRoom();
    this.underWay += 1;
    try {
      return (await this.thread.run(task)) === true && passwordHash !== undefined;
    } finally {
      this.underWay -= 1;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.thread.close();
  }
}
