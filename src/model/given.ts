import { type CodedError, codedError } from '../contract/errors.ts';
import type { GivenRoute, RouteStep, RoutingRequest, Stop } from '../contract/request.ts';
import { fixedSteps, servedBy } from '../contract/steps.ts';
import { type Facts, factsOf } from '../route/facts.ts';
import type { Draft } from './draft.ts';
import { GivenJudge } from './given-judge.ts';
import { type Staying, waitsInVain } from './given-waits.ts';
import { firstStops, stopNode, typeOf } from './rich.ts';

/** Ways to serve the rest of what stays that are tried. */
const MOST_ARRANGED = 1000;

/**
 * The routes given as a solution to start from. A route that breaks a rule by itself loses tasks, from the last on, until
 * it keeps them all; one that must stay as it is is an error.
 * @returns words as in `routing/state/packed.ts`: routes, absent tasks; per route type, size, visits; the absent tasks.
 */
export function packGiven(
  draft: Draft,
  facts: Facts = factsOf(draft.request),
): { words: Int32Array; errors: CodedError[] } {
  const { request, fleet } = draft;
  const errors: CodedError[] = [];
  const planned = new Set<number>();
  const routes: number[][] = [];
  const judge = new GivenJudge(draft, facts);
  const staying: Staying[] = [];
  const firstStop = firstStops(request);
  request.routes.forEach((route, r) => {
    const type = typeOf(fleet, route.vehicle, route.number);
    if (type < 0 || route.steps.length === 0) return;
    // What is pinned as it is has to be enough for its vehicle; waiting for others may make a duty longer.
    const isWhole =
      route.pinned && !route.steps.some((step) => step.kind === 'step' && facts.isLinked[step.task] === 1);
    const kept = largestFeasible(request, route, (steps) => judge.fits({ type, steps }, isWhole));
    if (kept === null) {
      errors.push(infeasible(request, r, 'breaks a rule; check the routes as given to see which'));
      return;
    }
    if (!kept.some(({ kind }) => kind === 'step')) return;
    const fixed = fixedSteps(route);
    const stays = servedBy([{ steps: fixed }]);
    if (stays.size > 0) staying.push({ route: r, type, fixed, steps: bareOf(kept, fixed.length, stays) });
    for (const step of kept) if (step.kind === 'step') planned.add(step.task);
    routes.push([type, kept.length, ...kept.map((step) => wordOf(draft, firstStop, type, step))]);
  });
  if (errors.length === 0) errors.push(...brokenRelations(request));
  if (errors.length === 0)
    for (const [r, why] of waitsInVain(draft, facts, staying)) errors.push(infeasible(request, r, why));
  const absent = request.tasks.flatMap((_, t) => (planned.has(t) ? [] : [t]));
  return { words: Int32Array.from([routes.length, absent.length, ...routes.flat(), ...absent]), errors };
}

function infeasible({ routes, vehicles }: RoutingRequest, r: number, why: string): CodedError {
  const { vehicle, number } = routes[r]!;
  const who = `what must stay on '${vehicles[vehicle]!.id}' number ${number}`;
  return codedError('kept_infeasible', `routes[${r}]`, `${who} ${why}`);
}

/** Relations that what must stay breaks whatever else is planned; of these, a route by itself shows sequences alone. */
function brokenRelations(request: RoutingRequest): CodedError[] {
  const { routes, relations, tasks } = request;
  const staying = routes.map((route) => {
    const stays = servedBy([{ steps: fixedSteps(route) }]);
    return route.steps.flatMap((step) => (step.kind === 'step' && stays.has(step.task) ? [step.task] : []));
  });
  const routeOf = new Map(staying.flatMap((steps, r) => steps.map((task) => [task, r])));
  const errors: CodedError[] = [];
  for (const { kind, tasks: members } of relations) {
    if (kind === 'sequence') continue;
    const met = new Set<number>();
    const wrong = members.find((task) => {
      const r = routeOf.get(task);
      if (r === undefined) return false;
      const isMet = met.has(r);
      met.add(r);
      return kind === 'same_vehicle' ? met.size > 1 : isMet;
    });
    if (wrong === undefined) continue;
    const why = `breaks a relation (${kind}) of task '${tasks[wrong]!.id}' with other tasks that must stay`;
    errors.push(infeasible(request, routeOf.get(wrong)!, why));
  }
  const waiting = inRing(staying, relations);
  if (waiting >= 0)
    errors.push(infeasible(request, waiting, 'waits for tasks that wait for each other where they stay'));
  return errors;
}

