import { median } from '../attacks/median.ts';
import type { Run } from './run.ts';

/**
 * What callers may be told: their order; to come again; or that the request which they ask again for is still in progress, for twenty
 * seconds at most after a process was killed at it (libs/idempotency).
 */
export const allowed: readonly string[] = ['201', '503 problem', '409 problem'];

/** What a run was not to be: in words, nothing where it was as it must be. */
export function complaintsAbout({ shortfall, answers, goesOnAfterMs, died }: Run): string[] {
  const { lost, doubled, stuck } = shortfall;
  return [
    ...lost,
    ...doubled,
    ...stuck,
    ...answers.filter(([name]) => !allowed.includes(name)).map(([name, count]) => `${count} callers were told ${name}`),
    ...(goesOnAfterMs === undefined ? ['nothing went on'] : []),
    ...died.map((part) => `${part} ended by itself`),
  ];
}

const columns = ['fault', 'runs', 'orders', 'callers saw', 'goes on after: p50', 'max'];

export const tableHead = [row(columns), row(columns.map(() => '---'))].join('\n');

export function rowOf(name: string, runs: readonly Run[]): string {
  const orders = runs.reduce((sum, run) => sum + run.orders, 0);
  return row([name, String(runs.length), String(orders), seen(runs), ...goesOnAfter(runs)]);
}

/** For each kind, how long until the flow goes on. */
export function kindRow(kind: string, runs: readonly Run[]): string {
  const [p50 = '', max = ''] = goesOnAfter(runs);
  return `${kind.padEnd(10)} goes on after: p50 ${p50}, max ${max}`;
}

/** The last line. */
export function totalOf(runs: readonly Run[]): string {
  const count = (what: 'lost' | 'doubled' | 'stuck'): number =>
    runs.reduce((sum, { shortfall }) => sum + shortfall[what].length, 0);
  return `faults: ${runs.length} runs, ${count('lost')} lost, ${count('doubled')} doubled, ${count('stuck')} stuck`;
}

export function holds(run: Run): boolean {
  return complaintsAbout(run).length === 0;
}

/** Each run as a test of jest's. */
export function resultsOf(runs: readonly Run[]): Record<`num${string}`, number> {
  const passed = runs.filter(holds).length;
  return { numPassedTests: passed, numFailedTests: runs.length - passed, numRuntimeErrorTestSuites: 0 };
}

function goesOnAfter(runs: readonly Run[]): string[] {
  const times = runs.flatMap(({ goesOnAfterMs }) => goesOnAfterMs ?? []);
  return [median(times), Math.max(0, ...times)].map((ms) => `${(ms / 1_000).toFixed(1)} s`);
}

function seen(runs: readonly Run[]): string {
  const counts = new Map<string, number>();
  for (const [name, count] of runs.flatMap(({ answers }) => answers)) counts.set(name, (counts.get(name) ?? 0) + count);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} × ${name}`)
    .join(', ');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
