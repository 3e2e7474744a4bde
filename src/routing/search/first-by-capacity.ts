import { typesThatTell } from '../../model/classes.ts';
import type { Problem } from '../../model/problem.ts';
import { shareOfLoad } from '../../model/shares.ts';
import type { Packed } from '../state/packed.ts';
import type { Tours } from '../state/tours.ts';
import type { Section } from './section.ts';

/** Kinds tried at most, the largest first, and the part of the budget for all of them. */
const MOST_KINDS = 8;
const BEGUN = 0.1;
/** Iterations per task that each is annealed for, cold, if they are to be had: tours that nothing was done about are far longer, which is to the advantage of small vehicles. */
const PER_TASK = 4;
/**
 * How many times over a carrier's price counts: it is what it will be, while first tours of own vehicles are far longer than they will
 * be. Tasks find their way from own vehicles to a carrier, one by one and by routes given up; never back, for no task alone is worth a vehicle. Where there is hardly time for either, what is cheapest now counts.
 */
const CARRIERS_COUNT = 2;

/** Types of vehicle of one capacity each, carriers by themselves; the largest first. None where all are of one kind. */
function kindsOf(problem: Problem, isCarrier: readonly boolean[]): number[][] {
  const { types, dimensions, capacity } = problem;
  const of = (type: number) => capacity.subarray(type * dimensions, (type + 1) * dimensions);
  const kinds = Map.groupBy(
    Array.from({ length: types }, (_, type) => type),
    (type) => `${of(type).join()} ${isCarrier[type]}`,
  );
  if (kinds.size < 2) return [];
  const shares = shareOfLoad(problem);
  const size = ([type]: number[]) => of(type!).reduce((sum, each, d) => sum + shares[d]! * each, 0);
  return [...kinds.values()].sort((a, b) => size(b) - size(a)).slice(0, MOST_KINDS);
}

/** What tours cost to go on from, in ticks. @param times what carriers are paid by the task counts; by the day, they may still get fuller */
function promise(tours: Tours, isCarrier: readonly boolean[], times: number): number {
  const { slots, size, type, first, next, into, out } = tours;
  let paid = 0;
  for (let slot = 0; slot < slots; slot++) {
    if (size[slot] === 0 || !isCarrier[type[slot]!]) continue;
    paid += out[slot]!;
    for (let visit = first[slot]!; visit >= 0; visit = next[visit]!) paid += into[visit]!;
  }
  return tours.cost + (times - 1) * paid;
}

/**
 * First solutions with vehicles of one kind, as long as there are any: the cheapest is gone on from, where it is better than the
 * one at hand. Task by task the smallest vehicle that will do, or an outside carrier, is the cheapest, and a search that has little time, or simulates
 * routes, never gets to larger ones, or to own ones, that would pay.
 * @param construct makes a solution with vehicles of such types, as far as they go
 * @param anneal up to so many iterations, until a share of the budget is spent
 * @param scratch words of a solution
 * @param spent share of the budget so far
 * @param isBrief whether there is hardly time for more
 */
export function tryKinds(
  section: Section,
  scratch: Packed,
  construct: (kind: readonly number[]) => void,
  anneal: (most: number, until: number) => void,
  spent: () => number,
  isBrief = false,
): void {
  const { tours } = section;
  const isCarrier = typesThatTell(tours.problem).map((tells) => !tells);
  const times = isBrief ? 1 : CARRIERS_COUNT;
  const kinds = kindsOf(tours.problem, isCarrier);
  const most = isBrief ? 0 : PER_TASK * tours.problem.tasks;
  const share = BEGUN / (kinds.length + 1);
  if (kinds.length > 0) anneal(most, share);
  let best = promise(tours, isCarrier, times);
  for (const [k, kind] of kinds.entries()) {
    if (spent() > BEGUN) return;
    section.packBest(scratch);
    const { bestMissing } = section.anneal;
    construct(kind);
    anneal(most, (k + 2) * share);
    const found = promise(tours, isCarrier, times);
    const { bestMissing: missing } = section.anneal;
    const isBetter = missing < bestMissing || (missing === bestMissing && found < best);
    if (isBetter) best = found;
    else section.load(scratch);
  }
}
