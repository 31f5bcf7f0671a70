import { Agent } from 'undici';
import type { Part } from './stack.ts';

/** Stops and starts single parts of a stack that runs for tests; answers once it is done. */
export class ControlSocket {
  readonly #agent: Agent;

  constructor(socketPath: string) {
    this.#agent = new Agent({ connect: { socketPath } });
  }

  stop(part: Part): Promise<void> {
    return this.#ask(part, 'stop');
  }

  start(part: Part): Promise<void> {
    return this.#ask(part, 'start');
  }

  close(): Promise<void> {
    return this.#agent.close();
  }

  async #ask(part: Part, what: 'stop' | 'start'): Promise<void> {
    const path = `/parts/${part}/${what}`;
    const { statusCode, body } = await this.#agent.request({ origin: 'http://control', path, method: 'POST' });
    const text = await body.text();
    if (statusCode >= 300) throw new Error(`${what} ${part}: ${statusCode} ${text}`);
  }
}
