/** Ids that were given to a row which is not there: its transaction has not committed yet, or never will. */
const mostGaps = 10_000;
const keptForMs = 60_000;

interface Noticed {
  /** Whoever has such an id began before this transaction. */
  readonly xmax: bigint;
  readonly atMs: number;
}

export interface Snapshot {
  /** Every transaction before it has ended. */
  readonly xmin: bigint;
  readonly xmax: bigint;
}

/**
 * Which ids may still be written although later ones are there. One is given up when every transaction has ended that may have it; until
 * then it is looked for each time. What this process has noticed it keeps to itself: another one that goes on waits a little longer.
 */
export class AuditGaps {
  private readonly noticed = new Map<string, Noticed>();

  /** The newest, should there be more than anybody can have under way. */
  between(lastId: string, found: readonly string[], before: readonly string[]): string[] {
    const there = new Set(found);
    const gaps = before.filter((id) => !there.has(id));
    let previous = BigInt(lastId);
    for (const id of found.map(BigInt)) {
      const from = id - previous > BigInt(mostGaps) ? id - BigInt(mostGaps) : previous + 1n;
      for (let missing = from; missing < id; missing += 1n) gaps.push(String(missing));
      if (id > previous) previous = id;
    }
    return gaps.slice(-mostGaps);
  }

  /** Those that may still be written. */
  open(gaps: readonly string[], { xmin, xmax }: Snapshot, nowMs: number): string[] {
    for (const id of this.noticed.keys()) if (!gaps.includes(id)) this.noticed.delete(id);
    return gaps.filter((id) => {
      const known = this.noticed.get(id);
      if (!known) this.noticed.set(id, { xmax, atMs: nowMs });
      return !known || xmin < known.xmax || nowMs - known.atMs < keptForMs;
    });
  }
}
