import { meanOf } from './handling.ts';
import { bookFor } from './no-shows.ts';
import { requirementOf } from './requirement.ts';
import type { Requirement, RequirementInput, ZoneWork } from './types.ts';
import { splitByVehicle } from './vehicles.ts';

/** Zones that share their riders in some slots. */
export interface SharedZones {
  /** Two or more. */
  zones: readonly number[];
  /** 1 for slots in which riders are shared. */
  inSlot: Uint8Array;
  /** Ground that a rider may have to cross. */
  area_m2: number;
}

/** What a pool needs, by slot: together, and were each zone alone; in slots without sharing both are the same. */
export interface PoolNeed {
  riders: Int32Array;
  booked: Int32Array;
  ridersApart: Int32Array;
  bookedApart: Int32Array;
}

/** Points of a distribution that stand for it. */
const POINTS = 200;

/**
 * The requirement where zones share riders: orders of a pool come to one queue, so that its offered load is the sum of theirs, its
 * variance, too, and the safety on top grows with the root of the sum instead of with the sum of the roots (Smith & Whitt 1981: pooling
 * of service systems with alike service times always pays; Halfin & Whitt 1981). Handling is that of the joint ground: a rider may be
 * farther away, and there are more of them. Never more than the zones need apart. What is needed together is dealt out
 * to the zones by their loads, in whole riders.
 * @param apart requirement of each zone by itself
 * @param pools no zone in two of them in the same slot
 * @param isOver true: pools not begun need what their zones do
 */
export function pooledRequirement(
  input: RequirementInput,
  apart: Requirement,
  pools: readonly SharedZones[],
  isOver: () => boolean = () => false,
): { requirement: Requirement; needs: PoolNeed[] } {
  const requirement: Requirement = {
    ...apart,
    load: apart.load.slice(),
    riders: apart.riders.slice(),
    booked: apart.booked.slice(),
    handling_s: apart.handling_s.slice(),
    byVehicle: apart.byVehicle.map((table) => table.slice()),
  };
  const needs = pools.map((pool) => poolOne(input, apart, pool, requirement, isOver));
  return { requirement, needs };
}

function poolOne(
  input: RequirementInput,
  apart: Requirement,
  pool: SharedZones,
  result: Requirement,
  isOver: () => boolean,
): PoolNeed {
  const { slots, noShow, vehicles } = input;
  const { zones, inSlot } = pool;
  const sum = (table: ArrayLike<number>, slot: number) => zones.reduce((all, z) => all + table[z * slots + slot]!, 0);
  const ridersApart = Int32Array.from({ length: slots }, (_, s) => sum(apart.riders, s));
  const bookedApart = Int32Array.from({ length: slots }, (_, s) => sum(apart.booked, s));
  const need = { riders: ridersApart.slice(), booked: bookedApart.slice(), ridersApart, bookedApart };
  if (isOver()) return need;
  const together = requirementOf(joint(input, apart, pool));
  for (let s = 0; s < slots; s++) {
    if (inSlot[s] === 0 || together.riders[s]! >= ridersApart[s]!) continue;
    const riders = together.riders[s]!;
    need.riders[s] = riders;
    need.booked[s] = Math.min(bookedApart[s]!, bookFor(riders, noShow.rate, noShow.confidence));
    const loads = zones.map((z) => apart.load[z * slots + s]!);
    const most = (table: Int32Array) => zones.map((z) => table[z * slots + s]!);
    const own = dealOut(riders, loads, most(apart.riders));
    const spare = most(apart.booked).map((booked, i) => booked - own[i]!);
    const more = dealOut(need.booked[s]! - riders, loads, spare);
    const load = loads.reduce((all, each) => all + each, 0);
    zones.forEach((z, i) => {
      const at = z * slots + s;
      result.riders[at] = own[i]!;
      result.booked[at] = own[i]! + more[i]!;
      result.load[at] = load > 0 ? (together.load[s]! * loads[i]!) / load : 0;
      result.handling_s[at] = together.handling_s[s]!;
      const kinds = splitByVehicle(result.booked[at]!, input.work[z]!, vehicles);
      for (let v = 0; v < kinds.length; v++) result.byVehicle[v]![at] = kinds[v]!;
    });
  }
  return need;
}

