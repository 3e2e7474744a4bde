import type { Highs } from 'highs';
import type { Rng } from '../../kit/rng.ts';
import { generateColumns } from './columns.ts';
import type { Compiled } from './compiled.ts';
import { Assignment, BREAK, BREAK_END, END, FIELDS, PINNED, START, ZONE } from './cover.ts';
import type { RosterSearch } from './search.ts';

export interface GroupParams {
  highs: Highs;
  /** Groups to be planned anew. */
  groups: number;
  /** Riders times days of a group. */
  size: number;
  /** Prices of cover to begin with, layers * cells. */
  prices: Float64Array;
  /** Seconds that are left; Infinity: no limit. */
  left_s: () => number;
  stopped: () => boolean;
}

/**
 * Plans groups of riders anew, all others as they are: column generation over the group and a choice of whole plans among the
 * columns, which moves many riders at once where single ones are stuck. Decomposition as in POPMUSIC (Taillard and Voss 2002),
 * the exact solver of the part being columns and branch and bound.
 * @returns groups done
 */
export function improveGroups(search: RosterSearch, compiled: Compiled, random: Rng, params: GroupParams): number {
  let done = 0;
  const last = new Int32Array(compiled.riders.length);
  for (; done < params.groups && !params.stopped(); done++) {
    const group = chooseGroup(compiled, random, params.size, last, done + 1);
    if (group.length === 0) break;
    const part = partOf(compiled, search.assignment, group);
    const prices = params.prices.map((price, at) =>
      part.required[at]! > 0 ? Math.max(-part.surplusCost[at]!, price) : -part.surplusCost[at]!,
    );
    const { better } = generateColumns(part, params.highs, {
      from: { value: Number.NEGATIVE_INFINITY, prices, steps: 0 },
      assignment: assignmentOf(part, search.assignment, group),
      rounds: 40,
      left_s: params.left_s,
      stopped: params.stopped,
      nodes: 20,
    });
    if (better) search.replace(group, better);
  }
  return done;
}

/** Riders who know zones in common, those first that have waited longest. */
function chooseGroup(compiled: Compiled, random: Rng, size: number, last: Int32Array, now: number): number[] {
  const { riders, ridersOfZone } = compiled;
  let first = random.below(riders.length);
  for (let tries = 0; tries < 8; tries++) {
    const other = random.below(riders.length);
    if (last[other]! < last[first]!) first = other;
  }
  const group: number[] = [];
  const taken = new Set<number>();
  const zones: number[] = [];
  const seen = new Set<number>();
  const take = (r: number) => {
    taken.add(r);
    group.push(r);
    last[r] = now;
    for (const zone of riders[r]!.zones.subarray(0, riders[r]!.known)) {
      if (seen.has(zone)) continue;
      seen.add(zone);
      zones.push(zone);
    }
  };
  take(first);
  let days = riders[first]!.days.length;
  for (let z = 0; z < zones.length && days < size; z++) {
    const mates = ridersOfZone[zones[z]!]!.filter((r) => !taken.has(r)).sort((a, b) => last[a]! - last[b]! || a - b);
    for (const r of mates) {
      if (days >= size) break;
      take(r);
      days += riders[r]!.days.length;
    }
  }
  return group;
}

/** The problem of a group: what is required less what all others cover. */
function partOf(compiled: Compiled, assignment: Assignment, group: number[]): Compiled {
  const own = new Float64Array(compiled.required.length);
  for (const r of group) assignment.addCoverOf(r, own);
  const { slots, coverOf } = compiled;
  const near = new Uint8Array(compiled.cells);
  for (const zone of new Set(group.flatMap((r) => [...compiled.riders[r]!.zones]))) {
    for (let s = 0; s < slots; s++) near[coverOf[zone * slots + s]!] = 1;
  }
  const required = compiled.required.map((need, at) => {
    // What is out of the group's reach is no matter of its own.
    if (!near[at % compiled.cells]) return 0;
    const left = need - (assignment.cover[at]! - own[at]!);
    return left > 1e-9 ? left : 0;
  });
  const problem = { ...compiled.problem, riders: group.map((r) => compiled.problem.riders[r]!) };
  return { ...compiled, problem, required, riders: group.map((r) => compiled.riders[r]!) };
}

function assignmentOf(part: Compiled, whole: Assignment, group: number[]): Assignment {
  const assignment = new Assignment(part);
  for (const [i, r] of group.entries()) {
    for (let j = 0; j < whole.counts[r]!; j++) {
      const at = (r * part.most + j) * FIELDS;
      const [zone, start_s, end_s] = [whole.shifts[at + ZONE]!, whole.shifts[at + START]!, whole.shifts[at + END]!];
      const [break_s, breakEnd_s] = [whole.shifts[at + BREAK]!, whole.shifts[at + BREAK_END]!];
      assignment.add(i, zone, start_s, end_s, break_s, breakEnd_s, whole.shifts[at + PINNED]!);
    }
  }
  return assignment;
}
