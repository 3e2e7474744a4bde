import type { ErrorList } from '../contract/error-list.ts';
import type { CodedError, ErrorCode } from '../contract/errors.ts';
import type { PlanUnassigned, RoutingPlan } from '../contract/plan.ts';
import { idsOf, routeKey, type VroomIds } from './vroom-ids.ts';
import { sumOf } from './vroom-out-judge.ts';
import { answerRoute, whereOf } from './vroom-out-route.ts';
import type { VroomAnswer, VroomFailure, VroomOutRoute, VroomUnassigned } from './vroom-out-schema.ts';
import type { Vroom } from './vroom-schema.ts';

export interface VroomOutOptions {
  /** With the geometry of routes, VROOM's `-g`. */
  geometry: boolean;
  /** What reading the request took. */
  loading_ms: number;
}

/**
 * Adds an error for every name in a plan that its request does not have: it is the plan of another one. And for every route that has
 * no answer.
 */
export function checkNames(plan: RoutingPlan, ids: VroomIds, errors: ErrorList): void {
  const miss = (path: string, what: string) => errors.add('unknown_reference', path, `the request has no ${what}`);
  plan.routes.forEach((route, r) => {
    const key = routeKey(route);
    if (!ids.vehicles.has(key)) miss(`routes[${r}].vehicle`, `vehicle '${route.vehicle}' number ${route.number}`);
    if (route.stops.every(({ kind }) => kind === 'start' || kind === 'end'))
      errors.add('wrong_length', `routes[${r}].stops`, 'VROOM has no route on which nothing is done', 'Leave it out.');
    route.stops.forEach((stop, s) => {
      const path = `routes[${r}].stops[${s}]`;
      if (stop.kind === 'reload') miss(path, 'reloads');
      else if (stop.kind === 'break') {
        if (!ids.breaks.has(`${key} ${stop.break}`)) miss(`${path}.break`, `break '${stop.break}' of that vehicle`);
      } else if (stop.kind !== 'start' && stop.kind !== 'end' && !ids.tasks.has(stop.task ?? ''))
        miss(`${path}.task`, `task '${stop.task}'`);
    });
  });
  plan.unassigned.forEach(({ task }, i) => {
    if (!ids.tasks.has(task)) miss(`unassigned[${i}].task`, `task '${task}'`);
  });
}

/**
 * The plan of a request that was VROOM's, as VROOM would answer it.
 * @param plan of this request, see `checkNames`.
 * @param ids where the request was made from a native one by `vroomRequest`: its names.
 */
export function vroomAnswer(
  plan: RoutingPlan,
  vroom: Vroom,
  { geometry, loading_ms }: VroomOutOptions,
  ids: VroomIds = idsOf(vroom),
): VroomAnswer {
  const found = (route: number) => (plan.violations ?? []).filter(({ path }) => path.startsWith(`routes[${route}]`));
  const routes = plan.routes.map((route, i) => answerRoute(route, found(i), { vroom, ids, geometry }));
  const unassigned = plan.unassigned.flatMap((left) => unassignedOf(left, ids));
  const sum = (field: 'cost' | 'setup' | 'service' | 'duration' | 'waiting_time' | 'priority') =>
    routes.reduce((all, route) => all + route[field], 0);
  const dimensions = vroom.vehicles[0]?.capacity?.length ?? 0;
  const amounts = (field: 'delivery' | 'pickup') => totals(routes, field, dimensions);
  const distances = routes.map(({ distance }) => distance);
  const isMeasured = distances.every((distance) => distance !== undefined) && distances.length > 0;
  return {
    code: 0,
    summary: {
      cost: sum('cost'),
      routes: routes.length,
      unassigned: unassigned.length,
      ...(dimensions > 0 && { delivery: amounts('delivery'), pickup: amounts('pickup') }),
      setup: sum('setup'),
      service: sum('service'),
      duration: sum('duration'),
      waiting_time: sum('waiting_time'),
      priority: sum('priority'),
      ...(isMeasured && { distance: distances.reduce((all, distance) => all + distance, 0) }),
      violations: sumOf(routes.flatMap(({ violations }) => violations)),
      computing_times: {
        loading: Math.round(loading_ms),
        solving: Math.round(plan.solver.elapsed_s * 1000),
        // No routing engine is asked.
        ...(geometry && { routing: 0 }),
      },
    },
    unassigned,
    routes,
  };
}

function unassignedOf({ task }: PlanUnassigned, ids: VroomIds): VroomUnassigned[] {
  const known = ids.tasks.get(task)!;
  if (known.kind === 'job') return [{ id: known.job.id, type: 'job', ...whereOf(known.job) }];
  const sides = known.kind === 'shipment' ? (['pickup', 'delivery'] as const) : [known.kind];
  return sides.map((type) => {
    const work = known.shipment[type];
    return { id: work.id, type, ...whereOf(work) };
  });
}

function totals(routes: VroomOutRoute[], field: 'delivery' | 'pickup', dimensions: number): number[] {
  return Array.from({ length: dimensions }, (_, k) => routes.reduce((all, route) => all + (route[field]?.[k] ?? 0), 0));
}

/** VROOM's 3 is of its routing engine, which is our matrices. */
const ROUTING: ErrorCode[] = ['unreachable_place'];
/** What is no fault of the request. */
const INTERNAL: ErrorCode[] = [
  'internal',
  'out_of_memory',
  'thread_failed',
  'plan_rejected',
  'result_too_large',
  'cancelled',
  'job_timeout',
];

/** What is wrong, as VROOM would answer it; the first error decides about its code. */
export function vroomFailure(errors: CodedError[]): VroomFailure {
  const first = errors[0]?.code ?? 'internal';
  return {
    code: ROUTING.includes(first) ? 3 : INTERNAL.includes(first) ? 1 : 2,
    error: errors.map(({ path, cause, action }) => `${path === '' ? '' : `${path}: `}${cause}. ${action}`).join('\n'),
  };
}
