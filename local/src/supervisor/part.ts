import type { StopSignal } from './process-record.ts';

/** One process of the stack: how to run it, when it is ready, how it is asked to end. */
export interface Part {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** All of its environment: nothing of ours leaks into it. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  readonly stopSignal: StopSignal;
  /** How long it may take to end before it is ended. */
  readonly graceMs: number;
  /** Done before each start of it. */
  prepare?(signal: AbortSignal): Promise<void>;
  /** Resolves when it can be used; ends early when the signal does. */
  ready(signal: AbortSignal): Promise<void>;
  /** Called when it has ended after being asked to, with "exit code 0" or the signal's name. */
  ended?(how: string): void;
}

/** A part that ended though nobody asked it to. */
export class PartDiedError extends Error {
  readonly code = 'part_died';
  override readonly name = 'PartDiedError';
  readonly part: string;

  constructor(part: string, how: string, logFile: string, lastLines: readonly string[]) {
    const end = lastLines.length > 0 ? 'Its last lines:' : 'It wrote nothing.';
    super(
      [`${part} ended unasked (${how}); its log is ${logFile}. ${end}`, ...lastLines.map((line) => `  ${line}`)].join(
        '\n',
      ),
    );
    this.part = part;
  }
}

export class UnknownPartError extends Error {
  readonly code = 'part_unknown';
  override readonly name = 'UnknownPartError';
}
