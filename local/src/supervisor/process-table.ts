import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

export interface ProcessEntry {
  readonly name: string;
  readonly parent: number;
  /** In a form that only compares. With the pid it names one process: pids are used again. */
  readonly startTime: string;
}

/** `undefined` when there is none, or only a zombie that its parent has not collected. */
export function processEntry(pid: number): ProcessEntry | undefined {
  try {
    const { state, ...entry } = process.platform === 'linux' ? readProc(pid) : askPs(pid);
    return state.startsWith('Z') ? undefined : entry;
  } catch {
    return undefined;
  }
}

export const startTimeOf = (pid: number): string | undefined => processEntry(pid)?.startTime;

type EntryWithState = ProcessEntry & { readonly state: string };

/** Fields 3, 4 and 22 of /proc/PID/stat (proc_pid_stat(5)); the name in field 2 may hold spaces and brackets. */
function readProc(pid: number): EntryWithState {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const end = stat.lastIndexOf(')');
  const fields = stat.slice(end + 2).split(' ');
  return {
    name: stat.slice(stat.indexOf('(') + 1, end),
    state: fields[0] ?? '',
    parent: Number(fields[1]),
    startTime: fields[19] ?? '',
  };
}

/** The start time as ps prints it has five words. */
function askPs(pid: number): EntryWithState {
  const output = execFileSync('ps', ['-o', 'stat=,ppid=,lstart=,comm=', '-p', String(pid)], { encoding: 'utf8' });
  const [state = '', parent = '', ...rest] = output.trim().split(/\s+/);
  return {
    name: basename(rest.slice(5).join(' ')),
    state,
    parent: Number(parent),
    startTime: rest.slice(0, 5).join(' '),
  };
}

/** Sends a signal to a process, or to its whole group by a negative pid; one that is gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
