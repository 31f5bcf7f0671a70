/** What one round measured of each contestant. */
export type Round<Name extends string, Measure> = Readonly<Record<Name, Measure>>;

/**
 * Measures every contestant in turn, many times over: whatever else the machine does meets all of them alike. Every second round
 * goes backwards, so that nobody always comes after the same other.
 */
export async function inRounds<Name extends string, Measure>(
  count: number,
  contestants: Readonly<Record<Name, () => Promise<Measure>>>,
): Promise<Round<Name, Measure>[]> {
  const names = Object.keys(contestants) as Name[];
  const rounds: Round<Name, Measure>[] = [];
  for (let round = 0; round < count; round++) {
    const measured: Partial<Record<Name, Measure>> = {};
    for (const name of round % 2 === 0 ? names : names.toReversed()) measured[name] = await contestants[name]();
    rounds.push(measured as Round<Name, Measure>);
  }
  return rounds;
}

/** The median over the rounds of something that is computed within each: a ratio, mostly. */
export function median<T>(rounds: readonly T[], of: (round: T) => number): number {
  const values = rounds.map(of).sort((a, b) => a - b);
  const middle = (values.length - 1) / 2;
  const [low = NaN, high = NaN] = [values[Math.floor(middle)], values[Math.ceil(middle)]];
  return (low + high) / 2;
}
