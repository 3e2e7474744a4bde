import type { PlanPool } from '../../contract/staffing/plan.ts';
import type { Span, StaffingRequest } from '../../contract/staffing/request.ts';
import { apart_m } from '../../kit/great-circle.ts';
import { HOUR_S } from '../../kit/units.ts';
import {
  type PoolNeed,
  pooledRequirement,
  type Requirement,
  type RequirementInput,
  type SharedZones,
} from '../load/index.ts';
import { poolNeighbours } from '../moves/index.ts';
import { zoneNeighbours } from '../zones/index.ts';
import { rounded } from './rounded.ts';
import { isoOf } from './times.ts';

/** Zones of a pool that is advised. */
const ADVISED_ZONES = 3;

/** Zones that share their riders, or might. */
export interface Pool extends SharedZones {
  /** The plan is made with it; else it is advice. */
  shared: boolean;
  need: PoolNeed;
}

/**
 * The requirement with the pools that the request names, or that were chosen among zones that touch where it allows that. Where it
 * does neither, pools worth having are named and change nothing.
 * @param apart requirement of each zone by itself  @param isOver see `pooledRequirement`
 */
export function withPools(
  request: StaffingRequest,
  input: RequirementInput,
  apart: Requirement,
  isOver: () => boolean,
): { requirement: Requirement; pools: Pool[] } {
  const { pools: named, choosePools } = request.moves;
  const isShared = named.length > 0 || choosePools !== null;
  const candidates =
    named.length > 0
      ? named.map(({ zones, times }) => sharedZones(zones, times, request))
      : chosen(request, input, apart, choosePools?.mostZones ?? ADVISED_ZONES, choosePools?.times ?? null);
  const { requirement, needs } = pooledRequirement(input, apart, candidates, isOver);
  const pools = candidates
    .map((pool, p): Pool => ({ ...pool, shared: isShared, need: needs[p]! }))
    .filter((pool) => named.length > 0 || saved(pool.need.ridersApart, pool.need.riders) > 0);
  return { requirement: isShared ? requirement : apart, pools };
}

/** The requirement anew with pools that are settled, as when demand of a day under way is. */
export function pooledAgain(
  input: RequirementInput,
  apart: Requirement,
  pools: readonly Pool[],
  isOver: () => boolean,
): Requirement {
  const shared = pools.filter((pool) => pool.shared);
  return shared.length > 0 ? pooledRequirement(input, apart, shared, isOver).requirement : apart;
}

/** Pools of zones that touch, by square-root staffing: what they come to is then worked out as for pools that are named. */
function chosen(
  request: StaffingRequest,
  { dispersion }: RequirementInput,
  { load, riders }: Requirement,
  most_zones: number,
  times: Span[] | null,
): SharedZones[] {
  const { zones, horizon } = request;
  const neighbours = neighboursOf(request);
  if (neighbours.every((near) => near.length === 0)) return [];
  const inSlot = slotsOf(times, request);
  const { slots } = horizon;
  const { pools } = poolNeighbours({
    zones: zones.length,
    slots,
    load: load.map((work, i) => (riders[i]! > 0 && inSlot[i % slots] === 1 ? work : 0)),
    dispersion,
    beta: safetyOf(load, riders, dispersion),
    neighbours,
    most_zones,
    // The way over the joint ground is in the requirement of a pool already.
    loss: 0,
  });
  return pools.filter((pool) => pool.zones.length > 1).map((pool) => sharedZones(pool.zones, times, request));
}

function neighboursOf({ zones, moves }: StaffingRequest): number[][] {
  // Of zones that are only known by their ids nobody can tell what they touch.
  if (!moves.allowed && moves.choosePools === null) return zones.map(() => []);
  return zoneNeighbours(zones.map(({ polygon }) => ({ polygons: polygon ? [polygon] : [] })));
}

/**
 * The ground of a pool: that of its zones, or where they lie apart the strip from one end to the other, as wide as a zone is on
 * the mean.
 */
function sharedZones(members: readonly number[], times: Span[] | null, request: StaffingRequest): SharedZones {
  const { zones } = request;
  const area_m2 = members.reduce((sum, zone) => sum + zones[zone]!.area_m2, 0);
  const side_m = Math.sqrt(area_m2 / members.length);
  const points = members.flatMap((zone) => (zones[zone]!.centre ? [zones[zone]!.centre!] : []));
  const farthest_m = points.length > 0 ? Math.max(...points.flatMap((a) => points.map((b) => apart_m(a, b)))) : 0;
  return {
    zones: members,
    inSlot: slotsOf(times, request),
    area_m2: Math.max(area_m2, (farthest_m + side_m) * side_m),
  };
}

