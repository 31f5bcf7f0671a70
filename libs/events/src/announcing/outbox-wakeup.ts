import { Injectable, Logger } from '@nestjs/common';
import { Database } from '@downscope/postgres';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { backOffMs } from '../back-off.ts';
import { outboxChannel } from './outbox.ts';

const answerTimeoutMs = 3_000;
const checkIntervalMs = 10_000;

/**
 * Hears of what is committed into the outbox, on a connection of its own: LISTEN is a session's. While it is lost, the relay's own look,
 * every few seconds, is all there is.
 */
@Injectable()
export class OutboxWakeup {
  private readonly logger = new Logger(OutboxWakeup.name);

  constructor(private readonly database: Database) {}

  /** Calls `wake` whenever there may be something to send, until the signal ends it. */
  async listen(wake: () => void, signal: AbortSignal): Promise<void> {
    for (let failures = 1; !signal.aborted; failures += 1) {
      const connection = new pg.Client({
        ...this.database.pool.options,
        keepAlive: true,
        query_timeout: answerTimeoutMs,
      });
      try {
        await this.hear(connection, wake, signal, () => (failures = 1));
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'lost';
        if (code !== 'ABORT_ERR') this.logger.warn(`Listens for the outbox again: ${code}`);
        await delay(backOffMs(failures), undefined, { signal }).catch(() => undefined);
      } finally {
        connection.connection.stream.destroy();
      }
    }
  }

  private async hear(connection: pg.Client, wake: () => void, signal: AbortSignal, heard: () => void): Promise<void> {
    const { promise: lost, reject } = Promise.withResolvers<never>();
    lost.catch(() => undefined);
    connection.on('error', reject);
    connection.on('notification', wake);
    await connection.connect();
    await connection.query(`LISTEN ${outboxChannel}`);
    heard();
    // What was committed before it listened, nobody told it.
    wake();
    for (;;) {
      await Promise.race([delay(checkIntervalMs, undefined, { signal }), lost]);
      // A connection whose other end is gone says nothing, as one does that has nothing to say.
      await connection.query('SELECT');
    }
  }
}
