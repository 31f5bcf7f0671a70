import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export class KubectlError extends Error {
  readonly code = 'kubectl';
  override readonly name = 'KubectlError';
}

/** kubectl with one cluster: every call names its context, so that none ever goes to another. */
export class Kubectl {
  readonly context: string;

  private constructor(context: string) {
    this.context = context;
  }

  /**
   * @param context without it the current one, or that of the skaffold which runs this; it must be a kind cluster's, because
   *   who asks goes on to write to it
   * @throws KubectlError
   */
  static async for(context?: string): Promise<Kubectl> {
    const { SKAFFOLD_KUBE_CONTEXT: ofSkaffold } = process.env;
    return new Kubectl(context ?? kindContext(ofSkaffold ?? (await run(['config', 'current-context']))));
  }

  /** Runs it and answers what it printed. */
  run(...args: readonly string[]): Promise<string> {
    return run(['--context', this.context, ...args]);
  }

  /** The same, with `input` as its standard input. */
  feed(input: string, ...args: readonly string[]): Promise<string> {
    return run(['--context', this.context, ...args], input);
  }

  /** Starts it, for as long as it shall run. */
  spawn(...args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
    return spawn('kubectl', ['--context', this.context, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  }
}

/** @throws KubectlError */
export function kindContext(current: string): string {
  if (current.startsWith('kind-')) return current;
  throw new KubectlError(`the current context is ${current}, no kind cluster: name it with --context if it is meant`);
}

/** No shell, so no argument is ever a command. */
async function run(args: readonly string[], input = ''): Promise<string> {
  const running = execute('kubectl', args, { timeout: 330_000, maxBuffer: 256 * 1024 * 1024 });
  // Who reads no input may have ended before it was written.
  running.child.stdin?.on('error', () => undefined).end(input);
  try {
    return (await running).stdout.trim();
  } catch (cause) {
    const { stderr, message } = cause as Error & { stderr?: string };
    throw new KubectlError(`kubectl: ${stderr?.trim() ?? message}`, { cause });
  }
}
