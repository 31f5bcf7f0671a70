const units = [
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** A time as people say it, in the largest unit that it fills: "8 hours". */
export function timeInWords(seconds: number): string {
  const [unit, length] = units.find(([, unitSeconds]) => seconds >= unitSeconds) ?? ['second', 1];
  const count = Math.round(seconds / length);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' });

/** "27 November 2026" */
export function dayInWords(at: Date): string {
  return day.format(at);
}

/** "27 November 2026, 06:40 UTC" */
export function momentInWords(at: Date): string {
  return `${dayInWords(at)}, ${clock.format(at)} UTC`;
}
