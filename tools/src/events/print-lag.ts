import { tableLines } from '../walkthrough/table.ts';
import type { Lag } from './lags.ts';

export function printLag(lags: readonly Lag[]): void {
  const rows = lags.map(({ group, topic, partition, behind }) => [group, `${topic}/${partition}`, String(behind)]);
  for (const line of tableLines(['group', 'partition', 'behind'], rows)) console.log(line);
}
