import type { Draft } from './draft.ts';
import { underLid } from './lid.ts';
import { BIG, DELIVERY, PICKUP, type Problem } from './problem.ts';
import { ceilTicks } from './scale.ts';
import { arcCost } from './travel-classes.ts';

/** Fills the tables of arcs, durations and distances, and their transposes where they are not symmetric. */
export function fillMatrices(problem: Problem, draft: Draft): void {
  draft.classes.forEach((_, index) => fillClass(problem, draft, index));
  if (problem.features.symmetric) return;
  transpose(problem.arcs, problem.arcsTo, problem.nodes);
  transpose(problem.durations, problem.durationsTo, problem.nodes);
}

function fillClass(problem: Problem, draft: Draft, index: number): void {
  const { nodes, stops, visits, arcs, durations, distances, seconds, metres } = problem;
  const { placeOf, startNode, endNode, costScale, lid, timeScale, distanceScale } = draft;
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
  const exact = seconds.length > 0;
  const needsTime = timed || exact || perTravelHour > 0;
  const base = index * square;
  const set = (from: number, to: number, distance_m: number, duration_s: number) => {
    const arcAt = from * nodes + to;
    const at = base + arcAt;
    const isElsewhere = placeOf[from] !== placeOf[to];
    const setup_s = isElsewhere ? setups_s[to]! : 0;
    const arc = from === to ? 0 : arcCost(perKm, perTravelHour, distance_m, duration_s);
    const cost = arc + (isElsewhere ? setupCosts[to]! : 0) + stopCosts[to]!;
    arcs[at] = isForbidden?.(from, to) ? BIG : Math.round(cost * costScale);
    // Never longer than it can be: what is too late even so is too late.
    if (timed) {
      const least_s = longer_s[from]! + duration_s / fastest + setup_s;
      durations[timesFrom + arcAt] = fastest > 1 ? Math.floor(least_s * timeScale) : ceilTicks(least_s * timeScale);
    }
    if (measured) distances[lengthsFrom + arcAt] = ceilTicks(distance_m * distanceScale);
    if (!exact) return;
    seconds[at] = duration_s;
    metres[at] = distance_m;
  };
  const fill = (from: number, to: number) => {
    const fromPlace = placeOf[from]!;
    const toPlace = placeOf[to]!;
    const isNowhere = fromPlace < 0 || toPlace < 0 || from === to;
    const distance_m = isNowhere ? 0 : travel.distance_m(fromPlace, toPlace);
    const duration_s = isNowhere || !needsTime ? 0 : secondsOf(travel.duration_s(fromPlace, toPlace));
    set(from, to, distance_m, duration_s);
    // What follows from positions is as far one way as the other.
    if (!given && to !== from) set(to, from, distance_m, duration_s);
  };
  for (let from = 0; from < nodes; from++) {
    // Nobody drives from the start or end of one vehicle to that of another: thousands may have their own.
    const until = from < visits ? nodes : visits;
    for (let to = given ? 0 : from; to < until; to++) fill(from, to);
  }
  startNode.forEach((start, type) => fill(start, endNode[type]!));
}

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

/** Of one table after another, rows become columns. */
function transpose(from: Int32Array, to: Int32Array, nodes: number): void {
  for (let base = 0; base < from.length; base += nodes * nodes) {
    for (let i = 0; i < nodes; i++) {
      for (let j = 0; j < nodes; j++) to[base + j * nodes + i] = from[base + i * nodes + j]!;
    }
  }
}
