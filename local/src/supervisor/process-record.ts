import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { signal, startTimeOf } from './process-table.ts';

/** How a process is asked to end. */
export const stopSignals = ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const;
export type StopSignal = (typeof stopSignals)[number];

/** Names of parts: those of one group end at once, and each group after the one before it. */
export type StopOrder = readonly (readonly string[])[];

const processSchema = z.object({
  name: z.string(),
  pid: z.int().positive(),
  startTime: z.string(),
  stopSignal: z.enum(stopSignals),
});
const recordSchema = z.object({ supervisor: processSchema, parts: z.array(processSchema) });
type RecordedProcess = z.infer<typeof processSchema>;

const graceMs = 5_000;

export class AlreadyRunningError extends Error {
  readonly code = 'already_running';
  override readonly name = 'AlreadyRunningError';
}

/**
 * `processes.json`: who runs this stack, and every process it started. It is also the lock: created exclusively, and gone after a
 * clean end. What a supervisor that was killed left in it, the next one ends.
 */
export class ProcessRecord {
  private readonly file: string;
  private readonly supervisor: RecordedProcess;
  private readonly parts = new Map<number, RecordedProcess>();

  private constructor(file: string, supervisor: RecordedProcess) {
    this.file = file;
    this.supervisor = supervisor;
  }

  /**
   * Takes the stack, after ending what an earlier supervisor left of it: `onLeftover` hears each name. `order` is as in
   * Supervisor.stopAll; what it does not name, a person's command, is ended first.
   */
  static async claim(file: string, order: StopOrder, onLeftover: (name: string) => void): Promise<ProcessRecord> {
    const record = new ProcessRecord(file, identify('supervisor', process.pid, 'SIGTERM'));
    mkdirSync(dirname(file), { recursive: true });
    while (!record.create()) {
      const earlier = read(file);
      if (earlier && isAlive(earlier.supervisor)) {
        throw new AlreadyRunningError(
          `this stack runs already, as process ${earlier.supervisor.pid}; nothing was changed`,
        );
      }
      const left = (earlier?.parts ?? []).filter(isAlive);
      const named = order.map((names) => left.filter(({ name }) => names.includes(name)));
      const others = left.filter((part) => !named.flat().includes(part));
      for (const group of [others, ...named]) await Promise.all(group.map((part) => endLeftover(part, onLeftover)));
      rmSync(file, { force: true });
    }
    return record;
  }

  add(name: string, pid: number, stopSignal: StopSignal): void {
    this.parts.set(pid, identify(name, pid, stopSignal));
    this.write();
  }

  remove(pid: number): void {
    this.parts.delete(pid);
    this.write();
  }

  release(): void {
    rmSync(this.file, { force: true });
  }

  private create(): boolean {
    const draft = `${this.file}.${process.pid}`;
    writeFileSync(draft, this.text());
    try {
      linkSync(draft, this.file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      rmSync(draft);
    }
  }

  private write(): void {
    writeFileSync(`${this.file}.new`, this.text());
    renameSync(`${this.file}.new`, this.file);
  }

  private text(): string {
    return JSON.stringify({ supervisor: this.supervisor, parts: [...this.parts.values()] }, null, 2);
  }
}

const identify = (name: string, pid: number, stopSignal: StopSignal): RecordedProcess => ({
  name,
  pid,
  startTime: startTimeOf(pid) ?? 'ended',
  stopSignal,
});

const isAlive = ({ pid, startTime }: RecordedProcess): boolean => startTimeOf(pid) === startTime;

function read(file: string): z.infer<typeof recordSchema> | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** The leader is asked, then its whole group is ended. */
async function endLeftover(part: RecordedProcess, onLeftover: (name: string) => void): Promise<void> {
  onLeftover(part.name);
  signal(part.pid, part.stopSignal);
  const deadline = Date.now() + graceMs;
  while (isAlive(part) && Date.now() < deadline) await sleep(20);
  signal(-part.pid, 'SIGKILL');
  while (isAlive(part)) await sleep(20);
}
