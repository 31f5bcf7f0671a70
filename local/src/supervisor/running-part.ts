import { spawn } from 'node:child_process';
import type { Part } from './part.ts';
import type { PartLogs } from './part-log.ts';
import type { ProcessRecord } from './process-record.ts';
import { signal } from './process-table.ts';

export interface Ending {
  /** "exit code 1", "SIGKILL" */
  readonly how: string;
  readonly asked: boolean;
}

/** A part's process, leader of a group of its own: Ctrl-C in the terminal reaches us alone, and nothing of it is left behind. */
export class RunningPart {
  readonly part: Part;
  readonly ended: Promise<Ending>;
  private readonly pid: number;
  private asked = false;

  constructor(part: Part, logs: PartLogs, record: ProcessRecord) {
    this.part = part;
    const { command, args, cwd, env, user } = part;
    const child = logs.withFile(part.name, (file) =>
      spawn(command, args, { cwd, env, ...user, detached: true, stdio: ['ignore', file, file] }),
    );
    // Without a listener, a command that is not there would end us.
    child.once('error', () => undefined);
    if (child.pid === undefined) throw new Error(`${part.name}: cannot run ${command}`);
    const pid = child.pid;
    this.pid = pid;
    record.add(part.name, pid, part.stopSignal);
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, signalName) => {
        signal(-pid, 'SIGKILL');
        record.remove(pid);
        const how = signalName ?? `exit code ${code ?? 'unknown'}`;
        if (this.asked) part.ended?.(how);
        resolve({ how, asked: this.asked });
      });
    });
  }

  /** Asks it to end, and ends it when it takes too long. */
  async stop(): Promise<void> {
    this.asked = true;
    signal(this.pid, this.part.stopSignal);
    const impatience = setTimeout(() => {
      this.killNow();
    }, this.part.graceMs);
    await this.ended;
    clearTimeout(impatience);
  }

  async kill(): Promise<void> {
    this.killNow();
    await this.ended;
  }

  killNow(): void {
    this.asked = true;
    signal(-this.pid, 'SIGKILL');
  }
}
