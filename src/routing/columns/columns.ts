/**
 * What to choose among: columns that each hold some rows at a cost, of kinds of which there are only so many. Column j holds
 * rows[start[j] .. start[j + 1]), at least one. Here rows are tasks, columns routes, kinds types of vehicles.
 */
export interface Columns {
  count: number;
  rowCount: number;
  start: Int32Array;
  rows: Int32Array;
  cost: Float64Array;
  /** Per column. */
  kind: Int32Array;
  /** Per kind. */
  limit: Int32Array;
}
