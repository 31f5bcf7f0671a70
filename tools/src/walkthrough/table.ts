import { faint, strong } from './style.ts';

/** Columns as wide as their widest cell, under a head. */
export function tableLines(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [strong(line(head)), faint(line(widths.map((width) => '-'.repeat(width)))), ...rows.map(line)];
}

export function printIndented(lines: readonly string[]): void {
  for (const line of lines) console.log(`     ${line}`);
}
