import { type Part, PartDiedError, UnknownPartError } from './part.ts';
import type { PartLogs } from './part-log.ts';
import type { ProcessRecord, StopOrder } from './process-record.ts';
import { type Ending, RunningPart } from './running-part.ts';

/** Starts, watches and ends the parts of one stack. */
export class Supervisor {
  private readonly record: ProcessRecord;
  private readonly logs: PartLogs;
  private readonly parts = new Map<string, Part>();
  private readonly running = new Map<string, RunningPart>();
  private readonly onDeath: (error: unknown) => void;
  private readonly alter: (part: Part) => Part;
  private closing = false;

  /** `onDeath` hears a PartDiedError when a part that was ready ends unasked; `alter` says how a part is run instead. */
  constructor(
    record: ProcessRecord,
    logs: PartLogs,
    onDeath: (error: unknown) => void,
    alter: (part: Part) => Part = (part) => part,
  ) {
    this.record = record;
    this.logs = logs;
    this.onDeath = onDeath;
    this.alter = alter;
  }

  /** Runs a part, resolves when it is ready, and watches it from then on. */
  async start(part: Part, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.closing || this.running.has(part.name)) return;
    this.parts.set(part.name, part);
    const altered = this.alter(part);
    await altered.prepare?.(signal);
    const running = new RunningPart(altered, this.logs, this.record);
    this.running.set(part.name, running);
    const ended = running.ended.then((ending) => {
      this.forget(running, ending);
    });
    const settled = new AbortController();
    try {
      await Promise.race([altered.ready(AbortSignal.any([signal, settled.signal])), ended]);
    } finally {
      settled.abort();
    }
    ended.catch(this.onDeath);
  }

  async startAgain(name: string, signal: AbortSignal): Promise<void> {
    await this.start(this.known(name), signal);
  }

  async stop(name: string): Promise<void> {
    this.known(name);
    await this.running.get(name)?.stop();
  }

  async kill(name: string): Promise<void> {
    this.known(name);
    await this.running.get(name)?.kill();
  }

  async stopAll(order: StopOrder): Promise<void> {
    this.closing = true;
    for (const names of order) {
      const still = names.flatMap((name) => this.running.get(name) ?? []);
      await Promise.all(still.map((running) => running.stop()));
    }
  }

  killAllNow(): void {
    for (const running of this.running.values()) running.killNow();
  }

  private forget(running: RunningPart, { asked, how }: Ending): void {
    const { name } = running.part;
    this.running.delete(name);
    if (!asked) throw new PartDiedError(name, how, this.logs.fileOf(name), this.logs.lastLines(name));
  }

  private known(name: string): Part {
    const part = this.parts.get(name);
    if (!part) throw new UnknownPartError(`no part is named ${name}; there are ${[...this.parts.keys()].join(', ')}`);
    return part;
  }
}
