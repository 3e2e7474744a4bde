import { Rng } from '../../kit/rng.ts';
import { Clusters } from './clusters.ts';
import { boundPMedian } from './p-median-bound.ts';
import type { PMedianParams, PMedianProblem, PMedianSolution } from './types.ts';

/** How the penalty of overload follows what the search finds: up where it is broken, down where it is kept. */
const UP = 1.3;
const DOWN = 0.93;
/** First temperature, as a share of the first cost per cluster. */
const HOT = 0.1;
/** Clusters that an item may change to: the nearest. */
const NEAREST = 8;

/**
 * Iterated local search for the capacitated p-median: a median moves elsewhere, its items find other clusters, and then shifts,
 * swaps and new centres until none pays (as in Fleszar & Hindi 2008, doi 10.1016/j.ejor.2006.12.055); accepted under simulated
 * annealing. Overload is allowed at a price on the way.
 * @returns the best valid solution; where there was none, the one with the least overload.
 * @throws RangeError where `p` is not within 1..items
 */
export function solvePMedian(problem: PMedianProblem, params: PMedianParams = {}): PMedianSolution {
  const { iterations = 1000, seed = 1, bound_rounds = 0 } = params;
  const { items, p } = problem;
  if (!(p >= 1 && p <= items)) throw new RangeError(`${p} medians of ${items} items`);
  const rng = new Rng(seed);
  const now = construct(problem, rng);
  const all = Int32Array.from({ length: p }, (_, k) => k);
  descend(now, all);
  const best = new Clusters(problem, now.penalty);
  best.copyFrom(now);
  const before = new Clusters(problem, now.penalty);
  const hot = (HOT * now.cost) / p;
  for (let i = 0; i < iterations; i++) {
    before.copyFrom(now);
    before.penalty = now.penalty;
    const cost = now.penalised;
    descend(now, kick(now, rng));
    if (isBetter(now, best)) best.copyFrom(now);
    const temperature = hot * (1 - i / iterations) ** 2;
    if (now.penalised > cost - temperature * Math.log(rng.double())) now.copyFrom(before);
    now.penalty *= now.overload > 0 ? UP : DOWN;
  }
  const bound = bound_rounds > 0 ? boundPMedian(problem, best.cost, bound_rounds) : Number.NEGATIVE_INFINITY;
  return { medians: best.medians, medianOf: best.clusterOf, cost: exactCost(best), overload: best.overload, bound };
}

function isBetter(a: Clusters, b: Clusters): boolean {
  const [more, less] = [a.overload, b.overload];
  return more < less || (more === less && a.cost < b.cost - 1e-9 * Math.abs(b.cost));
}

/** Summed anew: what thousands of changes add up to is off by hairs. */
function exactCost({ clusterOf, costs }: Clusters): number {
  return clusterOf.reduce((sum, k, i) => sum + costs[k]![i]!, 0);
}

/** Medians far from each other (k-means++, Arthur & Vassilvitskii 2007), items by their regret where there is room. */
function construct(problem: PMedianProblem, rng: Rng): Clusters {
  const { items, p } = problem;
  const clusters = new Clusters(problem, 0);
  const far = new Float64Array(items).fill(Number.POSITIVE_INFINITY);
  let next = rng.below(items);
  for (let k = 0; k < p; k++) {
    clusters.setMedian(k, next);
    const to = clusters.costs[k]!;
    for (let i = 0; i < items; i++) far[i] = Math.min(far[i]!, to[i]!);
    for (let m = 0; m <= k; m++) far[clusters.medians[m]!] = 0;
    next = draw(far, rng, clusters.medians.subarray(0, k + 1));
  }
  const total = problem.weight.reduce((sum, w) => sum + w, 0);
  const mean = far.reduce((sum, d) => sum + d, 0) / items;
  clusters.penalty = total > 0 ? (3 * items * Math.max(mean, 1e-6)) / total : 0;
  assign(
    clusters,
    Array.from({ length: items }, (_, i) => i),
  );
  return clusters;
}

/** Item with a chance as its value; any that is not taken where all are 0. */
function draw(values: Float64Array, rng: Rng, taken: Int32Array): number {
  let left = rng.double() * values.reduce((sum, v) => sum + v, 0);
  for (let i = 0; i < values.length; i++) {
    left -= values[i]!;
    if (left < 0 && values[i]! > 0) return i;
  }
  return values.findIndex((_, i) => !taken.includes(i));
}

/** Puts items without a cluster where they cost least, those with the most to lose first. */
function assign(clusters: Clusters, items: number[]): void {
  const { problem, costs } = clusters;
  const regret = new Float64Array(problem.items);
  for (const i of items) {
    let [first, second] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (const to of costs) {
      if (to[i]! < first) [first, second] = [to[i]!, first];
      else if (to[i]! < second) second = to[i]!;
    }
    regret[i] = second - first;
  }
  items.sort((a, b) => regret[b]! - regret[a]! || a - b);
  for (const i of items) {
    let [best, least] = [-1, Number.POSITIVE_INFINITY];
    for (let k = 0; k < costs.length; k++) {
      const w = problem.weight[i]!;
      const over = clusters.over(clusters.load[k]! + w) - clusters.over(clusters.load[k]!);
      const cost = costs[k]![i]! + clusters.penalty * over;
      if (cost < least) [best, least] = [k, cost];
    }
    clusters.put(i, best);
  }
}

