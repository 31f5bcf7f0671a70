/** Lines of a table whose first column is text and the others numbers. */
export function tableLines(head: readonly string[], rows: readonly (readonly [string, ...number[]])[]): string[] {
  const lines = [head, ...rows.map(([name, ...numbers]) => [name, ...numbers.map((number) => number.toFixed(2))])];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}
