import type { PlanCost } from '../contract/plan.ts';
import type { RouteStep, Vehicle } from '../contract/request.ts';
import type { RawRoute } from '../model/solution.ts';
import type { RouteDetail, Simulator } from '../route/simulator.ts';
import { groupsOf } from './groups.ts';
import type { World } from './world.ts';

/** What a route sums up to. */
export interface Totals {
  /** Tasks; a shipment is one. */
  tasks: number;
  trips: number;
  distance_m: number;
  driving_s: number;
  setup_s: number;
  service_s: number;
  waiting_s: number;
  break_s: number;
  overtime_s: number;
  lateness_s: number;
  co2_g: number;
  duty_s: number;
  starts_s: number;
  ends_s: number;
}

/** One vehicle and what it does, in order, with everything that follows from that. */
export interface Tour {
  vehicle: Vehicle;
  /** Index into `request.vehicles`. */
  index: number;
  /** Which of the vehicles of this kind. */
  number: number;
  steps: RouteStep[];
  /** The same as the simulator takes them, and how many. */
  numbers: Int32Array;
  detail: RouteDetail;
  totals: Totals;
  compactness_m: number;
  cost: PlanCost;
}

/** Works out all routes of a plan; those that sequences bind, together. Never judges. */
export function toursOf(world: World, routes: RawRoute[]): Tour[] {
  const { together } = world;
  const linked = routes.map(({ vehicle, steps }) => ({ vehicle, steps: world.stepsOf(steps), count: steps.length }));
  const tours: Tour[] = [];
  const workOut = (i: number) => {
    tours[i] ??= tourOf(world, routes[i]!, linked[i]!.steps);
  };
  for (const group of groupsOf(world, linked)) {
    // Routes that wait for each other in vain are shown as they are by themselves.
    const routesOf = group.map((i) => linked[i]!);
    if (!together.settle(routesOf, false, false)) together.clear();
    group.forEach(workOut);
    together.clear();
  }
  routes.forEach((_, i) => workOut(i));
  return tours;
}

function tourOf(world: World, raw: RawRoute, numbers: Int32Array): Tour {
  const { request, simulator } = world;
  const { vehicle: index, number, steps } = raw;
  world.fill(index, numbers, steps.length);
  return {
    ...{ vehicle: request.vehicles[index]!, index, number, steps, numbers },
    detail: simulator.detail(index, numbers, steps.length),
    totals: totalsOf(simulator),
    compactness_m: simulator.compactness_m,
    cost: costOf(simulator),
  };
}

function totalsOf(sim: Simulator): Totals {
  const { trips, distance_m, driving_s, setup_s, service_s, waiting_s, break_s, overtime_s, lateness_s } = sim;
  const { co2_g, duty_s, starts_s, ends_s } = sim;
  return {
    ...{ tasks: sim.served, trips, distance_m, driving_s, setup_s, service_s, waiting_s, break_s, overtime_s },
    ...{ lateness_s, co2_g, duty_s, starts_s, ends_s },
  };
}

function costOf({ cost, fixedCost, distanceCost, timeCost, tasksCost, latenessCost }: Simulator): PlanCost {
  const parts = { fixed: fixedCost, distance: distanceCost, time: timeCost, tasks: tasksCost, lateness: latenessCost };
  return { total: cost, ...parts, unserved: 0 };
}

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
