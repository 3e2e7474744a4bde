import type { IntradayAnswer } from '../../../contract/staffing/plan.ts';
import type { StaffingRequest } from '../../../contract/staffing/request.ts';
import { HOUR_S } from '../../../kit/units.ts';
import { type DayUpdate, type IntradayPlan, planIntraday, updateDay } from '../../intraday/index.ts';
import { requirementOf } from '../../load/index.ts';
import { coverOf } from '../cover.ts';
import type { Draft } from '../draft.ts';
import type { StaffingEnv } from '../env.ts';
import { linksOf } from '../moves.ts';
import { asThere, pooledAgain } from '../pools.ts';
import { moveOf } from '../public/people.ts';
import { rounded } from '../rounded.ts';
import { isoOf } from '../times.ts';
import { withVehicles } from '../vehicles/rules.ts';
import { withinOpening } from '../within-opening.ts';
import type { ReasonWords } from '../words.ts';
import { aroundTodayOf, givenByRider } from './around.ts';
import { missingByZone, reachOf } from './call-zones.ts';
import { onCall } from './calls.ts';
import { dayEndSlot } from './day-end.ts';
import { onShift, type Who } from './people.ts';
import { type Around, type OnCall, shortagesNow } from './reasons.ts';
import { sparePay } from './spare-pay.ts';
import { withMargin } from './stay-away.ts';

/** What to do now, on a day under way: forecast from the orders so far, moves, breaks, whom to call and whom to send home. */
export function intradayAnswer(
  request: StaffingRequest,
  draft: Draft,
  env: StaffingEnv,
  words: ReasonWords,
): IntradayAnswer {
  const { horizon, zones, riders, intraday, costs, options } = request;
  const { now_s, actual } = intraday!;
  const { slots, slot_s } = horizon;
  const nowSlot = Math.floor(now_s / slot_s);
  const dayEnd = dayEndSlot(horizon, now_s, draft.demand.mean);
  const given = givenByRider(request, draft);
  const around = aroundTodayOf(request, given);
  const spare = sparePay(request);
  const onDuty = draft.shifts.flatMap((shift) => onShift(shift, given.get(shift.rider)!, request, spare));
  // A layer of need for each vehicle type that the rules name, as in the roster; types in the order of the request.
  const types = draft.needs.map(({ vehicle }) => vehicle);
  const cells = zones.length * slots;
  const ofType = (vehicle: number) => draft.shifts.filter(({ rider }) => riders[rider]!.vehicle === vehicle);
  const there = [draft.shifts, ...types.map(ofType)].map((shifts) => coverOf(shifts, zones.length, horizon));
  const dealt = (required: ArrayLike<number>, layer: number) =>
    asThere(Float64Array.from(required), there[layer]!, draft.pools, zones.length, slots);
  const day = {
    zones: zones.length,
    slots,
    slot_s,
    now_slot: nowSlot,
    now_share: (now_s - nowSlot * slot_s) / slot_s,
    day_end_slot: dayEnd,
    forecast: draft.demand.mean,
    actual,
  };
  const requirementAt = ({ mean, variance }: DayUpdate) => {
    // Of days after this one nothing else is known than was.
    const dispersion = mean.map((m, i) => {
      if (i % slots >= dayEnd) return draft.demand.dispersion[i]!;
      return m > 1e-6 ? Math.max(0.1, variance[i]! / m) : 1;
    });
    const input = { ...draft.input, orders: mean, dispersion };
    const apart = withinOpening(requirementOf(input, env.stop), request, mean);
    const { requirement, needs } = withVehicles(request, pooledAgain(input, apart, draft.pools, env.stop));
    const required = new Float64Array((1 + needs.length) * cells);
    // All types together are as many as each needs of its own.
    const ofTypes = (i: number) => needs.reduce((sum, { least }) => sum + least[i]!, 0);
    required.set(
      dealt(
        withMargin(requirement.riders, request, draft).map((wanted, i) => Math.max(wanted, ofTypes(i))),
        0,
      ),
    );
    needs.forEach(({ least }, k) => {
      required.set(dealt(least, k + 1), (k + 1) * cells);
    });
    return required;
  };
  const required = requirementAt(updateDay(day));
  const missing = missingByZone(required, there, { zones: zones.length, slots, from: nowSlot });
  const people = [...onDuty, ...onCall(request, around, draft.pay_per_h, missing)];
  for (const { rider, move } of people) {
    const layer = types.indexOf(riders[rider]!.vehicle) + 1;
    if (layer > 0) move.layers = [layer];
  }
  const answer = planIntraday({
    day,
    requirement: () => required,
    shortage_cost: new Float64Array((1 + types.length) * cells).fill((costs.shortage_per_h * slot_s) / HOUR_S),
    links: linksOf(request),
    riders: people.map(({ move }) => move),
    params: { seed: options.seed },
    env: { elapsed_s: env.elapsed_s, stop: env.stop, ...(env.highs ? { highs: env.highs } : {}) },
  });
  return toAnswer(answer, people, around, draft, request, words);
}

