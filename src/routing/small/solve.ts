import type { Packed } from '../state/packed.ts';
import type { Tours } from '../state/tours.ts';
import { Candidates } from './candidates.ts';
import { Choice } from './choice.ts';
import { Judge } from './judge.ts';
import { Listing } from './listing.ts';

/** With more tasks there are more routes than could be tried. */
const MOST_TASKS = 9;
/** Routes judged between looks at the clock, and routes counted. */
const PATIENCE = 50;
const COUNTED = 1000;
/** Steps per route that may be listed: a few, where no route has to be given up half-way. */
const STEPS_PER_ROUTE = 10;

/**
 * The best plan of a small problem, by trying every route of every vehicle and every way to share the tasks out.
 * Deterministic, save that the clock may end it early.
 * @param tours a plan that it has to be better than; left as it is
 * @param most routes it may try: problems with more are left alone
 * @param isOver asked now and then
 * @returns null where there is none, or the problem is too large
 */
export function solveSmall(tours: Tours, most: number, isOver: () => boolean): Packed | null {
  const { problem } = tours;
  if (problem.tasks > MOST_TASKS || problem.tasks === 0) return null;
  const listing = new Listing(problem);
  listing.stepsLeft = STEPS_PER_ROUTE * most;
  let routes = 0;
  const isFew = () => ++routes <= most && (routes % COUNTED !== 0 || !isOver());
  for (let type = 0; type < problem.types; type++) if (!listing.each(type, isFew)) return null;
  listing.stepsLeft = Number.POSITIVE_INFINITY;
  const judge = new Judge(problem);
  const candidates = new Candidates(problem, judge, listing);
  let judged = 0;
  const goesOn = () => ++judged % PATIENCE !== 0 || !isOver();
  for (let type = 0; type < problem.types; type++) {
    const consider = () => {
      candidates.consider(type);
      return goesOn();
    };
    if (!listing.each(type, consider)) return null;
  }
  const end = judged + most;
  const mayJudge = () => judged < end && goesOn();
  let looked = 0;
  const mayLook = () => ++looked <= most && (looked % PATIENCE !== 0 || !isOver());
  const choice = new Choice(tours, judge, listing, candidates.list(), mayJudge, mayLook);
  choice.run();
  return choice.best;
}
