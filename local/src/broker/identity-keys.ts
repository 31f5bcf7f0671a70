import { createHash } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

// identity publishes a key for a quarter of an hour before it signs by it.
const intervalMs = { untilFirst: 250, afterwards: 30_000 };

/**
 * Where the broker reads identity's keys from: a file, because it starts before identity does, and goes on without it. It looks again
 * when the file is another. Kafka does not decode what a URL has encoded, so that the path must need no encoding.
 */
export function keysFileIn(folder: string): string {
  const file = join(folder, 'kafka-identity-keys.json');
  if (/^[\w./-]+$/.test(file)) return file;
  return join(tmpdir(), `downscope-kafka-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}.json`);
}

/** Until identity has said which keys it has, no token is good. */
export function provideKeysFile(file: string): void {
  if (!existsSync(file)) replace(file, JSON.stringify({ keys: [] }));
}

/** Keeps the file as identity has it, from when identity is there for the first time. */
export async function followKeys(url: string, file: string, signal: AbortSignal): Promise<void> {
  for (let known: string | undefined; !signal.aborted;) {
    const keys = await fetched(url);
    if (keys !== undefined && keys !== known) {
      replace(file, keys);
      known = keys;
    }
    const pauseMs = known === undefined ? intervalMs.untilFirst : intervalMs.afterwards;
    await delay(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

async function fetched(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}

/** At once, so that nobody reads half of it. */
function replace(file: string, content: string): void {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}
