import type { RoutingRequest } from '../contract/request.ts';
import type { VehicleType } from './fleet.ts';
import type { Goal } from './objective.ts';
import type { Sites } from './sites.ts';
import type { DraftStop } from './stops.ts';
import type { TravelClass } from './travel-classes.ts';

/** All that the fill functions need to know. */
export interface Draft {
  /** With ties. */
  request: RoutingRequest;
  fleet: VehicleType[];
  /** Per type: whether its ways cost nothing but a tie. See `withTies`. */
  tied: boolean[];
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
  /** Ticks of any way, at most: see `mostTravel`. */
  mostTravel: number;
  costScale: number;
  /** Prices above it count as less than they are: see `lidOf`. Infinite where there are none. */
  lid: number;
  /** Per dimension. */
  loadScales: number[];
  /** At least 1. */
  distanceScale: number;
}
