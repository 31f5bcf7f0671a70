import { execa } from 'execa';
import type { Part } from './part.ts';
import type { PartLogs } from './part-log.ts';
import type { ProcessRecord } from './process-record.ts';
import { signal } from './process-table.ts';

export interface Ending {
  /** "exit code 1", "SIGKILL" */
  readonly how: string;
  readonly asked: boolean;
}

/** Its own process group and environment; how it ends is ours to see, not an error. */
const settings = {
  detached: true,
  cleanup: false,
  extendEnv: false,
  reject: false,
  buffer: false,
  stdin: 'ignore',
} as const;

/** A part's process, leader of a group of its own: Ctrl-C in the terminal reaches us alone, and nothing of it is left behind. */
export class RunningPart {
  readonly part: Part;
  readonly ended: Promise<Ending>;
  private readonly pid: number;
  private asked = false;

  constructor(part: Part, logs: PartLogs, record: ProcessRecord) {
    this.part = part;
    const { command, args, cwd, env, user } = part;
    const child = logs.withFile(part.name, (descriptor) => {
      // execa's types know the standard descriptors alone; it takes any.
      const output = descriptor as 1;
      return execa(command, args, { ...settings, cwd, env, ...user, stdout: output, stderr: output });
    });
    if (child.pid === undefined) throw new Error(`${part.name}: cannot run ${command}`);
    const pid = child.pid;
    this.pid = pid;
    record.add(part.name, pid, part.stopSignal);
    this.ended = child.then(({ exitCode, signal: signalName }) => {
      signal(-pid, 'SIGKILL');
      record.remove(pid);
      const how = signalName ?? `exit code ${exitCode ?? 'unknown'}`;
      if (this.asked) part.ended?.(how);
      return { how, asked: this.asked };
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
