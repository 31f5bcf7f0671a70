import { faint, strong } from './style.ts';

/** Columns as wide as their content, under a head. A cell may have several lines. */
export function tableLines(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map((cell) => cell.split('\n')));
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.flatMap((row) => row[column] ?? []).map((line) => line.length)),
  );
  const line = (texts: readonly string[]) =>
    widths
      .map((width, column) => (texts[column] ?? '').padEnd(width))
      .join('  ')
      .trimEnd();
  const body = cells.flatMap((row) => {
    const height = Math.max(...row.map((lines) => lines.length));
    return Array.from({ length: height }, (_, index) => line(row.map((lines) => lines[index] ?? '')));
  });
  return [strong(line(head)), faint(line(widths.map((width) => '-'.repeat(width)))), ...body];
}

export function printIndented(lines: readonly string[]): void {
  for (const line of lines) console.log(`  ${line}`);
}
