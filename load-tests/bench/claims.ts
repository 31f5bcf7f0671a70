/** Something that is said of the libraries, and what was measured of it. */
export interface Claim {
  readonly says: string;
  readonly measured: number;
  readonly bound: number;
  readonly direction: 'at least' | 'at most';
}

export function holds({ measured, bound, direction }: Claim): boolean {
  return direction === 'at least' ? measured >= bound : measured <= bound;
}

export function claimLine(claim: Claim): string {
  const verdict = (holds(claim) ? 'holds' : 'does not hold').padEnd(13);
  const { says, direction, bound, measured } = claim;
  return `${verdict}  ${says}: ${direction} ${bound.toFixed(2)}, measured ${measured.toFixed(2)}`;
}
