import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

const pauseMs = 500;

/** Nobody answered for a database until the deadline. */
export class DatabaseUnreachableError extends Error {
  readonly code = 'database_unreachable';
  override readonly name = 'DatabaseUnreachableError';
}

export interface Waiting {
  readonly deadlineMs: number;
  /** Told once, when there is something to wait for. */
  readonly say: (line: string) => void;
}

/**
 * Resolves when the database takes connections: where everything starts at once, it may be the last.
 * What it answers itself, such as a refused password, is not waited out.
 *
 * @throws DatabaseUnreachableError, or what the database answered
 */
export async function waitForDatabase(url: string, { deadlineMs, say }: Waiting): Promise<void> {
  const { host, port } = new pg.Client({ connectionString: url });
  const where = `the database at ${host}:${port}`;
  const seconds = `${deadlineMs / 1000} s`;
  const endMs = performance.now() + deadlineMs;
  for (let attempt = 1; ; attempt++) {
    try {
      await connectOnce(url);
      return;
    } catch (cause) {
      if (!isNotThereYet(cause)) throw cause;
      if (performance.now() + pauseMs > endMs) {
        throw new DatabaseUnreachableError(`${where} did not answer for ${seconds}: ${reasonOf(cause)}`, { cause });
      }
      if (attempt === 1) say(`Waiting up to ${seconds} for ${where}: ${reasonOf(cause)}`);
      await pause(pauseMs);
    }
  }
}

async function connectOnce(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A connection that is lost while it ends is no error of anybody's.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } finally {
    await client.end();
  }
}

/** No answer at all, or that it is starting (cannot_connect_now). */
function isNotThereYet(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || error.code === '57P03';
}

/** Where a name has several addresses, Node's error has a code and no message. */
function reasonOf(error: unknown): string {
  const { message, code } = error as Error & { code?: string };
  return message || (code ?? 'unknown');
}
