import { readdirSync, readFileSync } from 'node:fs';

/** Of `/proc/PID/stat`, from the third field on (proc_pid_stat(5)): what comes before holds the program's name, which may hold anything. */
interface Stat {
  readonly parent: number;
  /** Milliseconds of CPU, of the process alone. */
  readonly ownMs: number;
  /** Of its children that have ended. */
  readonly endedChildrenMs: number;
}

/** Linux counts in hundredths of a second, whatever its clock does. */
const msPerTick = 10;

/** Milliseconds of CPU of a process so far. Linux alone tells it of another process so finely. */
export function cpuOfProcess(pid: number): number {
  return statOf(pid).ownMs;
}

/** Of a process by the names of its threads, those that have ended left out. */
export function cpuOfThreads(pid: number): ReadonlyMap<string, number> {
  const byName = new Map<string, number>();
  for (const thread of readdirSync(`/proc/${String(pid)}/task`)) {
    const folder = `${String(pid)}/task/${thread}`;
    const name = readFileSync(`/proc/${folder}/comm`, 'utf8').trim();
    byName.set(name, (byName.get(name) ?? 0) + statOf(folder).ownMs);
  }
  return byName;
}

/** Of a process and its children, those that have ended included. */
export function cpuOfFamily(pid: number): number {
  const { ownMs, endedChildrenMs } = statOf(pid);
  const children = pids().flatMap((other) => {
    try {
      const stat = statOf(other);
      return stat.parent === pid ? [stat.ownMs] : [];
    } catch {
      return []; // It ended meanwhile, and is counted with its parent the next time.
    }
  });
  return children.reduce((sum, ms) => sum + ms, ownMs + endedChildrenMs);
}

const pids = (): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0);

/** @param of a process, or a thread of one, as /proc has it */
function statOf(of: number | string): Stat {
  const text = readFileSync(`/proc/${String(of)}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3]);
  return {
    parent: field(4),
    ownMs: (field(14) + field(15)) * msPerTick,
    endedChildrenMs: (field(16) + field(17)) * msPerTick,
  };
}
