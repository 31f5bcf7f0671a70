import type { Part } from '@downscope/local/supervisor/part.ts';
import { fileURLToPath } from 'node:url';

/** What differs in a service from how everybody runs it. */
export interface Alteration {
  /** Ports that it connects to, and those that it connects to instead. */
  readonly routes: Readonly<Record<string, number>>;
  readonly clockOffMs: number;
  /** Where a debugger finds it. */
  readonly inspectPort?: number;
}

const untouched: Alteration = { routes: {}, clockOffMs: 0 };
const startedWith = fileURLToPath(new URL('started-with.ts', import.meta.url));

/** How parts are run, from their next start on. */
export class Alterations {
  readonly #of = new Map<string, Alteration>();

  change(part: string, change: Partial<Alteration>): void {
    this.#of.set(part, { ...this.#get(part), ...change });
  }

  route(part: string, port: number, instead: number): void {
    this.change(part, { routes: { ...this.#get(part).routes, [port]: instead } });
  }

  readonly alter = (part: Part): Part => {
    const alteration = this.#of.get(part.name);
    if (!alteration) return part;
    const { inspectPort } = alteration;
    const inspect = inspectPort === undefined ? [] : [`--inspect=127.0.0.1:${inspectPort}`];
    return {
      ...part,
      args: [...inspect, '--import', startedWith, ...part.args],
      env: { ...part.env, FAULTS: JSON.stringify(alteration) },
    };
  };

  #get(part: string): Alteration {
    return this.#of.get(part) ?? untouched;
  }
}
