import type { RoutingPlan } from '../contract/plan.ts';
import type { RoutingRequest, Task } from '../contract/request.ts';
import type { Walked } from './route.ts';
import type { Findings } from './verdict.ts';
import { checkPlace } from './visits.ts';

type TaskOf = (id: string) => Task | undefined;

/** Every task once: on one route, or listed as unassigned. */
export function checkAssignment(
  { tasks }: RoutingRequest,
  taskOf: TaskOf,
  plan: RoutingPlan,
  routes: Walked[],
  findings: Findings,
): void {
  const planned = new Map<Task, { route: Walked; path: string; parts: Set<number> }>();
  for (const route of routes) {
    for (const { call, path } of route.visits) {
      if (call.task === null) continue;
      const other = planned.get(call.task);
      if (!other) planned.set(call.task, { route, path, parts: new Set([call.part]) });
      else if (other.route === route && !other.parts.has(call.part)) other.parts.add(call.part);
      else findings.add('task_twice', path, `task '${call.task.id}' is also ${other.path}`);
    }
  }
  const listed = new Map<string, string>();
  plan.unassigned.forEach(({ task: id }, i) => {
    const path = `unassigned[${i}]`;
    const other = listed.get(id);
    if (other === undefined) listed.set(id, path);
    else findings.add('task_twice', path, `task '${id}' is also ${other}`);
    const task = taskOf(id);
    const route = task && planned.get(task);
    if (route) findings.add('task_both', path, `task '${id}' is also ${route.path}`);
  });
  for (const task of tasks) {
    if (!planned.has(task) && !listed.has(task.id)) {
      findings.add('task_missing', '', `task '${task.id}' is nowhere in the plan`);
    }
  }
}

/** What stands beside unassigned tasks; their reasons are checked later. @returns the prizes lost. */
export function checkUnassigned(
  request: RoutingRequest,
  taskOf: TaskOf,
  plan: RoutingPlan,
  findings: Findings,
): number {
  let prizes = 0;
  plan.unassigned.forEach((left, i) => {
    const path = `unassigned[${i}]`;
    const task = taskOf(left.task);
    if (!task) return void findings.add('unknown_task', `${path}.task`, `there is no task '${left.task}'`);
    findings.expect('wrong_cost', `${path}.cost`, left.cost, task.prize ?? 0);
    checkPlace(request, task.stops[0]!.place, left, path, findings);
    prizes += task.prize ?? 0;
  });
  return prizes;
}
