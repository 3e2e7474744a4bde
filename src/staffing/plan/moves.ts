import type { GivenShift, StaffingRequest } from '../../contract/staffing/request.ts';
import { type MoveLinks, type MovePlan, type MoveRider, planMoves } from '../moves/index.ts';
import { coverOf } from './cover.ts';
import type { Draft } from './draft.ts';
import type { StaffingEnv } from './env.ts';
import { asThere } from './pools.ts';
import { tablesOf } from './public-tables.ts';
import type { VehicleNeed } from './vehicle-need.ts';

const HOUR_S = 3600;
/** Zones that riders of a zone are sent to: the nearest ones. */
const NEAREST = 8;

/**
 * Moves between zones that close gaps in what is to be booked, for riders on the shifts given. Moves count heads: where those who are there
 * get more or less done than mean riders do, so many fewer or more heads are wanted.
 */
export function movesFor(request: StaffingRequest, draft: Draft, env: StaffingEnv): MovePlan {
  const { requirement, shifts, pools, needs } = draft;
  const { horizon, zones, costs, options } = request;
  const { slots, slot_s } = horizon;
  const there = coverOf(shifts, zones.length, horizon);
  const { counted } = tablesOf(request, draft);
  const wanted = there.map((heads, i) => Math.max(0, requirement.booked[i]! - (counted[i]! - heads)));
  return planMoves(
    {
      zones: zones.length,
      slots,
      slot_s,
      required: asThere(wanted, there, pools, zones.length, slots),
      shortage_cost: new Float64Array(zones.length * slots).fill((costs.shortage_per_h * slot_s) / HOUR_S),
      links: linksOf(request),
      riders: shifts.map((shift) => toMoveRider(shift, request, isNeeded(shift, request, needs))),
    },
    { seed: options.seed },
    {
      elapsed_s: env.elapsed_s,
      stop: env.stop,
      ...(env.left_s ? { left_s: env.left_s } : {}),
      ...(env.past ? { past: env.past } : {}),
      ...(env.highs ? { highs: env.highs } : {}),
    },
  );
}

/** Whether the vehicle type is asked for in the zone during the shift: then the rider stays there. */
function isNeeded(
  { rider, zone, span }: GivenShift,
  { riders, horizon }: StaffingRequest,
  needs: readonly VehicleNeed[],
): boolean {
  const { slots, slot_s } = horizon;
  const table = needs.find(({ vehicle }) => vehicle === riders[rider]!.vehicle)?.least;
  const from = zone * slots + Math.max(0, Math.floor(span.from_s / slot_s));
  const to = zone * slots + Math.min(slots, Math.ceil(span.to_s / slot_s));
  return table?.subarray(from, to).some((riders) => riders > 0) ?? false;
}

/** A rider on one shift. Breaks stay where they are; of a shift that ends after the horizon only what is within counts. */
function toMoveRider(
  { rider, zone, span, meal }: GivenShift,
  { riders, horizon }: StaffingRequest,
  stays: boolean,
): MoveRider {
  const { slots, slot_s } = horizon;
  return {
    zone,
    known: stays ? [zone] : [...new Set([zone, ...riders[rider]!.zones])],
    start_slot: Math.max(0, Math.ceil(span.from_s / slot_s)),
    end_slot: Math.min(slots, Math.floor(span.to_s / slot_s)),
    breaks: meal === null ? [] : [fixedBreak(meal.from_s, meal.to_s, slot_s)],
  };
}

function fixedBreak(from_s: number, to_s: number, slot_s: number) {
  const [first, last] = [Math.floor(from_s / slot_s), Math.ceil(to_s / slot_s)];
  return { earliest_slot: first, latest_slot: first, planned_slot: first, slots: last - first, shift_cost: 0 };
}

/** Where riders may be sent, and what it takes. None where moves are not allowed. */
export function linksOf({ zones, moves, costs }: StaffingRequest): MoveLinks {
  const links: { from: number; to: number; travel_s: number }[] = [];
  for (let from = 0; moves.allowed && from < zones.length; from++) {
    const near = zones
      .map((_, to) => ({ from, to, travel_s: moves.travel_s[from * zones.length + to]! }))
      .filter(({ to, travel_s }) => to !== from && travel_s < Number.POSITIVE_INFINITY)
      .sort((a, b) => a.travel_s - b.travel_s || a.to - b.to);
    links.push(...near.slice(0, NEAREST));
  }
  return {
    from: Int32Array.from(links, (link) => link.from),
    to: Int32Array.from(links, (link) => link.to),
    travel_s: Int32Array.from(links, (link) => Math.round(link.travel_s)),
    cost: Float64Array.from(links, (link) => costs.move + (costs.travel_per_h * link.travel_s) / HOUR_S),
  };
}
