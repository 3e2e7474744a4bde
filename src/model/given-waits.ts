import type { RouteStep, RoutingRequest } from '../contract/request.ts';
import { servedBy } from '../contract/steps.ts';
import { type Facts, factsOf } from '../route/facts.ts';
import { addWaiting } from './bonds.ts';
import type { Draft } from './draft.ts';
import { GivenJudge } from './given-judge.ts';

/** What must stay on a route given, and what of it stays where it is. */
export interface Staying {
  /** Index into `request.routes`. */
  route: number;
  type: number;
  /** All steps of the tasks that stay, those that stay where they are first. */
  steps: RouteStep[];
  fixed: RouteStep[];
}

/**
 * Routes on which something waits, by a sequence, for what nobody can serve, or until it is too late, whatever else is
 * planned; each with what is wrong, in words that go on after its name.
 */
export function waitsInVain(draft: Draft, facts: Facts, staying: Staying[]): Map<number, string> {
  const inVain = new Map<number, string>();
  if (facts.links.length === 0) return inVain;
  const dead = unservable(draft.request, facts);
  for (const { route, steps } of staying) {
    const link = facts.links.find(({ before, after }) => dead.has(before) && serves(steps, after));
    if (link === undefined) continue;
    const { id } = draft.request.tasks[link.before]!;
    inVain.set(route, `waits for task '${id}', which no vehicle can serve`);
  }
  return inVain.size > 0 ? inVain : comeTooLate(draft, facts, staying);
}

/**
 * Of sequences, only those between what stays where it is bear on this: a route can be no earlier, whatever joins it. Save
 * where its breaks or reloads may lie elsewhere for that, or the rest of its shipments; such routes are left to the search.
 */
function comeTooLate(draft: Draft, facts: Facts, staying: Staying[]): Map<number, string> {
  const routeOf = new Map(staying.flatMap((route) => [...servedBy([route])].map((task) => [task, route])));
  const isDone = (task: number) => {
    const route = routeOf.get(task);
    return route !== undefined && !route.steps.slice(route.fixed.length).some((step) => isOf(step, task));
  };
  const links = facts.links.filter(
    ({ before, after }) => isDone(before) && routeOf.has(after) && routeOf.get(before) !== routeOf.get(after),
  );
  const late = new Map<number, string>();
  if (links.length === 0) return late;
  const relations = links.map(({ before, after, minGap_s }) => ({
    ...{ kind: 'sequence' as const, tasks: [before, after], minGap_s },
  }));
  const judge = new GivenJudge(draft, factsOf({ ...draft.request, relations }));
  const groups = groupsOf(links.map(({ before, after }) => [routeOf.get(before)!, routeOf.get(after)!]));
  for (const group of groups) {
    const isOpen = ({ type, fixed, steps }: Staying) => {
      const { breaks, reloads } = draft.fleet[type]!.sample;
      return breaks.length > 0 || reloads.length > 0 || steps.length > fixed.length;
    };
    if (group.some(isOpen) || judge.beginInTime(group)) continue;
    const waiting = group.find(({ steps }) => links.some(({ after }) => serves(steps, after)))!;
    late.set(waiting.route, 'comes too late where it waits for other tasks that must stay');
  }
  return late;
}

/** Those that pairs bind together, however far. */
function groupsOf<T>(pairs: [T, T][]): T[][] {
  const groups: Set<T>[] = [];
  for (const pair of pairs) {
    const met = groups.filter((group) => pair.some((one) => group.has(one)));
    const merged = new Set([...met.flatMap((group) => [...group]), ...pair]);
    for (const group of met) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  return groups.map((group) => [...group]);
}

const isOf = (step: RouteStep, task: number) => step.kind === 'step' && step.task === task;
const serves = (steps: RouteStep[], task: number) => steps.some((step) => isOf(step, task));

/** Tasks that no vehicle may serve, and those that wait for them. */
function unservable({ vehicles }: RoutingRequest, facts: Facts): Set<number> {
  const { tasks, stops, firstStop, deliveryFrom, accessOf, mayServe } = facts;
  const dead = new Set<number>();
  const rows = new Set(vehicles.flatMap(({ count }, index) => (count > 0 ? [accessOf[index]!] : [])));
  const isOpen = (row: number, from: number, to: number) =>
    mayServe.subarray(row * stops + from, row * stops + to).includes(1);
  for (let task = 0; task < tasks; task++) {
    if (facts.isLinked[task] === 0) continue;
    const [from, second, to] = [firstStop[task]!, deliveryFrom[task]!, firstStop[task + 1]!];
    const isServedBy = (row: number) => isOpen(row, from, second) && (second === to || isOpen(row, second, to));
    if (![...rows].some(isServedBy)) dead.add(task);
  }
  addWaiting(dead, facts.links);
  return dead;
}
