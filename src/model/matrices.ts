import type { Draft } from './draft.ts';
import { underLid } from './lid.ts';
import { BIG, DELIVERY, PICKUP, type Problem } from './problem.ts';
import { ceilTicks } from './scale.ts';
import { arcCost } from './travel-classes.ts';

/** Fills the tables of arcs, durations and distances, and their transposes where they are not symmetric. */
export function fillMatrices(problem: Problem, draft: Draft): void {
  for (const sharing of bySharedWays(draft)) {
    const ways = waysOf(problem, draft, sharing);
    sharing.forEach((index, k) => fillClass(problem, draft, index, ways, k > 0));
  }
  if (problem.features.symmetric) return;
  transpose(problem.arcs, problem.arcsTo, problem.nodes);
  transpose(problem.durations, problem.durationsTo, problem.nodes);
}

/** Metres and seconds of all arcs. */
interface Ways {
  metres: Float64Array;
  seconds: Float64Array;
}

/** Classes that drive the same ways, which are worked out once. */
function bySharedWays({ classes }: Draft): number[][] {
  const sharing: number[][] = [];
  classes.forEach(({ travels }, index) => (sharing[travels] ??= []).push(index));
  return sharing;
}

/** Room for the ways of such classes: the problem's own tables, where it has them. Null where a class of its own needs none. */
function waysOf({ nodes, metres, seconds, features }: Problem, { classes }: Draft, sharing: number[]): Ways | null {
  const square = nodes * nodes;
  const from = classes[sharing[0]!]!.travels * square;
  if (features.exact)
    return { metres: metres.subarray(from, from + square), seconds: seconds.subarray(from, from + square) };
  return sharing.length > 1 ? { metres: new Float64Array(square), seconds: new Float64Array(square) } : null;
}

/** @param known whether the ways are: the first of the classes that share them writes them */
function fillClass(problem: Problem, draft: Draft, index: number, ways: Ways | null, known: boolean): void {
  const { nodes, stops, visits, arcs, durations, distances } = problem;
  const { placeOf, startNode, endNode, costScale, lid, timeScale, mostTravel, distanceScale } = draft;
  const travelClass = draft.classes[index]!;
  const { travel, seconds: secondsOf, fastest, perKm, perTravelHour, given } = travelClass;
  // What comes with the stop an arc leads to; looked up here, for each is asked for once per arc.
  const perStop = (value: (to: number) => number) =>
    Float64Array.from({ length: nodes }, (_, to) => (to < stops ? value(to) : 0));
  const stopCosts = perStop((to) => underLid(travelClass.stopCost(draft.stops[to]!), lid));
  const setups_s = perStop((to) => draft.stops[to]!.setupAsTravel_s);
  // Service that not every vehicle needs counts as travel from the stop on.
  const longer_s = perStop((from) => travelClass.staysLonger_s(draft.stops[from]!));
  const setupCosts = perStop((to) => travelClass.setupCost(setups_s[to]!));
  const isForbidden = forbiddenArcs(problem, draft, index);
  const square = nodes * nodes;
  // Of classes that share a table the first fills it.
  const isFirst = (table: 'durations' | 'distances') =>
    draft.classes.findIndex((other) => other[table] === travelClass[table]) === index;
  const timed = durations.length > 0 && isFirst('durations');
  const measured = distances.length > 0 && isFirst('distances');
  const timesFrom = travelClass.durations * square;
  const lengthsFrom = travelClass.distances * square;
  const base = index * square;
  const set = (from: number, to: number, distance_m: number, duration_s: number) => {
    const arcAt = from * nodes + to;
    const at = base + arcAt;
    const isElsewhere = placeOf[from] !== placeOf[to];
    const setup_s = isElsewhere ? setups_s[to]! : 0;
    const arc = from === to ? 0 : underLid(arcCost(perKm, perTravelHour, distance_m, duration_s), lid);
    const cost = arc + (isElsewhere ? setupCosts[to]! : 0) + stopCosts[to]!;
    arcs[at] = isForbidden?.(from, to) ? BIG : rounded(cost * costScale);
    // Never longer than it can be: what is too late even so is too late.
    if (timed) {
      const least_s = longer_s[from]! + duration_s / fastest + setup_s;
      const ticks = fastest > 1 ? Math.floor(least_s * timeScale) : ceilTicks(least_s * timeScale);
      durations[timesFrom + arcAt] = Math.min(mostTravel, ticks);
    }
    if (measured) distances[lengthsFrom + arcAt] = Math.min(BIG, ceilTicks(distance_m * distanceScale));
  };
  const fillKnown = ({ metres, seconds }: Ways) => {
    if (!timed && !measured && isForbidden === null) {
      priceWays(problem, draft, index, { metres, seconds }, { stopCosts, setupCosts });
      return;
    }
    const fill = (from: number, to: number) => set(from, to, metres[from * nodes + to]!, seconds[from * nodes + to]!);
    for (let from = 0; from < nodes; from++)
      for (let to = 0; to < (from < visits ? nodes : visits); to++) fill(from, to);
    startNode.forEach((start, type) => {
      fill(start, endNode[type]!);
      fill(endNode[type]!, start);
    });
  };
  if (known && ways !== null) {
    fillKnown(ways);
    return;
  }
  const needsTime = timed || ways !== null || perTravelHour > 0;
  const keep = (from: number, to: number, distance_m: number, duration_s: number) => {
    set(from, to, distance_m, duration_s);
    if (ways === null) return;
    ways.metres[from * nodes + to] = distance_m;
    ways.seconds[from * nodes + to] = duration_s;
  };
  const fill = (from: number, to: number) => {
    const fromPlace = placeOf[from]!;
    const toPlace = placeOf[to]!;
    const isNowhere = fromPlace < 0 || toPlace < 0 || from === to;
    const distance_m = isNowhere ? 0 : travel.distance_m(fromPlace, toPlace);
    const duration_s = isNowhere || !needsTime ? 0 : secondsOf(travel.duration_s(fromPlace, toPlace));
    keep(from, to, distance_m, duration_s);
    // What follows from positions is as far one way as the other.
    if (!given && to !== from) keep(to, from, distance_m, duration_s);
  };
  for (let from = 0; from < nodes; from++) {
    // Nobody drives from the start or end of one vehicle to that of another: thousands may have their own.
    const until = from < visits ? nodes : visits;
    for (let to = given ? 0 : from; to < until; to++) fill(from, to);
  }
  startNode.forEach((start, type) => fill(start, endNode[type]!));
}

