import type { Break } from '../contract/request.ts';
import {
  beginAt,
  cross,
  follow,
  isTooFull,
  type Placing,
  restBefore,
  roundingAt,
  type Schedule,
  type State,
  type Way,
} from './timing.ts';

/** A way to have come so far: when, and with which breaks taken where. */
interface Label extends State {
  begins_s: number[];
  /** The next of the breaks with windows. */
  next: number;
  /** The last close of every break left out must not be before the end. */
  endsBy_s: number;
  /** Of every break before `next`: its leg, or -1 where it is left out. */
  legs: number[];
  /** Breaks for driving taken in a wait. */
  rests: { visit: number; rule: Break }[];
  /** Breaks for driving, all of them. */
  driven: number;
}

/**
 * Rule T5, first half: the placing of breaks by which the route ends first; of those that end together, the one in which
 * breaks come first, and breaks for driving are fewest. All placings are tried, save what is behind another in everything.
 * @returns null where no placing keeps the rules.
 */
export function earliestEnd(way: Way): { placing: Placing | null; schedule: Schedule } | null {
  if (way.breaks.length + way.rules.length === 0) {
    const schedule = follow(way, null, way.earliest_s);
    return schedule && { placing: null, schedule };
  }
  if (way.rules.length > 0) return searched(way);
  // Where no driving is counted a break only takes time: which are left out follows from when the route ends.
  const bounds_s = new Set([...way.breaks.map(lastClose), Number.POSITIVE_INFINITY]);
  for (const bound_s of [...bounds_s].sort((a, b) => a - b)) {
    const breaks = way.breaks.filter((one) => lastClose(one) < bound_s);
    const found = searched({ ...way, breaks, latest_s: Math.min(way.latest_s, bound_s) });
    if (found) return found;
  }
  return null;
}

/** Where limits of driving count, any break with windows may be left out; elsewhere all there are have to be taken. */
function searched(way: Way): { placing: Placing; schedule: Schedule } | null {
  let labels: Label[] = [startOf(way)];
  for (let leg = 0; leg <= way.visits.length && labels.length > 0; leg++) {
    const there = labels.flatMap((label) => crossings(way, label, leg));
    labels = undominated(way, leg < way.visits.length ? there.flatMap((label) => visits(way, label, leg)) : there);
  }
  const done = labels.map((label) => leaveOutRest(way, label)).filter((label) => label.now_s <= mustEndBy(way, label));
  const best = done.sort(compare)[0];
  if (!best) return null;
  const placing = placingOf(way, best);
  const schedule = follow(way, placing, way.earliest_s);
  return schedule && { placing, schedule };
}

function startOf({ earliest_s, rules }: Way): Label {
  const state = { now_s: earliest_s, since_s: rules.map(({ drivenBefore_s }) => drivenBefore_s), driving_s: 0 };
  return { ...state, begins_s: [], next: 0, endsBy_s: Number.POSITIVE_INFINITY, legs: [], rests: [], driven: 0 };
}

/** With every choice of further breaks on this leg. */
function crossings(way: Way, label: Label, leg: number): Label[] {
  const found: Label[] = [];
  const choose = (taken: Break[], so: Pick<Label, 'next' | 'endsBy_s' | 'legs'>) => {
    const state: Label = { ...label, ...so, since_s: label.since_s.slice() };
    const pauses: Parameters<typeof cross>[4] = [];
    if (cross(way, leg, taken, state, pauses)) {
      state.driven += pauses.length - taken.length;
      if (state.now_s <= mustEndBy(way, state)) found.push(state);
    }
    if (way.legs[leg] === null) return;
    let { endsBy_s, legs } = so;
    for (let b = so.next; b < way.breaks.length; b++) {
      const one = way.breaks[b]!;
      // The route is over before it opens: one left out has closed by then.
      if (one.windows![0]![0] > endsBy_s + roundingAt(endsBy_s)) {
        legs = [...legs, -1];
        continue;
      }
      if (!isTooFull(one, way.legs[leg]!.load))
        choose([...taken, one], { next: b + 1, endsBy_s, legs: [...legs, leg] });
      if (way.rules.length === 0) return;
      endsBy_s = Math.min(endsBy_s, lastClose(one));
      legs = [...legs, -1];
      // Of two breaks that are alike the first is left out rather than the second.
      if (b === so.next && taken.length > 0 && areAlike(taken.at(-1)!, one)) return;
    }
  };
  choose([], label);
  return found;
}

