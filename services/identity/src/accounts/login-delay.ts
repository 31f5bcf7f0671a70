/** What wrong passwords are counted by. */
export interface Counted {
  readonly key: string;
  /** How many cost nothing: a person mistypes. */
  readonly free: number;
  readonly longestDelaySeconds: number;
}

/** How long the next attempt has to wait after so many wrong ones: twice as long as the last time, up to a bound, never for ever. */
export function delaySeconds({ free, longestDelaySeconds }: Counted, failures: number): number {
  return failures < free ? 0 : Math.min(2 ** (failures - free), longestDelaySeconds);
}
