import { once } from 'node:events';
import { z } from 'zod';

/** A place in a program: before the first line of this text in a function of a file. */
export interface Place {
  /** From the root of the checkout, as it is built. */
  readonly file: string;
  /** What the line that begins the function contains. */
  readonly within: string;
  readonly line: string | RegExp;
}

/** The place is not in the program any more: whoever changed it has to say where it is now. */
export class PlaceGoneError extends Error {
  override readonly name = 'PlaceGoneError';
  readonly code = 'place_gone';
}

/** @returns the number of its line, from 0 */
export function lineOf({ file, within, line }: Place, text: string): number {
  const lines = text.split('\n');
  const begin = lines.findIndex((candidate) => candidate.includes(within));
  const matches = (candidate: string): boolean =>
    typeof line === 'string' ? candidate.includes(line) : line.test(candidate);
  const found = lines.findIndex((candidate, index) => begin >= 0 && index > begin && matches(candidate));
  if (found < 0) throw new PlaceGoneError(`${file} has no ${String(line)} in ${within}`);
  return found;
}

const Targets = z.tuple([z.object({ webSocketDebuggerUrl: z.url() })]);
const Message = z.object({ id: z.int().optional(), method: z.string().optional(), error: z.unknown().optional() });

/** A debugger of a Node process that runs with `--inspect`: stops it at a place. */
export class Inspector implements Disposable {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, PromiseWithResolvers<undefined>>();
  readonly #paused = Promise.withResolvers<undefined>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const { id, method, error } = Message.parse(JSON.parse(String(data)));
      if (method === 'Debugger.paused') this.#paused.resolve(undefined);
      if (id === undefined) return;
      if (error) this.#answers.get(id)?.reject(new Error(JSON.stringify(error)));
      else this.#answers.get(id)?.resolve(undefined);
    });
  }

  static async at(port: number): Promise<Inspector> {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`);
    const [{ webSocketDebuggerUrl }] = Targets.parse(await response.json());
    const socket = new WebSocket(webSocketDebuggerUrl);
    await once(socket, 'open');
    const inspector = new Inspector(socket);
    await inspector.#ask('Debugger.enable', {});
    return inspector;
  }

  /** Resolves when the process stands there, and nothing in it goes on. */
  async stopAt({ file }: Place, lineNumber: number): Promise<void> {
    const urlRegex = `/${file.replaceAll('.', '\\.')}$`;
    await this.#ask('Debugger.setBreakpointByUrl', { lineNumber, urlRegex });
    await this.#paused.promise;
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }

  async #ask(method: string, params: object): Promise<void> {
    const id = this.#answers.size + 1;
    const answer = Promise.withResolvers<undefined>();
    this.#answers.set(id, answer);
    this.#socket.send(JSON.stringify({ id, method, params }));
    await answer.promise;
  }
}
