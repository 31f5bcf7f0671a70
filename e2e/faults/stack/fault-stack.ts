import { startBroker } from '@downscope/local/broker/start-broker.ts';
import { brokersDataFolder } from '@downscope/local/parts/kafka.ts';
import { findPortBlock } from '@downscope/local/ports-free.ts';
import { cacheFolderOf } from '@downscope/local/prerequisites/cache.ts';
import { type RunningStack, runStack } from '@downscope/local/run-stack.ts';
import { readSettings } from '@downscope/local/settings.ts';
import { PartDiedError } from '@downscope/local/supervisor/part.ts';
import { type DatabaseOwner, portsFrom, type StackDescription } from '@downscope/local/stack';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Row, queryDatabase } from '../../support/databases.ts';
import { eventually } from '../../support/eventually.ts';
import { LocalStack } from '../../support/local-stack.ts';
import { runningStack } from '../../support/stack-file.ts';
import type { Part } from '../../support/stack.ts';
import { StackClient } from '../../support/stack-client.ts';
import type { Topics } from '../../support/topics.ts';
import { Alterations } from './alterations.ts';
import { Inspector, type Place } from './inspector.ts';
import { Lines } from './lines.ts';
import { lineInProgram } from './program.ts';

export type Debugged = 'order' | 'billing';

/** A stack of its own, and what can be done to it. */
export class FaultStack {
  readonly alterations: Alterations;
  readonly lines: Lines;
  readonly client: StackClient;
  readonly #running: RunningStack;
  readonly #description: StackDescription;
  readonly #inspectPorts: Readonly<Record<Debugged, number>>;
  readonly #died: string[];

  private constructor(
    running: RunningStack,
    alterations: Alterations,
    lines: Lines,
    inspectPorts: Readonly<Record<Debugged, number>>,
    died: string[],
  ) {
    this.#running = running;
    this.#description = runningStack(running.layout.stackFile);
    this.client = new StackClient(new LocalStack(this.#description));
    this.alterations = alterations;
    this.lines = lines;
    this.#inspectPorts = inspectPorts;
    this.#died = died;
  }

  /** Starts it fresh, with a line between each two parts and a debugger's door in order and billing; ends it after `use`. */
  static async run<T>(use: (stack: FaultStack) => Promise<T>): Promise<T> {
    const port = await findPortBlock();
    const inspectPort = await findPortBlock();
    const inspectPorts = { order: inspectPort, billing: inspectPort + 1 };
    const alterations = new Alterations();
    await using lines = await Lines.between(portsFrom(port), alterations);
    for (const [part, each] of Object.entries(inspectPorts)) alterations.change(part, { inspectPort: each });
    const died: string[] = [];
    // Nobody's own PostgreSQL and Kafka are killed.
    const own = { DATABASE_URL: '', KAFKA_BROKERS: '', DOWNSCOPE_STACK: 'faults', DOWNSCOPE_PORT: String(port) };
    const settings = readSettings({ ...process.env, ...own });
    const onDeath = (error: unknown): void => {
      died.push(error instanceof PartDiedError ? error.part : String(error));
    };
    const options = { settings, fresh: true, verbose: false, onDeath, alter: alterations.alter };
    return await runStack(options, async (running) => {
      const stack = new FaultStack(running, alterations, lines, inspectPorts, died);
      try {
        const interrupted = once(running.signal, 'abort').then(() => Promise.reject(running.signal.reason as Error));
        return await Promise.race([use(stack), interrupted]);
      } finally {
        await stack.client.close();
      }
    });
  }

  get databases(): Readonly<Record<DatabaseOwner, string>> {
    return this.#description.databases;
  }

  get topics(): Topics {
    return this.client.topics;
  }

  /** Parts that ended though nobody asked them to, since the last time that this was asked. */
  takeDead(): string[] {
    return this.#died.splice(0);
  }

  kill(part: Part): Promise<void> {
    return this.#running.supervisor.kill(part);
  }

  stop(part: Part): Promise<void> {
    return this.#running.supervisor.stop(part);
  }

  /** Resolves when it is ready. What it needs may itself just be coming back. */
  async start(part: Part): Promise<void> {
    await eventually(() => this.#running.supervisor.startAgain(part, this.#running.signal), { deadlineMs: 60_000 });
  }

  /** Every topic, every offset, and who may use them. The broker has ended. */
  loseBrokersData(): void {
    rmSync(brokersDataFolder(this.#running.layout), { recursive: true });
  }

  /** As an operator does with an empty disk: formatted, its topics and grants made. */
  async startBrokerAnew(): Promise<void> {
    const { layout, supervisor, signal } = this.#running;
    await startBroker(cacheFolderOf(process.env), layout, supervisor, signal, () => undefined);
  }

  /** Stops a part and starts it as it is altered now. */
  async restart(part: Part): Promise<void> {
    await this.stop(part);
    await this.start(part);
  }

  /** Kills a service (SIGKILL) when it stands at a place. */
  async killAt(service: Debugged, place: Place): Promise<void> {
    using inspector = await Inspector.at(this.#inspectPorts[service]);
    await inspector.stopAt(place, lineInProgram(place));
    await this.kill(service);
  }

  /** As PostgreSQL's superuser. */
  sql(statement: string, values: readonly unknown[] = []): Promise<Row[]> {
    const passwords = JSON.parse(
      readFileSync(join(this.#running.layout.folder, 'database-passwords.json'), 'utf8'),
    ) as {
      superuser: string;
    };
    const { postgres } = this.#running.layout.ports;
    return queryDatabase(
      `postgres://postgres:${passwords.superuser}@127.0.0.1:${postgres}/postgres`,
      statement,
      values,
    );
  }
}
