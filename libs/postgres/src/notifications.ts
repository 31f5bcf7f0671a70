import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { backOffMs } from './back-off.ts';
import { Database } from './database.ts';

const answerTimeoutMs = 3_000;
const checkIntervalMs = 10_000;

/**
 * Hears what others commit (LISTEN), on a connection of its own: LISTEN is a session's. While that is lost, nobody hears anything: whoever
 * listens also looks by itself, now and then.
 */
@Injectable()
export class Notifications {
  private readonly logger = new Logger(Notifications.name);

  constructor(private readonly database: Database) {}

  /**
   * Calls `wake` whenever there may be news in the channel, until the signal ends it: after each NOTIFY, and after each time that it
   * began to listen, for what was committed before, nobody told it.
   */
  async listen(channel: string, wake: () => void, signal: AbortSignal): Promise<void> {
    for (let failures = 1; !signal.aborted; failures += 1) {
      const connection = new pg.Client({
        ...this.database.pool.options,
        keepAlive: true,
        query_timeout: answerTimeoutMs,
      });
      try {
        await hear(connection, channel, wake, signal, () => (failures = 1));
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'lost';
        if (code !== 'ABORT_ERR') this.logger.warn(`Listens for ${channel} again: ${code}`);
        await delay(backOffMs(failures), undefined, { signal }).catch(() => undefined);
      } finally {
        connection.connection.stream.destroy();
      }
    }
  }
}

async function hear(
  connection: pg.Client,
  channel: string,
  wake: () => void,
  signal: AbortSignal,
  heard: () => void,
): Promise<void> {
  const lost = new Promise<never>((_, reject) => connection.on('error', reject));
  lost.catch(() => undefined);
  connection.on('notification', wake);
  await connection.connect();
  await connection.query(`LISTEN ${connection.escapeIdentifier(channel)}`);
  heard();
  wake();
  for (;;) {
    await Promise.race([delay(checkIntervalMs, undefined, { signal }), lost]);
    // A connection whose other end is gone says nothing, as one does that has nothing to say.
    await connection.query('SELECT');
  }
}
