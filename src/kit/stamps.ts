const LAST_STAMP = 2 ** 30;

/**
 * The next round of a table that marks entries by the round they were last seen in, so that it need not be cleared each
 * time. Starts over, with a cleared table, before stamps overflow: a search may run for days.
 */
export function nextStamp(table: Int32Array, round: number): number {
  if (round < LAST_STAMP) return round + 1;
  table.fill(0);
  return 1;
}
