import { printable } from './terminal.ts';

/** Lines of text: the first column to the left, the others to the right. */
export function table(cells: string[][]): string {
  const rows = cells.map((row) => row.map(printable));
  const width = rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, c) => (c === 0 ? cell.padEnd(width[c]!) : cell.padStart(width[c]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