/** 1 for slots that begin within one of the spans. */
function slotsOf(times: Span[] | null, { horizon: { slots, slot_s } }: StaffingRequest): Uint8Array {
  return Uint8Array.from({ length: slots }, (_, slot) => {
    const begin_s = slot * slot_s;
    return times === null || times.some(({ from_s, to_s }) => begin_s >= from_s && begin_s < to_s) ? 1 : 0;
  });
}

/** Riders on top of the load, in roots of it, mean of all slots with work. */
function safetyOf(load: Float64Array, riders: Int32Array, dispersion: Float64Array): number {
  let spare = 0;
  let roots = 0;
  load.forEach((work, i) => {
    if (riders[i] === 0) return;
    spare += riders[i]! - work;
    roots += Math.sqrt(dispersion[i]! * work);
  });
  return roots > 0 ? Math.max(0, spare / roots) : 0;
}

/** By cell, the cell that has its cover where riders are shared: that of the first zone of the pool. Undefined without pools. */
export function sharedCells(pools: readonly Pool[], zones: number, slots: number): Int32Array | undefined {
  const shared = pools.filter((pool) => pool.shared);
  if (shared.length === 0) return undefined;
  const cells = Int32Array.from({ length: zones * slots }, (_, cell) => cell);
  for (const pool of shared) {
    for (const zone of pool.zones) {
      for (let s = 0; s < slots; s++) if (pool.inSlot[s] === 1) cells[zone * slots + s] = pool.zones[0]! * slots + s;
    }
  }
  return cells;
}

/** Calls back with the cells that are counted together, one after the other; with one cell where nothing is shared. */
export function eachShared(
  pools: readonly Pool[],
  zones: number,
  slots: number,
  visit: (cells: readonly number[]) => void,
): void {
  const shared = sharedCells(pools, zones, slots);
  const groups = new Map<number, number[]>();
  for (let cell = 0; cell < zones * slots; cell++) {
    const at = shared?.[cell] ?? cell;
    const group = groups.get(at);
    if (group) group.push(cell);
    else groups.set(at, [cell]);
  }
  for (const cells of groups.values()) visit(cells);
}

/**
 * The requirement dealt out so that riders count where they are: in slots where zones share riders nobody is missing in one of them while
 * another has one too many. What the pool lacks is asked for where it is lacking.
 */
export function asThere(
  required: Float64Array,
  there: ArrayLike<number>,
  pools: readonly Pool[],
  zones: number,
  slots: number,
): Float64Array {
  const dealt = required.slice();
  eachShared(pools, zones, slots, (cells) => {
    if (cells.length === 1) return;
    const wanted = cells.reduce((sum, cell) => sum + required[cell]!, 0);
    const here = cells.reduce((sum, cell) => sum + there[cell]!, 0);
    const lacks = cells.map((cell) => Math.max(0, required[cell]! - there[cell]!));
    const lack = lacks.reduce((sum, value) => sum + value, 0);
    cells.forEach((cell, i) => {
      if (here >= wanted) dealt[cell] = here > 0 ? (wanted * there[cell]!) / here : 0;
      else dealt[cell] = there[cell]! + (lack > 0 ? ((wanted - here) * lacks[i]!) / lack : 0);
    });
  });
  return dealt;
}

/** Pools as users read them. */
export function poolsOf({ zones, horizon }: StaffingRequest, pools: readonly Pool[]): PlanPool[] {
  const hours = (slots: number) => rounded((slots * horizon.slot_s) / HOUR_S, 2);
  return pools.map(({ zones: members, inSlot, shared, need }) => ({
    zones: members.map((zone) => zones[zone]!.id),
    shared,
    times: timesOf(inSlot).map(([from, to]) => ({
      from: isoOf(from * horizon.slot_s, horizon),
      to: isoOf(to * horizon.slot_s, horizon),
    })),
    required: [...need.riders],
    required_apart: [...need.ridersApart],
    saved_h: hours(saved(need.ridersApart, need.riders)),
    saved_to_book_h: hours(saved(need.bookedApart, need.booked)),
  }));
}

function saved(apart: Int32Array, together: Int32Array): number {
  return apart.reduce((sum, riders, s) => sum + riders - together[s]!, 0);
}

/** Runs of ones, [from, to). */
function timesOf(inSlot: Uint8Array): [number, number][] {
  const runs: [number, number][] = [];
  for (let s = 0; s < inSlot.length; s++) {
    if (inSlot[s] === 0) continue;
    const from = s;
    while (s < inSlot.length && inSlot[s] === 1) s++;
    runs.push([from, s]);
  }
  return runs;
}