/**
 * Takes the steps that stay in turn, each once those that its task waits for are done.
 * @param staying task of every step, per route  @returns a route that comes to no end, or -1
 */
function inRing(staying: number[][], relations: RoutingRequest['relations']): number {
  const before = new Map<number, number[]>();
  for (const { kind, tasks } of relations) {
    if (kind !== 'sequence') continue;
    tasks.slice(1).forEach((task, i) => before.set(task, [...(before.get(task) ?? []), tasks[i]!]));
  }
  const left = new Map<number, number>();
  for (const task of staying.flat()) left.set(task, (left.get(task) ?? 0) + 1);
  const at = staying.map(() => 0);
  const isFree = (task: number) => (before.get(task) ?? []).every((other) => (left.get(other) ?? 0) === 0);
  const advance = (steps: number[], r: number) => {
    const from = at[r]!;
    for (; at[r]! < steps.length && isFree(steps[at[r]!]!); at[r]!++) {
      left.set(steps[at[r]!]!, left.get(steps[at[r]!]!)! - 1);
    }
    return at[r]! > from;
  };
  while (staying.map(advance).some(Boolean));
  return staying.findIndex((steps, r) => at[r]! < steps.length);
}

/** A stop's node, or -1 - site for a reload. */
function wordOf({ request, sites }: Draft, firstStop: Int32Array, type: number, step: RouteStep): number {
  if (step.kind === 'step') return stopNode(request, firstStop, step);
  return -1 - sites.siteOf[type]![step.reload]!;
}

/** The steps without as many of the last tasks as it takes; null where even what must stay breaks a rule. */
function largestFeasible(
  request: RoutingRequest,
  route: GivenRoute,
  fits: (steps: RouteStep[]) => boolean,
): RouteStep[] | null {
  const fixed = fixedSteps(route);
  const stays = servedBy([{ steps: fixed }]);
  let kept = route.steps;
  while (!fits(kept)) {
    const last = kept.findLast((step) => step.kind === 'step' && !stays.has(step.task));
    if (last?.kind !== 'step') {
      // Only reloads are left to give up. A vehicle with nothing to do but these is not driven, so nothing of it need fit.
      const bare = bareOf(kept, fixed.length, stays);
      const isIdle = bare.every(({ kind }) => kind === 'reload');
      if (isIdle || (bare.length < kept.length && fits(bare))) return bare;
      return rearranged(request, route.vehicle, bare.slice(0, fixed.length), bare.slice(fixed.length), fits);
    }
    kept = kept.filter((step) => step.kind !== 'step' || step.task !== last.task);
  }
  return kept;
}

/** The first steps, which stay as they are, and what else there is of tasks that stay. */
function bareOf(steps: RouteStep[], fixed: number, stays: Set<number>): RouteStep[] {
  return steps.filter((step, i) => (step.kind === 'step' ? stays.has(step.task) : i < fixed));
}

/**
 * The first feasible way to serve the rest of what stays: its order is free (what closes first is tried first), and so are its
 * options; and the vehicle may reload before or after it.
 */
function rearranged(
  { tasks, vehicles }: RoutingRequest,
  vehicle: number,
  fixed: RouteStep[],
  rest: RouteStep[],
  fits: (steps: RouteStep[]) => boolean,
): RouteStep[] | null {
  let left = MOST_ARRANGED;
  const extend = (done: RouteStep[], open: RouteStep[]): RouteStep[] | null => {
    if (open.length === 0) return left-- > 0 && fits(done) ? done : null;
    for (const step of open) {
      if (step.kind !== 'step') continue;
      for (const option of tasks[step.task]!.deliveryStops.keys()) {
        if (left <= 0) return null;
        const found = extend(
          [...done, { ...step, option }],
          open.filter((other) => other !== step),
        );
        if (found !== null) return found;
      }
    }
    return null;
  };
  const closes = ({ windows }: Stop) => windows.at(-1)?.[1] ?? Number.POSITIVE_INFINITY;
  const lastClose = (step: RouteStep) =>
    step.kind === 'step' ? Math.max(...tasks[step.task]!.deliveryStops.map(closes)) : 0;
  const inTurn = rest.toSorted((a, b) => lastClose(a) - lastClose(b));
  const found = rest.length === 0 ? null : extend(fixed, inTurn);
  if (found !== null) return found;
  const halts = vehicles[vehicle]!.reloads.map((_, reload): RouteStep => ({ kind: 'reload', reload }));
  return (
    halts
      .flatMap((halt) => [
        [...fixed, halt, ...inTurn],
        [...fixed, ...inTurn, halt],
      ])
      .find(fits) ?? null
  );
}
