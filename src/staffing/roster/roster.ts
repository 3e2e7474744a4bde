import { Rng } from '../../kit/rng.ts';
import { lagrangianBound } from './bound.ts';
import { countOverShare, staggerBreaks } from './breaks.ts';
import { generateColumns } from './columns.ts';
import { compile } from './compile.ts';
import type { Compiled } from './compiled.ts';
import { sumUp } from './cost.ts';
import { Assignment, BREAK, BREAK_END, END, FIELDS, START, ZONE } from './cover.ts';
import { makeFair, spreadOf } from './fairness.ts';
import { improveGroups } from './groups.ts';
import { explainRider, explainShortages } from './reasons.ts';
import { RosterSearch, type Snapshot } from './search.ts';
import { atStake } from './stake.ts';
import type { RiderHours, Roster, RosterEnv, RosterOptions, RosterProblem, Shift } from './types.ts';
import { NO_FAIRNESS, wantedInAll } from './weeks.ts';

/** Shares of the time, where there is a limit, until which each step may go on; the reasons have what is left. */
interface Shares {
  search: number;
  bound: number;
  groups: number;
  fair: number;
}
const TO_BE_FAIR: Shares = { search: 0.25, bound: 0.35, groups: 0.5, fair: 0.96 };
const ONLY_CHEAP: Shares = { search: 0.35, bound: 0.5, groups: 0.96, fair: 0.96 };
/** Without HiGHS the time of the groups is for the others; a longer search would leave cheaper plans that are harder to make fair. */
const TO_BE_FAIR_ALONE: Shares = { search: 0.25, bound: 0.4, groups: 0.4, fair: 0.96 };
const ONLY_CHEAP_ALONE: Shares = { search: 0.8, bound: 0.96, groups: 0.96, fair: 0.96 };
/** Riders times days up to which HiGHS is asked for the bound of column generation and a choice of columns. */
const SMALL = 130;
/** Riders times days of a group that is planned anew by columns. */
const GROUP = 90;
/** Iterations after which more are of no use, per rider and day and at least; in small cases they take less time than there is. */
const ENOUGH = 5000;
const ENOUGH_AT_LEAST = 10_000;
/** Groups that each rider is in, where there is no limit of time. */
const PASSES = 2;

/**
 * Plans who rides when and in which zone: constructs rider by rider, improves by large neighbourhood search, spreads hours where
 * that is asked for, staggers breaks, explains what is left short, and proves a bound.
 * @throws RangeError where the problem cannot be read or no shift is legal, see `compile`.
 */
export function planRoster(problem: RosterProblem, options: RosterOptions, env: RosterEnv): Roster {
  const compiled = compile(problem);
  const search = new RosterSearch(compiled, new Rng(options.seed));
  const began_s = env.elapsed_s();
  const stopped = () => env.stopped?.() ?? false;
  const past = () => (options.time_s === undefined ? 0 : (env.elapsed_s() - began_s) / options.time_s);
  // Over once is over: the clock need not be asked again.
  const stopsAt = (share: number) => {
    let isOver = false;
    return () => (isOver ||= past() >= share || stopped());
  };
  const riders = problem.riders.length;
  const enough = Math.max(ENOUGH_AT_LEAST, ENOUGH * riders * problem.days_s.length);
  const some = options.time_s === undefined ? Math.max(2000, 50 * riders) : enough;
  const iterations = riders === 0 ? 0 : (options.iterations ?? some);
  const temperature = temperatureOf(compiled);

  const [toBeFair, onlyCheap] = env.highs ? [TO_BE_FAIR, ONLY_CHEAP] : [TO_BE_FAIR_ALONE, ONLY_CHEAP_ALONE];
  const shares = problem.fairness.extraCost > 0 ? toBeFair : onlyCheap;

  if (problem.published) search.putBack(asPublished(problem, options.seed));
  search.construct(3, stopsAt(shares.search));
  const first = { plan: search.snapshot(), cost: search.objective };
  let done = search.run({
    iterations,
    temperature,
    stopped,
    elapsed: () => past() / shares.search,
    report: (share) => env.progress?.({ cost: search.objective, bound: Number.NEGATIVE_INFINITY, done: share * 0.6 }),
  });
  search.construct(MOST_POLISH, stopsAt(shares.bound), true);
  if (search.objective > first.cost) search.putBack(first.plan);
  let costBefore = sumUp(search.assignment).cost.total;
  const { bound, boundBy } = boundOf(search, compiled, options, costBefore, { shares, stopsAt, past, env });
  const fairFrom = past();
  const isLimitTime = options.time_s !== undefined && options.iterations === undefined;
  const isCut = done < iterations;
  const fair = {
    iterations: 2 * (isLimitTime ? enough : done),
    isTimed: isLimitTime,
    temperature: temperature / 3,
    stopped: stopsAt(shares.fair),
    past: () => (past() - fairFrom) / Math.max(1e-9, shares.fair - fairFrom),
  };
  costBefore = Math.min(costBefore, sumUp(search.assignment).cost.total);
  if (riders > 0) done += makeFair(search, compiled, fair);
  const ranOut = isLimitTime && (isCut || past() >= shares.fair);
  staggerBreaks(compiled, search.assignment);
  search.recount();
  const untried = stopsAt(1);
  const shortages = explainShortages(search, compiled, untried);
  const { cost, changes, riders: sums } = sumUp(search.assignment);
  env.progress?.({ cost: cost.total, bound: bound.value, done: 1 });
  const { giniHours, giniPeak } = spreadOf(compiled, sums);
  const { cells } = compiled;
  const cover = coverWhereTheyAre(search, compiled);
  return {
    shifts: shiftsOf(compiled, search),
    cover: problem.layers.map((_, layer) => cover.slice(layer * cells, (layer + 1) * cells)),
    shortages,
    riders: sums.map(
      (of, r): RiderHours => ({
        hours_s: of.hours * compiled.unit_s,
        wanted_s: wantedInAll(compiled.riders[r]!),
        peak_s: of.peak * problem.slot_s,
        belowMin_s: of.below * compiled.unit_s,
        reason: explainRider(search, compiled, r, of.hours, untried),
      }),
    ),
    cost,
    bound: bound.value,
    gap: Math.max(0, cost.total - bound.value) / Math.max(1e-9, Math.abs(cost.total)),
    boundBy,
    fairness: { giniHours, giniPeak, costBefore },
    changes,
    breaksOverShare: countOverShare(compiled, search.assignment),
    iterations: done,
    ranOut,
  };
}

