import type { RoutingRequest } from '../contract/request.ts';

/** A list of tasks per task: items[start[t]] .. items[start[t + 1] - 1]. */
export interface Lists {
  start: Int32Array;
  items: Int32Array;
}

export interface BondLists {
  /** Other tasks that a task shares a route with, and must not share one with. */
  same: Lists;
  different: Lists;
  /** Tasks it waits for, and those that wait for it, directly; with the seconds in between. */
  before: Lists;
  gaps: Float64Array;
  after: Lists;
  afterGaps: Float64Array;
}

/** The relations of a request by task. */
export function bonds({ tasks, relations }: RoutingRequest): BondLists {
  const rows = () => tasks.map(() => new Map<number, number>());
  const [same, different, before, after] = [rows(), rows(), rows(), rows()];
  for (const { kind, tasks: members, minGap_s } of relations) {
    if (kind === 'sequence') {
      members.slice(1).forEach((task, i) => {
        const earlier = members[i]!;
        const gap_s = Math.max(minGap_s, before[task]!.get(earlier) ?? 0);
        before[task]!.set(earlier, gap_s);
        after[earlier]!.set(task, gap_s);
      });
      continue;
    }
    const table = kind === 'same_vehicle' ? same : different;
    for (const a of members) for (const b of members) if (a !== b) table[a]!.set(b, 0);
  }
  return {
    same: lists(same),
    different: lists(different),
    before: lists(before),
    gaps: gapsOf(before),
    after: lists(after),
    afterGaps: gapsOf(after),
  };
}

/** Adds to tasks that nobody serves those that wait for them, however far down a sequence. */
export function addWaiting(unserved: Set<number>, links: readonly { before: number; after: number }[]): void {
  for (let size = -1; size < unserved.size; ) {
    size = unserved.size;
    for (const { before, after } of links) if (unserved.has(before)) unserved.add(after);
  }
}

function lists(rows: Map<number, number>[]): Lists {
  const start = new Int32Array(rows.length + 1);
  rows.forEach((row, t) => (start[t + 1] = start[t]! + row.size));
  return { start, items: Int32Array.from(rows.flatMap((row) => [...row.keys()])) };
}

const gapsOf = (rows: Map<number, number>[]) => Float64Array.from(rows.flatMap((row) => [...row.values()]));
