import type { PlanCost } from '../contract/plan.ts';
import type { Stop, Task, Vehicle } from '../contract/request.ts';
import { type Charged, routeCost } from './cost.ts';
import { loadsAlong } from './loads.ts';
import type { Roads } from './roads.ts';
import { type Schedule, scheduleRoute } from './schedule.ts';

/** One vehicle and what it serves, in order, with everything that follows from that. */
export interface Tour {
  vehicle: Vehicle;
  tasks: Task[];
  stops: Stop[];
  /** To each stop from the one before, then to the end: one more than stops. */
  legs_m: Float64Array;
  legs_s: Float64Array;
  /** Per leg, per dimension: on board while driving it. */
  loads: Float64Array[];
  schedule: Schedule;
  charged: Charged;
  cost: PlanCost;
}

/** Which option of a task is used; options come with a later version of the contract, where a raw route names them. */
export const stopOf = (task: Task): Stop => task.stops[0]!;

/** @param tasks in the order of service, at least one. */
export function tourOf(vehicle: Vehicle, tasks: Task[], roads: Roads): Tour {
  const stops = tasks.map(stopOf);
  const places = [vehicle.start, ...stops.map(({ place }) => place), vehicle.end];
  const leg = (measure: (from: number | null, to: number | null) => number) =>
    Float64Array.from({ length: stops.length + 1 }, (_, i) => measure(places[i]!, places[i + 1]!));
  const legs_m = leg(roads.distance_m);
  const legs_s = leg(roads.driving_s);
  const schedule = scheduleRoute(stops, legs_s, vehicle.shift);
  const charged: Charged = {
    distance_m: sum(legs_m),
    driving_s: sum(legs_s),
    service_s: sum(stops.map(({ service_s }) => service_s)),
    waiting_s: waitingOf(schedule),
    duty_s: schedule.ends_s - schedule.starts_s,
    tasks: tasks.length,
    optionCosts: sum(stops.map(({ cost }) => cost)),
  };
  const cost = routeCost(vehicle.costs, charged);
  return { vehicle, tasks, stops, legs_m, legs_s, loads: loadsAlong(tasks), schedule, charged, cost };
}

function waitingOf({ arrivals_s, begins_s }: Schedule): number {
  return begins_s.reduce((total, begin_s, i) => total + begin_s - arrivals_s[i]!, 0);
}

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
