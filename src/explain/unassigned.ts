import type { RoutingRequest } from '../contract/request.ts';
import { aloneOn } from '../plan/fit.ts';
import { number } from '../plan/words.ts';
import { nextTask } from './alternatives.ts';
import { Diagnoser, type Freed } from './diagnosis.ts';
import { type Budget, UNTRIED } from './scope.ts';
import type { Placed, Target, TrialPlan } from './trial-plan.ts';
import { isPinned } from './vehicles.ts';

/** What keeps a task from all vehicles of a kind. */
export interface Hindrance {
  /** Index into `request.vehicles`. */
  vehicle: number;
  /** A reason of unassigned tasks, and after a dot the rule, see docs/features/explain.md. */
  rule: string;
  obstacle: string;
  frees: string | null;
  /** What `frees` says, as a change to the request; null where it is no change of that kind. */
  freed: Freed | null;
}

/** Routes of a kind that are looked into: those with the least detour to the task. */
const MOST_ROUTES = 4;

/** Detours are found in the time that it takes to simulate a stop. */
const DETOURS_PER_STOP = 3;

/** Why not at all: for every kind of vehicle, what binds, and the smallest single change found that makes room. */
export function hindrancesFor(trial: TrialPlan, task: number, budget: Budget): Hindrance[] {
  return trial.world.request.vehicles.flatMap((_, vehicle) => hindranceOn(trial, task, vehicle, budget) ?? []);
}

function hindranceOn(trial: TrialPlan, task: number, vehicle: number, budget: Budget): Hindrance | null {
  const { id, count, firstNumber, inProgress } = trial.world.request.vehicles[vehicle]!;
  if (count === 0) return null;
  const targets = trial.targetsOf(vehicle);
  // All of them stay where they are, with nothing to do.
  if (targets.length === 0)
    return { vehicle, rule: 'no_room.pinned', obstacle: isPinned(id), frees: null, freed: null };
  const places = targets.flatMap((target) => budget.place(trial, task, target, 'worthiest') ?? []);
  if (places.length > 0) return roomOn(trial, task, vehicle, places, budget);
  // A vehicle too many, to see whether it is the vehicle or what is planned for it that is in the way.
  const another = { at: -1, vehicle, number: firstNumber + count };
  const spare = trial.spare(vehicle);
  const fitsAlone = spare === null && budget.place(trial, task, another, 'any') !== null;
  if (!fitsAlone && budget.isOutOfPlaces)
    return { vehicle, rule: 'no_room.other', obstacle: UNTRIED, frees: null, freed: null };
  // Below its minimum it would be alone, say, but not beside what is planned.
  const isCrowdedOut = fitsAlone || (spare === null && !('reason' in aloneOn(trial.company, vehicle, task)));
  const alone = new Diagnoser(trial, task, spare ?? another, budget);
  budget.prepare(targets.reduce((sum, { at }) => sum + (trial.hosts[at]?.tasks.length ?? 0), 0) / DETOURS_PER_STOP);
  const near = budget.isOut() ? targets.slice(0, MOST_ROUTES) : nearest(trial, task, targets);
  const others = near.filter(({ at }) => at >= 0).map((target) => new Diagnoser(trial, task, target, budget));
  const found = isCrowdedOut && others.length > 0 ? others[0]!.diagnose() : alone.diagnose();
  const rule = isCrowdedOut ? `no_room.${found.rule}` : `${found.reason}.${found.rule}`;
  const freed = smallest([...(spare ? [alone] : []), ...others].map((one) => one.free()));
  // One more of what is on its way would start where that is now.
  const oneMore = fitsAlone && !inProgress && (freed === null || freed.size >= 1);
  return {
    ...{ vehicle, rule, obstacle: `${found.obstacle}${budget.unfinished()}` },
    frees: oneMore ? `one more '${id}'` : (freed?.relief.words(freed.amount) ?? null),
    freed: oneMore ? null : freed,
  };
}

function smallest(freed: (Freed | null)[]): Freed | null {
  return freed.reduce((best, one) => (one !== null && (best === null || one.size < best.size) ? one : best), null);
}

/** There is room: either it is not worth its prize, or it was not found. A cheaper place may be among those that were not tried. */
function roomOn(trial: TrialPlan, task: number, vehicle: number, places: Placed[], budget: Budget): Hindrance {
  const { prize } = trial.world.request.tasks[task]!;
  const rated = places.map((place) => ({ place, rating: prize === null ? null : trial.rate(task, place) }));
  const rankOf = ({ place, rating }: (typeof rated)[number]) => rating?.rank ?? place.total;
  const { place: best, rating } = rated.reduce((a, b) => (rankOf(b) < rankOf(a) ? b : a));
  const added = best.total - trial.total;
  const next = nextTask(trial, best.steps, task);
  const where = best.target.at < 0 ? 'on a route of its own' : next === null ? 'as the last' : `before '${next}'`;
  const room = `there is room ${where}, for ${number(added)}${budget.isOutOfPlaces ? ` (${UNTRIED})` : ''}`;
  if (rating !== null && rating.rank >= 0) {
    const { against } = rating;
    const worse = against === null ? 'no objective better' : `'${against.name}' ${number(against.by)} worse`;
    const obstacle = `${room}; it would make ${worse}`;
    return { vehicle, rule: 'not_worth_it.objectives', obstacle, frees: null, freed: null };
  }
  if (prize !== null && rating === null && added >= prize - 1e-6 * Math.max(1, prize)) {
    const obstacle = `${room}; its prize is ${number(prize)}`;
    // Rounded up, so that this very prize would do.
    const enough = Math.ceil((added + 2e-6 * Math.max(1, added)) * 100) / 100;
    return { vehicle, rule: 'not_worth_it.prize', obstacle, frees: `a prize of ${number(enough)}`, freed: null };
  }
  return { vehicle, rule: 'search_ended.time', obstacle: room, frees: 'nothing has to change', freed: null };
}

/** Those with the least way to the task added, in metres, before those without a route. */
function nearest(trial: TrialPlan, task: number, targets: Target[]): Target[] {
  const detours = targets.map((target) => ({ target, metres: detour_m(trial, task, target) }));
  detours.sort((a, b) => a.metres - b.metres);
  return detours.slice(0, MOST_ROUTES).map(({ target }) => target);
}

function detour_m({ world, hosts }: TrialPlan, task: number, { at, vehicle }: Target): number {
  const host = hosts[at];
  if (host === undefined) return Number.POSITIVE_INFINITY;
  const roads = world.roadsOf(vehicle);
  const { start, end } = world.request.vehicles[vehicle]!;
  const { place } = (world.request as RoutingRequest).tasks[task]!.stops[0]!;
  const along = Array.from(host.tour.numbers, (step) => world.facts.placeOf[world.nodeOf(vehicle, step)]!);
  const places = [start, ...along, end];
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 1 < places.length; i++) {
    const [from, to] = [places[i]!, places[i + 1]!];
    least = Math.min(least, roads.distance_m(from, place) + roads.distance_m(place, to) - roads.distance_m(from, to));
  }
  return least;
}