function areAlike(a: Break, b: Break): boolean {
  const amounts = (one: Break) => [one.duration_s, ...one.windows!.flat(), ...(one.maxLoad ?? [])];
  const [ones, others] = [amounts(a), amounts(b)];
  const sameShape = a.windows!.length === b.windows!.length && (a.maxLoad === null) === (b.maxLoad === null);
  return sameShape && ones.every((value, i) => value === others[i]);
}

/** Begins the visit, as it comes or after a break for driving in the wait. */
function visits(way: Way, label: Label, at: number): Label[] {
  const begin_s = beginAt(way, at, label.now_s, label.begins_s);
  if (begin_s === null) return [];
  const begun = (state: Label): Label => ({
    ...state,
    now_s: begin_s + way.visits[at]!.stay_s,
    begins_s: [...label.begins_s, begin_s],
  });
  const rested = way.rules.flatMap((rule, k) => {
    const state: Label = { ...label, since_s: label.since_s.slice() };
    if (state.since_s[k] === 0 || !restBefore(way, at, rule, begin_s, state, [])) return [];
    return [begun({ ...state, rests: [...label.rests, { visit: at, rule }], driven: label.driven + 1 })];
  });
  return [begun(label), ...rested];
}

function leaveOutRest(way: Way, label: Label): Label {
  const rest = way.breaks.slice(label.next);
  return {
    ...label,
    endsBy_s: Math.min(label.endsBy_s, ...rest.map(lastClose)),
    legs: [...label.legs, ...rest.map(() => -1)],
  };
}

const lastClose = ({ windows }: Break) => windows!.at(-1)![1];

function mustEndBy({ latest_s }: Way, { endsBy_s }: Label): number {
  const by_s = Math.min(latest_s, endsBy_s);
  return by_s + roundingAt(by_s);
}

/** Keeps what is not behind another label of the same breaks, in nothing. */
function undominated(way: Way, labels: Label[]): Label[] {
  const kept: Label[] = [];
  const isBound = way.visits.some(({ after }) => after.length > 0);
  for (const label of labels.sort(compare)) {
    if (!kept.some((other) => isBehind(label, other, isBound))) kept.push(label);
  }
  return kept;
}

/** @param isBound begins matter to later visits of the route */
function isBehind(label: Label, other: Label, isBound: boolean): boolean {
  return (
    label.next === other.next &&
    label.now_s >= other.now_s &&
    label.endsBy_s <= other.endsBy_s &&
    // Less driving since a break is not better: the next one may be due where it is in the way.
    label.since_s.every((since_s, k) => since_s === other.since_s[k]!) &&
    (!isBound || label.begins_s.every((begin_s, i) => begin_s >= other.begins_s[i]!)) &&
    compareBreaks(label, other) >= 0
  );
}

function compare(a: Label, b: Label): number {
  const isSame = a.now_s === b.now_s || Math.abs(a.now_s - b.now_s) <= 1e-7;
  return isSame ? compareBreaks(a, b) : a.now_s - b.now_s;
}

function compareBreaks(a: Label, b: Label): number {
  for (let i = 0; i < Math.min(a.legs.length, b.legs.length); i++) {
    if (a.legs[i] !== b.legs[i]) return a.legs[i]! - b.legs[i]!;
  }
  if (a.driven !== b.driven) return a.driven - b.driven;
  for (let i = 0; i < Math.min(a.rests.length, b.rests.length); i++) {
    if (a.rests[i]!.visit !== b.rests[i]!.visit) return a.rests[i]!.visit - b.rests[i]!.visit;
  }
  // What is taken in a wait comes before what is taken at the limit; longer breaks stand first.
  return b.rests.length - a.rests.length;
}

function placingOf(way: Way, { legs, rests }: Label): Placing {
  const onLeg: Break[][] = way.legs.map(() => []);
  legs.forEach((leg, b) => {
    if (leg >= 0) onLeg[leg]!.push(way.breaks[b]!);
  });
  const atVisit: (Break | null)[] = way.visits.map(() => null);
  for (const { visit, rule } of rests) atVisit[visit] = rule;
  return { onLeg, atVisit };
}