/** Whole riders by shares, none above its most (which add up to at least as many): the one who lags most gets the next. */
export function dealOut(riders: number, shares: readonly number[], most: readonly number[]): number[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const fair = shares.map((share) => (total > 0 ? (riders * share) / total : riders / shares.length));
  const given = fair.map((value, i) => Math.min(most[i]!, Math.floor(value + 1e-9)));
  for (let left = riders - given.reduce((sum, value) => sum + value, 0); left > 0; left--) {
    let next = -1;
    for (let i = 0; i < given.length; i++) {
      if (given[i]! >= most[i]!) continue;
      if (next < 0 || fair[i]! - given[i]! > fair[next]! - given[next]! + 1e-9) next = i;
    }
    if (next < 0) break;
    given[next]!++;
  }
  return given;
}

/** The pool as one zone. */
function joint(input: RequirementInput, apart: Requirement, { zones, area_m2 }: SharedZones): RequirementInput {
  const { slots } = input;
  const orders = new Float64Array(slots);
  const variance = new Float64Array(slots);
  for (const z of zones) {
    for (let s = 0; s < slots; s++) {
      orders[s]! += input.orders[z * slots + s]!;
      variance[s]! += input.dispersion[z * slots + s]! * input.orders[z * slots + s]!;
    }
  }
  const dispersion = orders.map((mean, s) =>
    mean > 0 ? variance[s]! / mean : zones.reduce((sum, z) => sum + input.dispersion[z * slots + s]!, 0) / zones.length,
  );
  const runsOn = [zones.some((zone) => input.runsOn?.[zone])];
  return { ...input, zones: 1, orders, runsOn, dispersion, work: [jointWork(input, apart, zones, area_m2)] };
}

function jointWork(input: RequirementInput, apart: Requirement, zones: readonly number[], area_m2: number): ZoneWork {
  const { slots, work } = input;
  const demand = zones.map((z) => input.orders.subarray(z * slots, (z + 1) * slots).reduce((sum, n) => sum + n, 0));
  const total = demand.reduce((sum, orders) => sum + orders, 0);
  const shares = demand.map((orders) => (total > 0 ? orders / total : 1 / zones.length));
  const mean = (of: (zone: ZoneWork) => number) => zones.reduce((sum, z, i) => sum + shares[i]! * of(work[z]!), 0);
  const ride_mean_m = mean((zone) => zone.ride_mean_m);
  const square = mean((zone) => zone.ride_sd_m ** 2 + zone.ride_mean_m ** 2);
  const hubs = zones.map((z) => work[z]!.hubs);
  const first = work[zones[0]!]!;
  return {
    ...first,
    area_m2,
    restaurants: zones.reduce((sum, z) => sum + work[z]!.restaurants, 0),
    ride_mean_m,
    ride_sd_m: Math.sqrt(Math.max(0, square - ride_mean_m ** 2)),
    hubs: hubs.every((count) => count !== undefined)
      ? hubs.reduce((sum, count) => sum + count, 0)
      : Number.POSITIVE_INFINITY,
    ...measured(input, apart, zones, shares),
  };
}

/** Measured times of all zones together, each by its share; of zones without any the mean that was worked out. */
function measured(
  { work, slots, orders }: RequirementInput,
  { handling_s }: Requirement,
  zones: readonly number[],
  shares: readonly number[],
): Pick<ZoneWork, 'measured_s'> {
  if (zones.every((z) => work[z]!.measured_s === undefined)) return {};
  const points = zones.flatMap((z, i) => {
    const own = work[z]!.measured_s ?? Float64Array.of(meanHandling(handling_s, orders, z, slots));
    const sorted = own.slice().sort();
    const count = Math.max(1, Math.round(POINTS * shares[i]!));
    // A grid of quantiles, its mean set right.
    const grid = Array.from({ length: count }, (_, k) => sorted[Math.floor(((k + 0.5) / count) * sorted.length)]!);
    const scale = meanOf(own) / (grid.reduce((sum, value) => sum + value, 0) / count);
    return grid.map((value) => value * scale);
  });
  return { measured_s: Float64Array.from(points) };
}

function meanHandling(handling_s: Float64Array, orders: Float64Array, zone: number, slots: number): number {
  let [busy, total] = [0, 0];
  for (let s = 0; s < slots; s++) {
    busy += handling_s[zone * slots + s]! * orders[zone * slots + s]!;
    total += orders[zone * slots + s]!;
  }
  return total > 0 ? busy / total : handling_s[zone * slots]!;
}
