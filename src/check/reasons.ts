import type { RoutingPlan } from '../contract/plan.ts';
import type { RouteStep, RoutingRequest, UnassignedReason, Vehicle } from '../contract/request.ts';
import { hasSkills } from './allowed.ts';
import { choicesOf, stopsOf } from './calls.ts';
import { pairsOf } from './relations.ts';
import type { Walked } from './route.ts';
import type { Simulator } from './simulate.ts';
import { Trial } from './trial.ts';
import { type Findings, isOver, type Verdict } from './verdict.ts';

/** In stops simulated; about a second. Reasons beyond it are counted as skipped, not silently believed. */
const BUDGET = 2_000_000;
/**
 * What it takes to try a task alone on a vehicle, in stops, with breaks, and where the vehicle may not take it. Of that, too, there is
 * a budget: the planner takes less care where it has done twice as much, counted alike.
 */
const ALONE = 40;
const ALONE_WITH_BREAKS = 200;
const LOOK = 1;

/**
 * Recomputes every reason: first what holds for the task alone on each vehicle, then what the relations say, then by trial
 * insertion into every position of every route and on every vehicle that is left.
 */
export function checkReasons(
  request: RoutingRequest,
  simulator: Simulator,
  plan: RoutingPlan,
  routes: Walked[],
  findings: Findings,
): Verdict['reasons'] {
  const trial = new Trial(request, simulator, routes);
  const alone = new AloneTrial(request, simulator);
  const indices = new Map(request.tasks.map(({ id }, index) => [id, index]));
  const pairs = pairsOf(request);
  const served = new Set(routes.flatMap(({ tasks }) => tasks));
  const count = { checked: 0, skipped: 0 };
  plan.unassigned.forEach(({ task: id, reason, cause }, i) => {
    const index = indices.get(id);
    if (index === undefined) return;
    const task = request.tasks[index]!;
    const isBlocked = () => pairs.some(({ before, after }) => after === task && !served.has(before));
    const inPlan = (): UnassignedReason[] | null => {
      if (isBlocked()) return ['predecessor_unserved'];
      return simulator.effort.stops > BUDGET ? null : trial.reasonFor(index);
    };
    const truth = alone.work > BUDGET ? null : (alone.reasonFor(index) ?? inPlan());
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

/** One of each sort of vehicle there is: what holds for it holds for all that differ by name alone, save where a task names one. */
function unlike({ vehicles, tasks }: RoutingRequest): Vehicle[] {
  const names = new Set<string>();
  for (const { onlyVehicles, forbiddenVehicles, onBoardOf } of tasks) {
    for (const id of onlyVehicles ?? []) names.add(id);
    for (const id of forbiddenVehicles) names.add(id);
    if (onBoardOf !== null) names.add(vehicles[onBoardOf]!.id);
  }
  const sorts = new Map<string, Vehicle>();
  for (const vehicle of vehicles.filter(({ count }) => count > 0)) {
    const { id, count: _, description: __, firstNumber: ___, shiftNumber: ____, ...rest } = vehicle;
    const sort = JSON.stringify([names.has(id) ? id : null, rest]);
    if (!sorts.has(sort)) sorts.set(sort, vehicle);
  }
  return [...sorts.values()];
}

/** A task alone on a vehicle, with one choice of options. */
interface Alone {
  vehicle: Vehicle;
  steps: RouteStep[];
}

/** What holds for a task alone, on whichever vehicle. What others on the route could help with is no matter of it. */
class AloneTrial {
  /** Done so far, in stops simulated. */
  work = 0;
  private readonly request: RoutingRequest;
  private readonly simulator: Simulator;
  private readonly vehicles: Vehicle[];

  constructor(request: RoutingRequest, simulator: Simulator) {
    this.request = request;
    this.simulator = simulator;
    this.vehicles = unlike(request);
  }

  /**
   * Each test needs a vehicle and options that passed those before; the first that none passes is the reason. Whether breaks that leave
   * too little time make a window unreachable or are another rule, is left open: both are right.
   * @returns null where a vehicle can serve it
   */
  reasonFor(index: number): UnassignedReason[] | null {
    const { request, simulator, vehicles } = this;
    const task = request.tasks[index]!;
    const { allowed } = simulator.fleet;
    const carries = ({ capacity }: Vehicle) =>
      task.kind === 'visit' ||
      (capacity?.every((limit, d) => !isOver(Math.max(task.load[d]!, task.returnLoad?.[d] ?? 0), limit)) ?? true);
    const mayTake = ({ vehicle, steps }: Alone) =>
      steps.every((step) => {
        const { part, option } = step as Extract<RouteStep, { kind: 'step' }>;
        return allowed.mayServe(vehicle, task, part, stopsOf(task, part)[option]!);
      });
    const onTime = (hasBreaks: boolean) => (one: Alone) => simulator.isOnTime(one.vehicle, one.steps, hasBreaks);
    const isPossible = ({ vehicle, steps }: Alone) => simulator.isPartOfRoute(vehicle, steps);
    const looks: [UnassignedReason[], (one: Alone) => boolean][] = [
      [['no_skilled_vehicle'], ({ vehicle }) => hasSkills(vehicle, task)],
      [['no_allowed_vehicle'], mayTake],
      [['load_over_capacity'], ({ vehicle }) => carries(vehicle)],
    ];
    const tests: typeof looks = [
      ...looks,
      [['window_unreachable'], onTime(false)],
      [['window_unreachable', 'route_limit'], onTime(true)],
      [['route_limit'], isPossible],
    ];
    const choices = choicesOf(request, index);
    // What could be carried out is no matter of windows: a release, which `onTime` leaves out, may excuse from a break.
    const isServed = (one: Alone) => {
      const isLooked = looks.every(([, passes]) => passes(one));
      this.work += isLooked ? (one.vehicle.breaks.length > 0 ? ALONE_WITH_BREAKS : ALONE) : LOOK;
      return isLooked && isPossible(one);
    };
    if (vehicles.some((vehicle) => choices.some((steps) => isServed({ vehicle, steps })))) return null;
    let left = vehicles.flatMap((vehicle): Alone[] => choices.map((steps) => ({ vehicle, steps })));
    for (const [reasons, passes] of tests) {
      left = left.filter(passes);
      if (left.length === 0) return reasons;
    }
    return null;
  }
}
