/** What a thread of its own does for passwords.ts. */
import { hashSync, verifySync } from '@node-rs/argon2';
import { constants, platform, setPriority } from 'node:os';

export interface HashingTask {
  readonly password: string;
  /** What it is compared with; without one it is hashed. */
  readonly hash?: string;
}

// On Linux 0 means the thread that asks, elsewhere the whole process: where a core is short, what signs goes first.
if (platform() === 'linux') setPriority(0, constants.priority.PRIORITY_LOW);

/** Argon2id with 19 MiB, two passes, one lane: the library's default, and OWASP's first choice. */
export default function perform({ password, hash }: HashingTask): string | boolean {
  return hash === undefined ? hashSync(password) : verifySync(hash, password);
}