/** Moves a median elsewhere, to where items are far from theirs or to any place; returns the clusters concerned. */
function kick(clusters: Clusters, rng: Rng): Int32Array {
  const { clusterOf, costs, medians, problem } = clusters;
  const { items, p } = problem;
  if (items === p) return new Int32Array(0);
  const touched = new Set<number>();
  const closed = rng.below(p);
  touched.add(closed);
  let item = rng.below(items);
  for (let tries = 0; tries < 3; tries++) {
    const other = rng.below(items);
    if (costs[clusterOf[other]!]![other]! > costs[clusterOf[item]!]![item]!) item = other;
  }
  while (medians.includes(item)) item = rng.below(items);
  const loose = [...clusters.members[closed]!];
  for (const i of loose) clusters.take(i);
  clusters.setMedian(closed, item);
  const to = costs[closed]!;
  // The new median draws what is nearer to it, the nearest first, as far as it has room.
  const drawn = [...clusterOf.keys()].filter((i) => clusterOf[i]! >= 0 && to[i]! < costs[clusterOf[i]!]![i]!);
  drawn.sort((a, b) => to[a]! - to[b]! || a - b);
  for (const i of drawn) {
    if (clusters.over(clusters.load[closed]! + problem.weight[i]!) > 0) continue;
    touched.add(clusterOf[i]!);
    clusters.shift(i, closed);
  }
  assign(clusters, loose);
  for (const i of loose) touched.add(clusterOf[i]!);
  return Int32Array.from(touched);
}

/** Shifts, swaps and new centres, beginning with what some clusters are concerned with, until none pays. */
function descend(clusters: Clusters, touched: Int32Array): void {
  const { clusterOf, problem } = clusters;
  const width = Math.min(problem.p, NEAREST);
  const dirty = new Uint8Array(problem.p);
  for (const k of touched) dirty[k] = 1;
  const changed = new Uint8Array(problem.p);
  while (dirty.includes(1)) {
    const near = nearestClusters(clusters);
    changed.fill(0);
    for (let i = 0; i < problem.items; i++) {
      let concerned = dirty[clusterOf[i]!] === 1;
      for (let n = i * width; n < (i + 1) * width && !concerned; n++) concerned = dirty[near[n]!] === 1;
      if (concerned) moveItem(clusters, i, near, i * width, width, changed);
    }
    for (let k = 0; k < problem.p; k++) {
      if ((dirty[k] === 1 || changed[k] === 1) && clusters.recentre(k)) changed[k] = 1;
    }
    dirty.set(changed);
  }
}

/** The best of an item's shifts and swaps, where it pays; its nearest clusters are near[row..row + width - 1]. */
function moveItem(c: Clusters, i: number, near: Int32Array, row: number, width: number, changed: Uint8Array): void {
  const { clusterOf, costs, load, members } = c;
  const own = clusterOf[i]!;
  const mine = costs[own]!;
  const here = mine[i]!;
  let best = -1e-9 * (1 + Math.abs(c.cost));
  let to = -1;
  let partner = -1;
  const isOver = c.over(load[own]!) > 0;
  for (let n = row; n < row + width; n++) {
    const k = near[n]!;
    if (k === own) continue;
    const shifted = c.shiftDelta(i, k);
    if (shifted < best) {
      best = shifted;
      to = k;
      partner = -1;
    }
    const theirs = costs[k]!;
    // One of the two that change places must gain by it, unless it is for the load: each looks for itself.
    if (theirs[i]! >= here && !isOver) continue;
    const mayRelieve = isOver || c.over(load[k]!) > 0;
    const gain = theirs[i]! - here;
    const others = members[k]!;
    for (let m = 0; m < others.length; m++) {
      const j = others[m]!;
      if (gain + mine[j]! - theirs[j]! >= best && !mayRelieve) continue;
      const swapped = c.swapDelta(i, j);
      if (swapped < best) {
        best = swapped;
        to = k;
        partner = j;
      }
    }
  }
  if (to < 0) return;
  changed[own] = 1;
  changed[to] = 1;
  if (partner < 0) c.shift(i, to);
  else c.swap(i, partner);
}

/** The nearest clusters of each item, row by row, of equally near ones the first. */
function nearestClusters({ costs, problem: { items, p } }: Clusters): Int32Array {
  const width = Math.min(p, NEAREST);
  const near = new Int32Array(items * width);
  if (p <= NEAREST) {
    for (let at = 0; at < near.length; at++) near[at] = at % width;
    return near;
  }
  for (let i = 0; i < items; i++) {
    const row = i * width;
    for (let k = 0; k < p; k++) {
      const cost = costs[k]![i]!;
      let n = Math.min(k, width);
      for (; n > 0 && cost < costs[near[row + n - 1]!]![i]!; n--) if (n < width) near[row + n] = near[row + n - 1]!;
      if (n < width) near[row + n] = k;
    }
  }
  return near;
}
