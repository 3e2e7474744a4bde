import type { GivenShift, StaffingRequest } from '../../contract/staffing/request.ts';
import { HOUR_S } from '../../kit/units.ts';
import { type MoveLinks, type MovePlan, type MoveRider, planMoves } from '../moves/index.ts';
import { coverOf } from './cover.ts';
import type { Draft } from './draft.ts';
import type { StaffingEnv } from './env.ts';
import { asThere } from './pools.ts';
import { tablesOf } from './public/tables.ts';

/** Zones that riders of a zone are sent to: the nearest ones. */
const NEAREST = 8;

/**
 * Moves between zones that close gaps in what is to be booked, for riders on the shifts given. Moves count heads: where those who are there
 * get more or less done than mean riders do, so many fewer or more heads are wanted. Each vehicle type that the rules name is a layer of need,
 * as in the roster.
 */
export function movesFor(request: StaffingRequest, draft: Draft, env: StaffingEnv): MovePlan {
  const { requirement, shifts, pools, needs } = draft;
  const { horizon, zones, riders, costs, options } = request;
  const { slots, slot_s } = horizon;
  const there = coverOf(shifts, zones.length, horizon);
  const { counted } = tablesOf(request, draft);
  const wanted = there.map((heads, i) => Math.max(0, requirement.booked[i]! - (counted[i]! - heads)));
  const cells = wanted.length;
  const required = new Float64Array((1 + needs.length) * cells);
  required.set(asThere(wanted, there, pools, zones.length, slots));
  const layerOf = new Map(needs.map(({ vehicle }, k) => [vehicle, k + 1]));
  for (const { vehicle, least } of needs) {
    const own = shifts.filter(({ rider }) => riders[rider]!.vehicle === vehicle);
    const ofType = coverOf(own, zones.length, horizon);
    const dealt = asThere(Float64Array.from(least), ofType, pools, zones.length, slots);
    required.set(dealt, layerOf.get(vehicle)! * cells);
  }
  const perSlot = (costs.shortage_per_h * slot_s) / HOUR_S;
  return planMoves(
    {
      zones: zones.length,
      slots,
      slot_s,
      required,
      // Beyond the first layer nobody is missing where nobody is asked for.
      shortage_cost: required.map((heads, i) => (i >= cells && heads <= 0 ? 0 : perSlot)),
      links: linksOf(request),
      riders: shifts.map((shift) => toMoveRider(shift, request, layerOf.get(riders[shift.rider]!.vehicle))),
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

/** A rider on one shift. Breaks stay where they are; of a shift that ends after the horizon only what is within counts. */
function toMoveRider(
  { rider, zone, span, meal }: GivenShift,
  { riders, horizon }: StaffingRequest,
  layer: number | undefined,
): MoveRider {
  const { slots, slot_s } = horizon;
  return {
    zone,
    known: [...new Set([zone, ...riders[rider]!.zones])],
    ...(layer === undefined ? {} : { layers: [layer] }),
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
