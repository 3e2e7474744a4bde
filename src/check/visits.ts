import type { PlanRoute, PlanStop } from '../contract/plan.ts';
import type { RoutingRequest, Stop, Task, Vehicle } from '../contract/request.ts';
import type { Findings } from './verdict.ts';

/** A stop of the plan beside what the request says about it. */
export interface Visit {
  stated: PlanStop;
  path: string;
  /** Null at the start and the end. */
  task: Task | null;
  option: Stop | null;
  /** Index into `request.places`. */
  place: number;
}

/** Pairs stops with the request. Stops that refer to nothing are reported and left out. */
export function visitsOf(
  request: RoutingRequest,
  taskOf: (id: string) => Task | undefined,
  vehicle: Vehicle,
  route: PlanRoute,
  path: string,
  findings: Findings,
): Visit[] {
  const visits: Visit[] = [];
  const last = route.stops.length - 1;
  checkEnds(vehicle, route, path, findings);
  route.stops.forEach((stated, i) => {
    const at = `${path}.stops[${i}]`;
    const place = stated.kind === 'start' ? vehicle.start : stated.kind === 'end' ? vehicle.end : null;
    if (stated.kind === 'start' || stated.kind === 'end') {
      const isWhereItBelongs = i === (stated.kind === 'start' ? 0 : last);
      if (place === null || !isWhereItBelongs) return; // reported by checkEnds
      if (stated.task !== undefined || stated.option !== undefined || stated.label !== undefined) {
        findings.add('wrong_stop', at, `a ${stated.kind} serves no task`);
      }
      visits.push({ stated, path: at, task: null, option: null, place });
      return;
    }
    const task = stated.task === undefined ? undefined : taskOf(stated.task);
    if (!task) return void findings.add('unknown_task', `${at}.task`, `there is no task '${stated.task ?? ''}'`);
    const option = task.stops[stated.option ?? 0];
    if (!option) {
      return void findings.add('unknown_option', `${at}.option`, `task '${task.id}' has no option ${stated.option}`);
    }
    if (stated.kind !== task.kind) {
      findings.add('wrong_stop', `${at}.kind`, `task '${task.id}' is a ${task.kind}, not a ${stated.kind}`);
    }
    if ((stated.label ?? null) !== option.label) {
      findings.add('wrong_stop', `${at}.label`, `the option is labelled '${option.label ?? ''}'`);
    }
    visits.push({ stated, path: at, task, option, place: option.place });
  });
  for (const visit of visits) checkPlace(request, visit.place, visit.stated, visit.path, findings);
  return visits;
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

export function checkPlace(
  request: RoutingRequest,
  index: number,
  stated: { place?: string | undefined; position?: [number, number] | undefined },
  path: string,
  findings: Findings,
): void {
  const { id, position } = request.places[index]!;
  if ((stated.place ?? null) !== id) {
    findings.add('wrong_place', `${path}.place`, `stated '${stated.place ?? ''}', it is '${id ?? ''}'`);
  }
  if (stated.position?.join() !== position?.join()) {
    findings.add('wrong_place', `${path}.position`, `stated [${stated.position ?? ''}], it is [${position ?? ''}]`);
  }
}
