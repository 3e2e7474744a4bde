import type { RoutingRequest, Stop, Task } from '../contract/request.ts';
import type { VehicleType } from './fleet.ts';
import type { Goal } from './objective.ts';
import type { Sites } from './sites.ts';
import type { TravelClass } from './travel-classes.ts';

/** One option of a step. */
export interface DraftStop {
  task: Task;
  stop: Stop;
  /** It is an option of a shipment's delivery. */
  second: boolean;
}

/** All that the fill functions need to know. */
export interface Draft {
  request: RoutingRequest;
  fleet: VehicleType[];
  goal: Goal;
  stops: DraftStop[];
  sites: Sites;
  classes: TravelClass[];
  /** Index into `classes` per type. */
  classOf: number[];
  /** Place of every node; -1 for "nowhere". */
  placeOf: Int32Array;
  startNode: number[];
  endNode: number[];
  /** Second that is tick 0: Unix times would leave no room for fractions. */
  origin_s: number;
  timeScale: number;
  costScale: number;
  loadScale: number;
  /** At least 1. */
  distanceScale: number;
}

/** The stops of a request in the order of its nodes. */
export function stopsOf({ tasks }: RoutingRequest): DraftStop[] {
  return tasks.flatMap((task) => [
    ...task.stops.map((stop) => ({ task, stop, second: false })),
    ...task.deliveryStops.map((stop) => ({ task, stop, second: true })),
  ]);
}
