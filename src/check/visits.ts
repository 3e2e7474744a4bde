import type { PlanRoute, PlanStop } from '../contract/plan.ts';
import type { Break, RouteStep, RoutingRequest, Task, Vehicle } from '../contract/request.ts';
import { type Call, callOf } from './calls.ts';
import type { Findings } from './verdict.ts';

/** A stop of the plan beside what the request says about it. */
export interface Visit {
  stated: PlanStop;
  path: string;
  /** Of a task or reload. */
  call: Call | null;
  step: RouteStep | null;
  break: Break | null;
  /** Index into `request.places`; null: a break, which may be anywhere. */
  place: number | null;
}

/** A visit of a task or reload. */
export type CalledVisit = Visit & { call: Call; step: RouteStep; place: number };
export const isCalled = (visit: Visit): visit is CalledVisit => visit.call !== null;

/** What may be stated of a stop beside its times, by kind. */
const FIELDS = ['task', 'option', 'reload', 'break', 'label'] as const;

/** Pairs stops with the request. Stops that refer to nothing are reported and left out. */
export function visitsOf(
  request: RoutingRequest,
  indexOf: (id: string) => number | undefined,
  vehicle: Vehicle,
  route: PlanRoute,
  path: string,
  findings: Findings,
): Visit[] {
  checkEnds(vehicle, route, path, findings);
  const last = route.stops.length - 1;
  const visits = route.stops.flatMap((stated, i): Visit[] => {
    const at = `${path}.stops[${i}]`;
    switch (stated.kind) {
      case 'start':
        return i === 0 ? bareVisit(stated, at, vehicle.start, findings) : [];
      case 'end':
        return i === last ? bareVisit(stated, at, vehicle.end, findings) : [];
      case 'break':
        return breakVisit(vehicle, stated, at, findings);
      case 'reload':
        return reloadVisit(request, vehicle, stated, at, findings);
      default:
        return taskVisit(request, indexOf, vehicle, stated, at, findings);
    }
  });
  for (const { place, stated, path: at } of visits) checkPlace(request, place, stated, at, findings);
  return visits;
}

/** @returns nothing where the vehicle has no such end, which `checkEnds` reports. */
function bareVisit(stated: PlanStop, path: string, place: number | null, findings: Findings): Visit[] {
  if (place === null) return [];
  onlyFields(stated, [], path, findings);
  return [{ stated, path, call: null, step: null, break: null, place }];
}

function breakVisit(vehicle: Vehicle, stated: PlanStop, path: string, findings: Findings): Visit[] {
  onlyFields(stated, ['break'], path, findings);
  const taken = vehicle.breaks.find(({ id }) => id === stated.break);
  if (!taken) {
    findings.add('unknown_break', `${path}.break`, `'${vehicle.id}' has no break '${stated.break ?? ''}'`);
    return [];
  }
  return [{ stated, path, call: null, step: null, break: taken, place: null }];
}

function reloadVisit(
  request: RoutingRequest,
  vehicle: Vehicle,
  stated: PlanStop,
  path: string,
  findings: Findings,
): Visit[] {
  onlyFields(stated, ['reload'], path, findings);
  const step: RouteStep = { kind: 'reload', reload: stated.reload ?? 0 };
  const call = callOf(request, vehicle, step);
  if (!call) {
    findings.add('unknown_reload', `${path}.reload`, `'${vehicle.id}' has no reload ${stated.reload ?? 0}`);
    return [];
  }
  return [{ stated, path, call, step, break: null, place: call.place }];
}

function taskVisit(
  request: RoutingRequest,
  indexOf: (id: string) => number | undefined,
  vehicle: Vehicle,
  stated: PlanStop,
  path: string,
  findings: Findings,
): Visit[] {
  onlyFields(stated, ['task', 'option', 'label'], path, findings);
  const index = stated.task === undefined ? undefined : indexOf(stated.task);
  if (index === undefined) {
    findings.add('unknown_task', `${path}.task`, `there is no task '${stated.task ?? ''}'`);
    return [];
  }
  const task = request.tasks[index]!;
  const part = task.kind === 'shipment' && stated.kind !== 'pickup' ? 1 : 0;
  const step: RouteStep = { kind: 'step', task: index, part, option: stated.option ?? 0 };
  const call = callOf(request, vehicle, step);
  if (!call) {
    findings.add('unknown_option', `${path}.option`, `task '${task.id}' has no option ${step.option}`);
    return [];
  }
  checkKind(task, stated, path, findings);
  if ((stated.label ?? null) !== call.option!.label) {
    findings.add('wrong_stop', `${path}.label`, `the option is labelled '${call.option!.label ?? ''}'`);
  }
  return [{ stated, path, call, step, break: null, place: call.place }];
}

function checkKind(task: Task, { kind }: PlanStop, path: string, findings: Findings): void {
  if (task.isPickedUp && kind === 'pickup') {
    findings.add('not_on_board', path, `'${task.id}' has been picked up already`);
    return;
  }
  const isRight = task.kind === 'shipment' ? kind === 'pickup' || kind === 'delivery' : kind === task.kind;
  if (!isRight) findings.add('wrong_stop', `${path}.kind`, `task '${task.id}' is a ${task.kind}, not a ${kind}`);
}

function onlyFields(stated: PlanStop, allowed: (typeof FIELDS)[number][], path: string, findings: Findings): void {
  const extra = FIELDS.filter((field) => stated[field] !== undefined && !allowed.includes(field));
  if (extra.length > 0) findings.add('wrong_stop', path, `a ${stated.kind} has no ${extra.join(' and no ')}`);
}

function checkEnds(vehicle: Vehicle, { stops }: PlanRoute, path: string, findings: Findings): void {
  for (const [kind, place, where] of [
    ['start', vehicle.start, 0],
    ['end', vehicle.end, stops.length - 1],
  ] as const) {
    const found = stops.flatMap((stop, i) => (stop.kind === kind ? [i] : []));
    const expected = place === null ? 0 : 1;
    if (found.length !== expected || found.some((i) => i !== where)) {
      const detail = `'${vehicle.id}' needs ${expected} ${kind}, as the ${kind === 'start' ? 'first' : 'last'} stop`;
      findings.add('wrong_stop', `${path}.stops`, `${detail}; found at [${found.join(', ')}]`);
    }
  }
}

/** @param index null: nowhere in particular. */
export function checkPlace(
  request: RoutingRequest,
  index: number | null,
  stated: { place?: string | undefined; position?: [number, number] | undefined },
  path: string,
  findings: Findings,
): void {
  const { id, position } = index === null ? { id: null, position: null } : request.places[index]!;
  if ((stated.place ?? null) !== id) {
    findings.add('wrong_place', `${path}.place`, `stated '${stated.place ?? ''}', it is '${id ?? ''}'`);
  }
  if (stated.position?.join() !== position?.join()) {
    findings.add('wrong_place', `${path}.position`, `stated [${stated.position ?? ''}], it is [${position ?? ''}]`);
  }
}
