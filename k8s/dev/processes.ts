import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const standby = join(import.meta.dirname, 'standby.ts');
const options = [
  '--enable-source-maps',
  '--conditions=@downscope/source',
  `--import=${join(import.meta.dirname, 'compile.ts')}`,
];
const graceMs = 1_500;
/** After an edit of a library, all services start at once: what waits for the next edit lets them have the processors first. */
const restMs = 3_000;

/** The processes of a service, one after the other: while one runs, the next has loaded what does not change. */
export class Processes {
  readonly #folder: string;
  #known: readonly string[] = [];
  #next: ChildProcess;
  #running: ChildProcess | undefined;

  /** @param folder of the service */
  constructor(folder: string) {
    this.#folder = folder;
    this.#next = this.#prepare();
  }

  /** Runs a source file of the service. Resolves with the exit code when it has ended, or undefined if it was told to. */
  async run(file: string): Promise<number | undefined> {
    if (hasEnded(this.#next)) this.#next = this.#prepare();
    const child = this.#next;
    this.#running = child;
    const ended = once(child, 'exit') as Promise<[number | null]>;
    let rest: NodeJS.Timeout | undefined;
    child.once('message', (loaded: string[]) => {
      this.#known = loaded;
      rest = setTimeout(() => {
        this.#next = this.#prepare();
      }, restMs);
    });
    child.send(join(this.#folder, file));
    const [code] = await ended;
    clearTimeout(rest);
    if (this.#next === child) this.#next = this.#prepare();
    return child.killed ? undefined : (code ?? 1);
  }

  /** Ends what runs: SIGTERM, and SIGKILL if that takes too long. */
  async stop(): Promise<void> {
    const child = this.#running;
    if (!child || hasEnded(child)) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await ended;
    clearTimeout(late);
  }

  #prepare(): ChildProcess {
    const child = spawn(process.execPath, [...options, standby], {
      cwd: this.#folder,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      // Nobody waits for the process that goes.
      env: { ...process.env, DRAIN_SECONDS: '0' },
    });
    // It may have ended before it is told: then run() takes another.
    child.on('error', () => undefined);
    child.send(this.#known);
    return child;
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
