import type { Relation, RoutingRequest, UnassignedReason } from '../contract/request.ts';
import { aloneOn } from './fit.ts';
import { Servers } from './servers.ts';
import type { Tour } from './tour.ts';
import { Trials } from './trials.ts';
import { names, number } from './words.ts';
import type { World } from './world.ts';

export interface Reason {
  reason: UnassignedReason;
  cause: string;
}

/**
 * Why each of these tasks is on no route, found out by trying: alone on every vehicle with every option (by rules that no
 * company could help to keep), then by what has to come before it, then in every position of the finished routes and on
 * every vehicle that is left.
 * @param tours the finished routes.
 * @param unassigned indices into `request.tasks`.
 */
export function reasonsFor(world: World, tours: Tour[], unassigned: number[]): Reason[] {
  const left = new Set(unassigned);
  if (unassigned.length === 0) return [];
  const servers = new Servers(world);
  let trials: Trials | undefined;
  return unassigned.map((task) => {
    const server = servers.whoServes(task);
    if (typeof server !== 'number') return { reason: server.reason, cause: server.cause };
    const before = world.facts.links.find((link) => link.after === task && left.has(link.before))?.before;
    if (before !== undefined) {
      const { id } = world.request.tasks[before]!;
      return { reason: 'predecessor_unserved', cause: `'${id}' must be served before it, and is not.` };
    }
    trials ??= new Trials(world, tours);
    return byTrial(world, trials, task, server, left);
  });
}

/** Gains that could be errors of rounding are none. */
const leastGain = (prize: number) => 1e-6 * Math.max(1, prize);

function byTrial(world: World, trials: Trials, task: number, server: number, left: Set<number>): Reason {
  const { request } = world;
  const { prize } = request.tasks[task]!;
  const placed = trials.best(task, prize === null);
  if (placed === null) {
    const alone = aloneOn(world, server, task);
    const [could, why] = 'reason' in alone ? ['may serve it', ` ${alone.cause}`] : ['could serve it alone', ''];
    const where = trials.isSpent
      ? '; not every place in this plan was tried'
      : `, but ${whereNotTo(request, task, left)}`;
    return { reason: 'no_room', cause: `'${request.vehicles[server]!.id}' ${could}${where}.${why}` };
  }
  const adds = `on ${placed.where} it would add ${number(placed.cost)} to the cost`;
  const waiting = whoWaits(world, task, left);
  const best = trials.isSpent ? 'As far as was tried' : 'At best';
  if (prize !== null && placed.rating === null && placed.cost >= prize - leastGain(prize)) {
    return { reason: 'not_worth_it', cause: `${best}, ${adds}; its prize is ${number(prize)}.${waiting}` };
  }
  if (prize !== null && placed.rating !== null && placed.rating.rank >= 0) {
    const { against } = placed.rating;
    const worse = against === null ? 'no objective better' : `'${against.name}' ${number(against.by)} worse`;
    const cause = `${best}, on ${placed.where} it would make ${worse}; its prize is ${number(prize)}.${waiting}`;
    return { reason: 'not_worth_it', cause };
  }
  const end = request.options.search
    ? 'The search ended before it was placed there.'
    : 'Nothing was searched: it is on none of the routes given.';
  return { reason: 'search_ended', cause: `There is room: ${adds}. ${end}` };
}

/** What is left out with a task: it is looked at by itself, without what others would be worth. @param left tasks on no route. */
function whoWaits({ request, facts }: World, task: number, left: Set<number>): string {
  const waiting = facts.links.filter(({ before, after }) => before === task && left.has(after));
  const ids = names([...new Set(waiting.map(({ after }) => request.tasks[after]!.id))]);
  return ids && ` That is by itself: ${ids}, not served either, can only come after it.`;
}

/** What is full or forbidden, given that no place was found. @param left tasks on no route. */
function whereNotTo({ relations, tasks }: RoutingRequest, task: number, left: Set<number>): string {
  const others = (kind: Relation['kind']) => {
    const bound = relations.flatMap((relation) => (relation.kind === kind ? [relation.tasks] : []));
    const served = bound.flatMap((all) => (all.includes(task) ? all.filter((t) => t !== task && !left.has(t)) : []));
    return names([...new Set(served)].map((index) => tasks[index]!.id));
  };
  const [same, different] = [others('same_vehicle'), others('different_vehicles')];
  const apart = different && `it may not be on a route with ${different}, and `;
  if (same) return `${apart}it has to be on one route with ${same}, where there is no place for it`;
  return `${apart}no ${apart && 'other '}route has room for it, and no vehicle that is left can take it in this plan`;
}
