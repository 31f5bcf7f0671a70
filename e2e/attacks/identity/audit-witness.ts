import type pg from 'pg';
import { ask } from '../../support/answer.ts';
import { connectDatabase } from '../../support/databases.ts';
import type { Audited } from './server-under-test.ts';

const counter = /^identity_strangers_refused_total\{event="([\w.]+)"\} (\d+)$/gm;

/**
 * What the audit says of one request. What strangers are refused is counted, and stored a minute later: of that the metric tells at once.
 * Everything else is on disk before its request is answered, with the trace.
 */
export class AuditWitness implements AsyncDisposable {
  readonly #database: pg.Client;
  readonly #metricsUrls: readonly string[];
  /** As it stands since the last request: nothing that is sent between two attacks is refused. */
  #last: Map<string, number> | undefined;

  private constructor(database: pg.Client, metricsUrls: readonly string[]) {
    this.#database = database;
    this.#metricsUrls = metricsUrls;
  }

  static async open(databaseUrl: string, metricsUrls: readonly string[]): Promise<AuditWitness> {
    return new AuditWitness(await connectDatabase(databaseUrl), metricsUrls);
  }

  async of<Answer>(traceId: string, send: () => Promise<Answer>): Promise<{ answer: Answer; audited: Audited[] }> {
    const before = (this.#last ??= await this.#counted());
    const answer = await send();
    const after = (this.#last = await this.#counted());
    const counted = [...after].flatMap(([event, count]) =>
      Array<Audited>(count - (before.get(event) ?? 0)).fill({ event }),
    );
    // What was counted is written some time, with the trace of the first: that is no second event.
    const written = (await this.#written(traceId)).filter(({ event }) => counted.every((one) => one.event !== event));
    return { answer, audited: [...counted, ...written] };
  }

  async #counted(): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (const url of this.#metricsUrls) {
      for (const [, event = '', count] of (await ask(url)).text.matchAll(counter)) {
        counts.set(event, (counts.get(event) ?? 0) + Number(count));
      }
    }
    return counts;
  }

  async #written(traceId: string): Promise<Audited[]> {
    const statement = 'SELECT event, reason FROM audit WHERE trace_id = $1';
    const { rows } = await this.#database.query<{ event: string; reason: string | null }>(statement, [traceId]);
    return rows.map(({ event, reason }) => ({ event, ...(reason !== null && { reason }) }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#database.end();
  }
}