/** Arcs of a class whose ways are known and that differs from others in prices alone: of technicians with wages of their own there may be hundreds. */
function priceWays(
  { nodes, visits, arcs }: Problem,
  { placeOf, startNode, endNode, costScale, lid, classes }: Draft,
  index: number,
  { metres, seconds }: Ways,
  { stopCosts, setupCosts }: { stopCosts: Float64Array; setupCosts: Float64Array },
): void {
  const { perKm, perTravelHour } = classes[index]!;
  const base = index * nodes * nodes;
  const price = (from: number, first: number, until: number) => {
    const place = placeOf[from]!;
    const row = from * nodes;
    for (let to = first; to < until; to++) {
      const way = arcCost(perKm, perTravelHour, metres[row + to]!, seconds[row + to]!);
      const arc = from === to ? 0 : underLid(way, lid);
      const cost = arc + (place !== placeOf[to] ? setupCosts[to]! : 0) + stopCosts[to]!;
      arcs[base + row + to] = rounded(cost * costScale);
    }
  };
  for (let from = 0; from < nodes; from++) price(from, 0, from < visits ? nodes : visits);
  startNode.forEach((start, type) => {
    const end = endNode[type]!;
    price(start, end, end + 1);
    price(end, start, start + 1);
  });
}

/** As `Math.round` does, which takes five times as long. */
const rounded = (value: number): number => Math.floor(value + 0.5);

/**
 * Backhauls as arcs nobody drives: from a pickup to a delivery and, where a delivery must come first, from the start to a
 * pickup. No route that keeps them gets such an arc by losing stops, but for the last: that one is looked for.
 */
function forbiddenArcs(
  { features, kind, stops, visits }: Problem,
  { classes }: Draft,
  index: number,
): ((from: number, to: number) => boolean) | null {
  const { backhauls } = classes[index]!;
  if (!features.backhauls || backhauls === 'mixed') return null;
  const startsSo = backhauls === 'after_deliveries';
  return (from, to) =>
    to < stops &&
    (from < stops
      ? kind[from] === PICKUP && kind[to] === DELIVERY
      : from >= visits && kind[to] === PICKUP && !startsSo);
}

/** So many rows and columns are in the caches at once. */
const BLOCK = 32;

/** Of one table after another, rows become columns. */
function transpose(from: Int32Array, to: Int32Array, nodes: number): void {
  for (let base = 0; base < from.length; base += nodes * nodes)
    for (let row = 0; row < nodes; row += BLOCK)
      for (let column = 0; column < nodes; column += BLOCK) transposeBlock(from, to, nodes, base, row, column);
}

function transposeBlock(
  from: Int32Array,
  to: Int32Array,
  nodes: number,
  base: number,
  row: number,
  column: number,
): void {
  const [rows, columns] = [Math.min(nodes, row + BLOCK), Math.min(nodes, column + BLOCK)];
  for (let i = row; i < rows; i++)
    for (let j = column; j < columns; j++) to[base + j * nodes + i] = from[base + i * nodes + j]!;
}