const MOST_POLISH = 20;
/** Of a change, where changes are to be made only where there is no other way: more than all else comes to where money is euros. */
const NO_CHANGE = 1e7;

/** The published plan, as far as it can still be kept: late changes are few only where the search begins with what everybody knows. */
function asPublished(problem: RosterProblem, seed: number): Snapshot {
  const compiled = compile({ ...problem, changeCost: 0 });
  const stake = atStake(compiled, new Assignment(compiled).overShareCost, NO_FAIRNESS);
  const changeCost = Math.max(NO_CHANGE, 2 * stake);
  const search = new RosterSearch({ ...compiled, problem: { ...problem, changeCost } }, new Rng(seed));
  search.construct(1, () => false);
  return search.snapshot();
}

interface Clock {
  shares: Shares;
  past: () => number;
  stopsAt: (share: number) => () => boolean;
  env: RosterEnv;
}

/**
 * The bound; with HiGHS at hand, what column generation makes better, of all riders at once in small cases and else of one
 * group after the other, is put into the search.
 */
function boundOf(search: RosterSearch, compiled: Compiled, options: RosterOptions, cost: number, clock: Clock) {
  const { env, shares } = clock;
  const stopped = clock.stopsAt(shares.bound);
  const steps = options.boundSteps ?? (options.time_s === undefined ? 200 : 1000);
  const bound = lagrangianBound(compiled, { steps, target: cost, stopped });
  const size = compiled.riders.reduce((sum, rider) => sum + Math.max(1, rider.days.length), 0);
  const until = clock.stopsAt(shares.groups);
  if (!env.highs || size === 0 || until()) return { bound, boundBy: 'lagrangian' as const };
  const left_s = () =>
    options.time_s === undefined ? Number.POSITIVE_INFINITY : (shares.groups - clock.past()) * options.time_s;
  const { highs } = env;
  if (size > SMALL) {
    const groups = options.time_s === undefined ? Math.ceil((PASSES * size) / GROUP) : Number.POSITIVE_INFINITY;
    const params = { highs, groups, size: GROUP, prices: bound.prices, left_s, stopped: until };
    improveGroups(search, compiled, new Rng(options.seed, 1), params);
    search.construct(MOST_POLISH, until, true);
    return { bound, boundBy: 'lagrangian' as const };
  }
  const { assignment } = search;
  const params = { from: bound, assignment, rounds: 200, left_s, stopped: until, nodes: 200 };
  const columns = generateColumns(compiled, highs, params);
  if (columns.better) search.replace([...compiled.riders.keys()], columns.better);
  return { bound: columns.bound, boundBy: 'column_generation' as const };
}

/** Twice the pay of a slot of an average rider, or the cost of a shortage where that is less: what small mistakes cost. */
function temperatureOf(compiled: Compiled): number {
  const { riders, problem, unit_s, shortageCost } = compiled;
  const pay = riders.reduce((sum, rider) => sum + rider.costPerUnit, 0) / Math.max(1, riders.length);
  const shortage = shortageCost.reduce((most, cost) => Math.max(most, cost), 0);
  return Math.min((2 * pay * problem.slot_s) / unit_s + 1e-3, shortage + 1e-3);
}

/** Cover by the zones that riders are in, shared or not. */
function coverWhereTheyAre({ assignment }: RosterSearch, { cells, layers, riders }: Compiled): Float64Array {
  const own = Int32Array.from({ length: cells }, (_, cell) => cell);
  const cover = new Float64Array(layers * cells);
  for (let r = 0; r < riders.length; r++) assignment.addCoverOf(r, cover, own);
  return cover;
}

function shiftsOf(compiled: Compiled, search: RosterSearch): Shift[] {
  const { shifts, counts } = search.assignment;
  const list: Shift[] = [];
  for (let rider = 0; rider < counts.length; rider++) {
    for (let i = 0; i < counts[rider]!; i++) {
      const at = (rider * compiled.most + i) * FIELDS;
      const from_s = shifts[at + BREAK]!;
      list.push({
        rider,
        zone: shifts[at + ZONE]!,
        from_s: shifts[at + START]!,
        to_s: shifts[at + END]!,
        break: from_s < 0 ? null : { from_s, to_s: shifts[at + BREAK_END]! },
      });
    }
  }
  return list;
}
