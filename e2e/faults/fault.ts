import type { FaultStack } from './stack/fault-stack.ts';

/** One row of the table of faults. */
export interface Fault {
  readonly name: string;
  /** How often, and how often in the short form: there not at all, if not said. */
  readonly times: number;
  readonly short?: number;
  /** Does it, under load. Resolves when it is over; `healing` is called when what heals it begins. */
  strike(stack: FaultStack, how: Strike): Promise<void>;
}

export interface Strike {
  /** Which time it is, from 0. */
  readonly nth: number;
  /** How long something is kept up, how many there are of something: less in the short form. */
  readonly isShort: boolean;
  readonly healing: () => void;
}
