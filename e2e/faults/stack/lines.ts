import { entries, type ServiceName } from '@downscope/local/service-list.ts';
import { portNameOf, type PortName, type Ports } from '@downscope/local/stack';
import type { Alterations } from './alterations.ts';
import { Line } from './line.ts';

/** Who connects to what, besides its callees. */
type Callee = ServiceName | 'postgres' | 'kafka';
export type Pair = `${ServiceName} → ${Callee}`;

const calleesOf = ([name, { calls, hasDatabase, hasBroker }]: (typeof entries)[number]): Callee[] => [
  ...(hasDatabase || name === 'identity-public' ? (['postgres'] as const) : []),
  ...(hasBroker ? (['kafka'] as const) : []),
  ...(calls as readonly ServiceName[]),
];

const portOf = (callee: Callee): PortName =>
  callee === 'postgres' || callee === 'kafka' ? callee : portNameOf(callee);

export const pairs = entries.flatMap((entry) => calleesOf(entry).map((callee): Pair => `${entry[0]} → ${callee}`));

/** A line for each pair of parts that speak with each other. */
export class Lines implements AsyncDisposable {
  readonly #lines: ReadonlyMap<Pair, Line>;

  private constructor(lines: ReadonlyMap<Pair, Line>) {
    this.#lines = lines;
  }

  static async between(stackPorts: Ports, alterations: Alterations): Promise<Lines> {
    const lines = new Map<Pair, Line>();
    for (const pair of pairs) {
      const [caller, callee] = pair.split(' → ') as [ServiceName, Callee];
      const port = stackPorts[portOf(callee)];
      const line = await Line.to(port);
      alterations.route(caller, port, line.port);
      lines.set(pair, line);
    }
    return new Lines(lines);
  }

  of(pair: Pair): Line {
    const line = this.#lines.get(pair);
    if (!line) throw new Error(`there is no line ${pair}`);
    return line;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#lines.values()].map((line) => line[Symbol.asyncDispose]()));
  }
}
