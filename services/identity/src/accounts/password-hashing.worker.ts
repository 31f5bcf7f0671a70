/** What a thread of its own does for passwords.ts. */
import { hashSync, verifySync } from '@node-rs/argon2';
import { constants, setPriority } from 'node:os';

// Where cores are short, all else goes first. On Linux it is this thread's priority alone (setpriority(2)), elsewhere the process's.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

export interface HashingTask {
  readonly password: string;
  /** What it is compared with; without one it is hashed. */
  readonly hash?: string;
}

/** Argon2id with 19 MiB, two passes, one lane: the library's default, and OWASP's first choice. */
export default function perform({ password, hash }: HashingTask): string | boolean {
  return hash === undefined ? hashSync(password) : verifySync(hash, password);
}
