import type { Position } from '../contract/request.ts';

/**
 * A benchmark instance as its file states it, before an objective scales it. Locations count from 0, the depots first;
 * every list has one entry per location. Times, distances and prizes are in the units of the file.
 */
export interface Instance {
  /** CVRP, VRPTW, PDPTW ... as VRPLIB names them. */
  type: string;
  name: string | null;
  depots: number;
  positions: Position[] | null;
  /** Row: from, column: to; null = Euclidean between the positions. */
  matrix: number[][] | null;
  /** Taken from the depot to the location; for a shipment, what its pickup loads. */
  demand: number[];
  /** Taken from the location to the depot. */
  backhaul: number[];
  /** [opens, closes], or null for any time. */
  windows: ([number, number] | null)[];
  service: number[];
  release: number[];
  /** 0 = mandatory. */
  prize: number[];
  /** Exactly one location of each group is served. */
  groups: number[][];
  /** Shipments: location of the pickup -> location of the delivery. */
  deliveryOf: Map<number, number>;
  /** Runs of identical vehicles, in the order of the file. */
  vehicles: VehicleRun[];
  /** Whether the file limits the number of vehicles; if not, there is one run, whose count means nothing. */
  isFleetLimited: boolean;
  /** The line that says something: NAME as in VRPLIB, of a row counted from 1 or of all; null where none does. */
  lineOf: (name: string, row: number | null) => number | null;
}

/** Identical vehicles with consecutive numbers. */
export interface VehicleRun {
  /** 1-based number of the first one. */
  first: number;
  count: number;
  /** Null = unlimited. */
  capacity: number | null;
  /** Location of the depot it starts and ends at. */
  depot: number;
  /** Null = unlimited. */
  maxDuration: number | null;
  fixedCost: number;
  /** Cost per unit of distance. */
  unitCost: number;
  /** Locations of the depots where it may reload. */
  reloadDepots: number[];
  /** Locations it may serve; null = all. */
  allowed: Set<number> | null;
}

/** Most vehicles or locations a file may ask for; above it a typing error is likelier than a fleet. */
export const MAX_COUNT = 100_000;

/** A vehicle's id says which numbers a `.sol` file gives its copies: `v3-7` are vehicles 3 to 7. */
export function vehicleRunId(first: number, count: number): string {
  return `v${first}-${first + count - 1}`;
}

/** The first number of a vehicle id made by `vehicleRunId`, or null. */
export function firstOfRun(id: string): number | null {
  const match = /^v(\d+)-\d+$/.exec(id);
  return match ? Number(match[1]) : null;
}
