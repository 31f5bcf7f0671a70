export function inWords({ minorUnits, currency }: { minorUnits: number; currency: string }): string {
  return `${(minorUnits / 100).toFixed(2)} ${currency}`;
}
