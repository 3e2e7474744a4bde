import type { RouteStep, RoutingRequest, Task } from '../contract/request.ts';
import { pairsOf } from './relations.ts';
import type { Walked } from './route.ts';
import { type Findings, timeSlack } from './verdict.ts';
import type { CalledVisit } from './visits.ts';

/** What relations ask of the tasks served, on whatever routes. */
export function checkRelations(request: RoutingRequest, routes: Walked[], findings: Findings): void {
  const served = new Map<Task, { route: Walked; first: CalledVisit; last: CalledVisit }>();
  for (const route of routes) {
    for (const visit of route.visits) {
      const { task } = visit.call;
      if (task === null) continue;
      served.set(task, { route, first: served.get(task)?.first ?? visit, last: visit });
    }
  }
  for (const { kind, tasks } of request.relations) {
    if (kind === 'sequence') continue;
    const found = tasks.flatMap((task) => served.get(request.tasks[task]!) ?? []);
    found.forEach(({ route, first }, i) => {
      const who = `'${first.call.task!.id}'`;
      if (kind === 'same_vehicle' && i > 0 && route !== found[0]!.route) {
        findings.add(kind, first.path, `${who} and '${found[0]!.first.call.task!.id}' belong on one route`);
      }
      const other = found.slice(0, i).find((one) => one.route === route);
      if (kind === 'different_vehicles' && other) {
        findings.add(kind, first.path, `${who} and '${other.first.call.task!.id}' belong on different routes`);
      }
    });
  }
  for (const { before, after, gap_s } of pairsOf(request)) {
    const then = served.get(after)?.first;
    if (!then) continue;
    const first = served.get(before)?.last;
    if (!first) {
      findings.add('sequence_broken', then.path, `'${after.id}' is served, and '${before.id}' before it is not`);
      continue;
    }
    const { visits } = served.get(after)!.route;
    if (visits.indexOf(then) < visits.indexOf(first))
      findings.add('sequence_broken', then.path, `'${after.id}' comes before '${before.id}' on its route`);
    const soon_s = first.stated.departure_s + gap_s - then.stated.begin_s;
    if (soon_s <= timeSlack(then.stated.begin_s)) continue;
    const detail = `'${after.id}' begins at ${then.stated.begin_s}, '${before.id}' is done at ${first.stated.departure_s}`;
    findings.add('sequence_broken', `${then.path}.begin_s`, `${detail}, the gap is ${gap_s}`, soon_s);
  }
}

/** Pinned routes are as they were given, locked ones begin as they did. */
export function checkGiven(request: RoutingRequest, routes: Walked[], findings: Findings): void {
  for (const { vehicle, number, steps, locked, pinned } of request.routes) {
    const given = request.vehicles[vehicle]!;
    const route = routes.find((one) => one.vehicle === given && one.number === number);
    const found = route?.steps ?? [];
    const path = route?.path ?? 'routes';
    const who = `the route of '${given.id}' number ${number}`;
    const kept = pinned ? steps.length : Math.min(locked, steps.length);
    // A vehicle that has nothing to do is not driven, though it were to reload first.
    if (!route && steps.slice(0, kept).every(({ kind }) => kind === 'reload')) continue;
    const wrong = steps.slice(0, kept).findIndex((step, i) => !isSame(step, found[i]));
    const at = route?.visits[wrong]?.path ?? path;
    if (wrong >= 0)
      findings.add(pinned ? 'pinned_changed' : 'locked_changed', at, `${who} is not as given from step ${wrong} on`);
    else if (pinned && found.length > steps.length) {
      const extra = route!.visits[steps.length]!.path;
      findings.add('pinned_changed', extra, `${who} is pinned, and has steps beyond those given`);
    }
  }
}

function isSame(step: RouteStep, other: RouteStep | undefined): boolean {
  if (other === undefined) return false;
  if (step.kind === 'reload') return other.kind === 'reload' && other.reload === step.reload;
  if (other.kind === 'reload') return false;
  return step.task === other.task && step.part === other.part && step.option === other.option;
}
