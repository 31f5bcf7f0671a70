import type { Ports } from '@downscope/local/stack';
import type { Alterations } from './alterations.ts';
import { Line } from './line.ts';

/** Who connects to what. */
const ports = {
  postgres: 'postgres',
  kafka: 'kafka',
  identity: 'identityInternal',
  customer: 'customer',
  billing: 'billing',
  order: 'order',
} as const;

const destinations = {
  order: ['postgres', 'kafka', 'identity', 'customer', 'billing'],
  billing: ['postgres', 'kafka', 'identity', 'customer', 'order'],
  customer: ['postgres', 'identity'],
  identity: ['postgres'],
  'identity-public': ['postgres', 'customer'],
  'phantom-token': ['identity'],
} as const satisfies Readonly<Record<string, readonly (keyof typeof ports)[]>>;

type Caller = keyof typeof destinations;
export type Pair = { [C in Caller]: `${C} → ${(typeof destinations)[C][number]}` }[Caller];

export const pairs = Object.entries(destinations).flatMap(([caller, callees]) =>
  callees.map((callee) => `${caller} → ${callee}` as Pair),
);

/** A line for each pair of parts that speak with each other. */
export class Lines implements AsyncDisposable {
  readonly #lines: ReadonlyMap<Pair, Line>;

  private constructor(lines: ReadonlyMap<Pair, Line>) {
    this.#lines = lines;
  }

  static async between(stackPorts: Ports, alterations: Alterations): Promise<Lines> {
    const lines = new Map<Pair, Line>();
    for (const pair of pairs) {
      const [caller, callee] = pair.split(' → ') as [Caller, keyof typeof ports];
      const port = stackPorts[ports[callee]];
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
