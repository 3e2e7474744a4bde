/** A markdown table; columns of numbers are aligned to the right. */
export function markdownTable(header: string[], rows: string[][]): string {
  const right = header.map(
    (_, c) => rows.length > 0 && rows.every((row) => /^([-+]?[\d.,]+ ?[%!]?|-|)$/.test(row[c] ?? '')),
  );
  const width = header.map((title, c) => Math.max(3, title.length, ...rows.map((row) => (row[c] ?? '').length)));
  const line = (cells: string[]) =>
    `| ${width.map((w, c) => (right[c] ? (cells[c] ?? '').padStart(w) : (cells[c] ?? '').padEnd(w))).join(' | ')} |`;
  const rule = `|${width.map((w, c) => (right[c] ? `${'-'.repeat(w + 1)}:` : '-'.repeat(w + 2))).join('|')}|`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}

/** `-` where there is no value. */
export function digits(value: number | null | undefined, count: number): string {
  return value === null || value === undefined ? '-' : value.toFixed(count);
}

/** With its sign, so that better and worse are told apart at a glance. */
export function signed(value: number | null, count: number): string {
  return value === null ? '-' : `${value > 0 ? '+' : ''}${value.toFixed(count)}`;
}

/** Short, but exact where it is whole: benchmark costs are compared digit by digit. */
export function costText(cost: number | null): string {
  return cost === null ? '-' : Number.isInteger(cost) ? String(cost) : cost.toFixed(2);
}
