import type { RoutingPlan } from '../contract/plan.ts';
import type { RoutingRequest, Task, UnassignedReason, Vehicle } from '../contract/request.ts';
import type { Walked } from './route.ts';
import { hasSkills, isListed } from './rules.ts';
import { Simulator } from './simulate.ts';
import { type Findings, isOver, slackOf, type Verdict } from './verdict.ts';

/** In stops simulated; about a second. Reasons beyond it are counted as skipped, not silently believed. */
const BUDGET = 5_000_000;

/**
 * Recomputes every reason: first what holds for the task alone on each vehicle, then, if it fits one, by trial
 * insertion into every position of every route and on every vehicle that is left.
 */
export function checkReasons(
  request: RoutingRequest,
  plan: RoutingPlan,
  routes: Walked[],
  findings: Findings,
): Verdict['reasons'] {
  const simulator = new Simulator(request);
  const trial = new Trial(request, simulator, routes);
  const tasks = new Map(request.tasks.map((task) => [task.id, task]));
  const count = { checked: 0, skipped: 0 };
  plan.unassigned.forEach(({ task: id, reason, cause }, i) => {
    const task = tasks.get(id);
    if (!task) return;
    const truth = aloneReason(request, simulator, task) ?? (simulator.steps > BUDGET ? null : trial.reasonFor(task));
    if (truth === null) count.skipped++;
    else count.checked++;
    const path = `unassigned[${i}]`;
    if (truth !== null && !truth.includes(reason)) {
      findings.add('wrong_reason', `${path}.reason`, `stated '${reason}' for '${id}', it is '${truth.join("' or '")}'`);
    }
    if (cause.trim() === '') findings.add('wrong_reason', `${path}.cause`, `task '${id}' is left out without a cause`);
  });
  return count;
}

/** Each step needs a vehicle that passed those before; the first step that none passes is the reason. */
function aloneReason(request: RoutingRequest, simulator: Simulator, task: Task): UnassignedReason[] | null {
  const steps: [UnassignedReason, (vehicle: Vehicle) => boolean][] = [
    ['no_skilled_vehicle', (vehicle) => hasSkills(vehicle, task)],
    ['no_allowed_vehicle', (vehicle) => isListed(vehicle, task)],
    ['load_over_capacity', (vehicle) => simulator.carries(vehicle, [task])],
    ['window_unreachable', (vehicle) => simulator.run(vehicle, [task]) !== null],
    ['route_limit', (vehicle) => withinLimits(simulator, vehicle, [task])],
  ];
  let left = request.vehicles.filter(({ count }) => count > 0);
  for (const [reason, passes] of steps) {
    left = left.filter(passes);
    if (left.length === 0) return [reason];
  }
  return null;
}

function withinLimits(simulator: Simulator, vehicle: Vehicle, tasks: Task[]): boolean {
  const run = simulator.run(vehicle, tasks);
  if (run === null) return false;
  const within = (value: number, limit: number | null) => limit === null || !isOver(value, limit);
  return (
    within(run.metres, vehicle.maxDistance_m) &&
    within(run.driving_s, vehicle.maxDriving_s) &&
    within(run.duty_s, vehicle.maxDuty_s) &&
    within(tasks.length, vehicle.maxTasks)
  );
}

/** Where a task that fits a vehicle alone could still go in the finished plan. */
class Trial {
  private readonly simulator: Simulator;
  private readonly routes: Walked[];
  private readonly spare: Vehicle[];

  constructor({ vehicles }: RoutingRequest, simulator: Simulator, routes: Walked[]) {
    this.simulator = simulator;
    this.routes = routes;
    const used = new Map<string, number>();
    for (const { vehicle } of routes) used.set(vehicle.id, (used.get(vehicle.id) ?? 0) + 1);
    this.spare = vehicles.filter(({ id, count }) => count > (used.get(id) ?? 0));
  }

  reasonFor(task: Task): UnassignedReason[] {
    const added = this.least(task);
    if (added === Number.POSITIVE_INFINITY) return ['no_room'];
    if (task.prize === null) return ['search_ended'];
    // Too close to call in doubles: both are right.
    if (Math.abs(added - task.prize) <= slackOf(added, task.prize)) return ['not_worth_it', 'search_ended'];
    return [added > task.prize ? 'not_worth_it' : 'search_ended'];
  }

  /** The least that serving the task adds to the cost; infinite where it fits nowhere. */
  private least(task: Task): number {
    let least = Number.POSITIVE_INFINITY;
    for (const { vehicle, tasks } of this.routes) {
      if (tasks.length === 0 || !this.mayJoin(vehicle, task, tasks)) continue;
      const before = this.simulator.costOf(vehicle, tasks);
      const ready = this.simulator.ready(vehicle, tasks);
      for (let at = 0; at <= tasks.length; at++) {
        if (!this.simulator.staysOnTime(vehicle, tasks, ready, at, task)) continue;
        least = Math.min(least, this.costWith(vehicle, tasks.toSpliced(at, 0, task)) - before);
      }
    }
    for (const vehicle of this.spare) {
      if (this.mayJoin(vehicle, task, [])) least = Math.min(least, this.costWith(vehicle, [task]));
    }
    return least;
  }

  /** What holds at any position: skills, lists, and that both ends of the route carry the load. */
  private mayJoin(vehicle: Vehicle, task: Task, tasks: Task[]): boolean {
    if (!hasSkills(vehicle, task) || !isListed(vehicle, task)) return false;
    const sameKind = tasks.filter(({ kind }) => kind === task.kind);
    return task.kind === 'visit' || this.simulator.carries(vehicle, [...sameKind, task]);
  }

  private costWith(vehicle: Vehicle, tasks: Task[]): number {
    if (!this.simulator.carries(vehicle, tasks) || !withinLimits(this.simulator, vehicle, tasks)) {
      return Number.POSITIVE_INFINITY;
    }
    return this.simulator.costOf(vehicle, tasks);
  }
}