function toAnswer(
  answer: IntradayPlan,
  people: Who[],
  around: readonly (Around | null)[],
  { shifts, needs }: Draft,
  request: StaffingRequest,
  words: ReasonWords,
): IntradayAnswer {
  const { horizon, zones, riders, vehicles, intraday } = request;
  const { slots, slot_s } = horizon;
  const called = new Map(answer.calls.map((call) => [call.rider, call]));
  const reach = reachOf(linksOf(request));
  const onCall = people.flatMap(({ rider, move }, i) =>
    (move.call?.windows ?? []).flatMap(({ start_slot, end_slot, zones: begin = [] }): OnCall[] => {
      const call = called.get(i);
      const isCalled =
        call !== undefined && begin.includes(call.zone) && call.from_slot >= start_slot && call.from_slot < end_slot;
      // Who is called at another time or place does not come at this one.
      if (call && !isCalled) return [];
      const reached = reach(call ? [call.zone] : begin, riders[rider]!.zones);
      return [{ rider, span: { from_s: start_slot * slot_s, to_s: end_slot * slot_s }, isCalled, reached }];
    }),
  );
  const at = (slot: number) => isoOf(slot * slot_s, horizon);
  const nameOf = (index: number) => riders[people[index]!.rider]!.id;
  const hours = (rider_slots: number) => rounded((rider_slots * slot_s) / HOUR_S, 2);
  const row = (table: ArrayLike<number>, zone: number, layer = 0) =>
    Array.from({ length: slots }, (_, slot) => rounded(table[(layer * zones.length + zone) * slots + slot]!, 2));
  const crew = { shifts, onCall, around };
  const shortOf = (layer: number) =>
    answer.short_after.subarray(layer * zones.length * slots, (layer + 1) * zones.length * slots);
  return {
    now: isoOf(intraday!.now_s, horizon),
    city_level: rounded(answer.update.city_level, 4),
    zones: zones.map(({ id }, zone) => ({
      zone: id,
      level: rounded(answer.update.zone_level[zone]!, 4),
      demand: row(answer.update.mean, zone),
      required: row(answer.required, zone),
      short_before: row(answer.short_before, zone),
      short_after: row(answer.short_after, zone),
      ...(needs.length === 0
        ? {}
        : {
            vehicles: needs.map(({ vehicle }, k) => ({
              vehicle: vehicles[vehicle]!.id,
              least: row(answer.required, zone, k + 1),
              short_before: row(answer.short_before, zone, k + 1),
              short_after: row(answer.short_after, zone, k + 1),
            })),
          }),
    })),
    moves: answer.moves.map((move) => moveOf(move, people[move.rider]!.rider, request)),
    breaks: answer.breaks.map(({ rider, to_slot, reason }) => {
      // As given: breaks may lie off the slots.
      const meal = people[rider]!.shift!.meal!;
      return {
        rider: nameOf(rider),
        was: isoOf(meal.from_s, horizon),
        from: at(to_slot),
        to: isoOf(to_slot * slot_s + meal.to_s - meal.from_s, horizon),
        reason: reason.code,
      };
    }),
    calls: answer.calls.map(({ rider, zone, from_slot, to_slot, cost, reason }) => ({
      rider: nameOf(rider),
      zone: zones[zone]!.id,
      from: at(from_slot),
      to: at(to_slot),
      cost: rounded(cost, 4),
      reason: reason.code,
    })),
    releases: answer.releases.map(({ rider, zone, from_slot, saving, skips_break, reason }) => ({
      rider: nameOf(rider),
      zone: zones[zone]!.id,
      from: at(from_slot),
      saving: rounded(saving, 4),
      skips_break,
      reason: reason.code,
    })),
    shortages: [
      ...shortagesNow(request, shortOf(0), crew, words.short),
      ...needs.flatMap(({ vehicle }, k) => shortagesNow(request, shortOf(k + 1), crew, words.short, vehicle)),
    ],
    short_h_before: hours(answer.short_rider_slots_before),
    short_h_after: hours(answer.short_rider_slots_after),
    bound: rounded(answer.bound, 4),
    cost: rounded(answer.cost.total, 4),
  };
}
