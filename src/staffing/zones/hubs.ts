import type { CellGraph } from './types.ts';

/** Where new hubs go, and what they save. */
interface HubChoice {
  /** Cells of the new hubs, in the order in which each saves most. */
  cells: number[];
  /** Mean distance of work from the nearest hub, metres; before is Infinity where there are no hubs yet. */
  before_m: number;
  after_m: number;
}

const PASSES = 10;

/**
 * Places for further hubs (bike hubs, dark kitchens, points to wait at) beside the present ones: a p-median with some medians
 * given. One at a time where it saves most, then each moved while that pays (Teitz & Bart 1968); one hub is placed exactly.
 * @param present cells of hubs that stay
 * @param count how many more, 1 or more
 * @param sites cells where a hub may be; default all
 * @throws RangeError where there is no work, or there are not so many cells free
 */
export function placeHubs(
  graph: CellGraph,
  present: readonly number[],
  count: number,
  sites: readonly number[] = [...graph.work.keys()],
): HubChoice {
  const { cells, work, x_m, y_m } = graph;
  const total = work.reduce((sum, w) => sum + w, 0);
  if (!(total > 0)) throw new RangeError('no work to place hubs for');
  const free = sites.filter((cell) => !present.includes(cell)).length;
  if (!(count >= 1 && count <= free)) throw new RangeError(`${count} hubs on ${free} cells`);
  const far = (c: number, hub: number) => Math.hypot(x_m[c]! - x_m[hub]!, y_m[c]! - y_m[hub]!);
  const nearestOf = (hubs: readonly number[]) =>
    Float64Array.from({ length: cells }, (_, c) => hubs.reduce((least, h) => Math.min(least, far(c, h)), Infinity));
  /** Best cell for one more hub, and the sum of work times distance with it. */
  const best = (hubs: readonly number[]) => {
    const nearest = nearestOf(hubs);
    let [at, least] = [-1, Infinity];
    for (const h of sites) {
      if (hubs.includes(h)) continue;
      let sum = 0;
      for (let c = 0; c < cells && sum < least; c++)
        if (work[c]! > 0) sum += work[c]! * Math.min(nearest[c]!, far(c, h));
      if (sum < least) [at, least] = [h, sum];
    }
    return { at, sum: least };
  };
  const added: number[] = [];
  let sum = Infinity;
  for (let n = 0; n < count; n++) {
    const next = best([...present, ...added]);
    added.push(next.at);
    sum = next.sum;
  }
  for (let pass = 0, improved = count > 1; pass < PASSES && improved; pass++) {
    improved = false;
    for (let n = 0; n < count; n++) {
      const next = best([...present, ...added.filter((_, k) => k !== n)]);
      if (next.sum >= sum * (1 - 1e-12)) continue;
      added[n] = next.at;
      sum = next.sum;
      improved = true;
    }
  }
  const before = nearestOf(present);
  const before_m = present.length === 0 ? Infinity : work.reduce((all, w, c) => all + w * before[c]!, 0) / total;
  return { cells: added, before_m, after_m: sum / total };
}
