import type { IntradayAnswer } from '../../contract/staffing/plan.ts';
import type { GivenShift, Rider, Span, StaffingRequest } from '../../contract/staffing/request.ts';
import { type IntradayPlan, planIntraday } from '../intraday/index.ts';
import { requirementOf } from '../load/index.ts';
import type { CallWindow, MoveRider } from '../moves/index.ts';
import { coverOf } from './cover.ts';
import type { Draft } from './draft.ts';
import type { StaffingEnv } from './env.ts';
import { type Around, type OnCall, shortagesNow } from './intraday-reasons.ts';
import { linksOf } from './moves.ts';
import { paidSeconds } from './paid.ts';
import { asThere, pooledAgain } from './pools.ts';
import { moveOf } from './public-people.ts';
import { rounded } from './rounded.ts';
import { isoOf, weekOf } from './times.ts';
import { withVehicles } from './vehicles.ts';
import { withinOpening } from './within-opening.ts';
import type { ReasonWords } from './words.ts';

const HOUR_S = 3600;
const DAY_S = 86_400;
/** Of a break put off or brought forward by one slot: it is to be seldom, and free where it helps. */
const BREAK_SHIFT_COST = 0.5;
/** What counts of a saved hour when somebody is sent home: they may not want to, and demand may come after all. */
const RELEASE_SHARE = 0.5;

/** A rider of the problem, and who it is. */
interface Who {
  rider: number;
  /** Of those on duty or to come: the shift. Of those on call: null. */
  shift: GivenShift | null;
  move: MoveRider;
}

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
  const around = aroundTodayOf(request, draft);
  const people = [...draft.shifts.flatMap((shift) => onShift(shift, nowSlot, request)), ...onCall(request, around)];
  // A layer of need for each vehicle type that the rules name, as in the roster; types in the order of the request.
  const types = draft.needs.map(({ vehicle }) => vehicle);
  for (const { rider, move } of people) {
    const layer = types.indexOf(riders[rider]!.vehicle) + 1;
    if (layer > 0) move.layers = [layer];
  }
  const cells = zones.length * slots;
  const ofType = (vehicle: number) => draft.shifts.filter(({ rider }) => riders[rider]!.vehicle === vehicle);
  const there = [draft.shifts, ...types.map(ofType)].map((shifts) => coverOf(shifts, zones.length, horizon));
  const dealt = (required: ArrayLike<number>, layer: number) =>
    asThere(Float64Array.from(required), there[layer]!, draft.pools, zones.length, slots);
  const answer = planIntraday({
    day: {
      zones: zones.length,
      slots,
      slot_s,
      now_slot: nowSlot,
      now_share: (now_s - nowSlot * slot_s) / slot_s,
      forecast: draft.demand.mean,
      actual,
    },
    requirement: (mean, variance) => {
      const dispersion = mean.map((m, i) => (m > 1e-6 ? Math.max(0.1, variance[i]! / m) : 1));
      const input = { ...draft.input, orders: mean, dispersion };
      const apart = withinOpening(requirementOf(input, env.stop), request, mean);
      const { requirement, needs } = withVehicles(request, pooledAgain(input, apart, draft.pools, env.stop));
      const required = new Float64Array((1 + needs.length) * cells);
      // All types together are as many as each needs of its own.
      const ofTypes = (i: number) => needs.reduce((sum, { least }) => sum + least[i]!, 0);
      required.set(
        dealt(
          requirement.riders.map((wanted, i) => Math.max(wanted, ofTypes(i))),
          0,
        ),
      );
      needs.forEach(({ least }, k) => {
        required.set(dealt(least, k + 1), (k + 1) * cells);
      });
      return required;
    },
    shortage_cost: new Float64Array((1 + types.length) * cells).fill((costs.shortage_per_h * slot_s) / HOUR_S),
    links: linksOf(request),
    riders: people.map(({ move }) => move),
    params: { seed: options.seed },
    env: { elapsed_s: env.elapsed_s, stop: env.stop, ...(env.highs ? { highs: env.highs } : {}) },
  });
  return toAnswer(answer, people, around, draft, request, words);
}

/** Who is on duty, or comes later today; what lies before now is over. */
function onShift(shift: GivenShift, nowSlot: number, { riders, horizon, rules, costs }: StaffingRequest): Who[] {
  const { slots, slot_s } = horizon;
  const { rider, zone, span, meal } = shift;
  // Who is on a break now is back when it is over.
  const isPausing = meal !== null && Math.floor(meal.from_s / slot_s) <= nowSlot && meal.to_s > nowSlot * slot_s;
  const back_s = isPausing ? Math.max(span.from_s, meal.to_s) : span.from_s;
  const start_slot = Math.max(nowSlot, Math.ceil(back_s / slot_s));
  const end_slot = Math.min(slots, Math.floor(span.to_s / slot_s));
  if (end_slot <= start_slot) return [];
  const breaks = [];
  if (meal && meal.from_s / slot_s >= nowSlot + 1) {
    const planned = Math.floor(meal.from_s / slot_s);
    const length = Math.ceil(meal.to_s / slot_s) - planned;
    // Within the window that the rules give it, and not before the next slot.
    const {
      earliestAfterStart_s = 0,
      latestBeforeEnd_s = 0,
      longerThan_s = Number.POSITIVE_INFINITY,
    } = rules.meal ?? {};
    const earliest = Math.max(nowSlot + 1, Math.ceil((span.from_s + earliestAfterStart_s) / slot_s));
    const latest = Math.floor((span.to_s - latestBeforeEnd_s) / slot_s) - length;
    breaks.push({
      earliest_slot: Math.min(earliest, planned),
      latest_slot: Math.max(latest, planned),
      slots: length,
      planned_slot: planned,
      not_due_until_slot: Math.min(slots, Math.floor((span.from_s + longerThan_s) / slot_s)),
      shift_cost: BREAK_SHIFT_COST,
    });
  }
  const { cost_per_h, zones } = riders[rider]!;
  const move: MoveRider = {
    zone,
    known: [...new Set([zone, ...zones])],
    start_slot,
    end_slot,
    breaks,
    release: {
      earliest_slot: nowSlot + 1,
      saving_per_slot: RELEASE_SHARE * Math.min(cost_per_h, costs.shortage_per_h) * (slot_s / HOUR_S),
    },
  };
  return [{ rider, shift, move }];
}

/**
 * Riders without a shift today who are available after the notice, for at least the shortest shift; they come once, at one of the times
 * at which they can. Nobody rides so long that a meal break would be due: there is nobody to plan it with.
 */
function onCall(request: StaffingRequest, aroundToday: readonly (Around | null)[]): Who[] {
  const { riders, horizon, rules, intraday } = request;
  const { slots, slot_s } = horizon;
  const { now_s, notice_s } = intraday!;
  const soonest_s = now_s + notice_s;
  const day = horizon.dayStarts_s.findLastIndex((start) => start <= now_s);
  const dayEnd_s = horizon.dayStarts_s[day + 1] ?? horizon.dayStarts_s[day]! + DAY_S;
  const withoutMeal_s = rules.meal?.longerThan_s ?? Number.POSITIVE_INFINITY;
  return riders.flatMap((rider, r): Who[] => {
    const around = aroundToday[r]!;
    if (around === null || rider.zones.length === 0) return [];
    const rested_s = around.lastEnd_s + rider.minRest_s;
    const home = rider.homeZone >= 0 ? rider.homeZone : rider.zones[0]!;
    const most_s = Math.min(rules.maxShift_s, withoutMeal_s, rider.maxDay_s, rider.maxWeek_s - around.week_s);
    const least = Math.max(1, Math.ceil(Math.max(rules.minShift_s, rider.minDay_s) / slot_s));
    const within = (own: Span, open: Span): CallWindow[] => {
      const start = Math.ceil(Math.max(own.from_s, soonest_s, open.from_s, rested_s) / slot_s);
      const end = Math.min(
        slots,
        Math.floor(Math.min(own.to_s, open.to_s, dayEnd_s, around.next_s - rider.minRest_s) / slot_s),
        start + Math.floor(most_s / slot_s),
      );
      if (end - start < least || start * slot_s >= dayEnd_s) return [];
      return [{ start_slot: start, end_slot: end, latest_start_slot: end - least }];
    };
    const windows = rider.availability.flatMap((own) => rules.opening[home]!.flatMap((open) => within(own, open)));
    if (windows.length === 0) return [];
    const end_slot = windows.at(-1)!.end_slot;
    const move: MoveRider = {
      zone: home,
      known: rider.zones,
      start_slot: windows[0]!.start_slot,
      end_slot,
      call: {
        latest_start_slot: end_slot - least,
        min_slots: least,
        cost: 0,
        cost_per_slot: rider.cost_per_h * (slot_s / HOUR_S),
        windows,
      },
    };
    return [{ rider: r, shift: null, move }];
  });
}

function aroundTodayOf(request: StaffingRequest, { shifts }: Draft): (Around | null)[] {
  const { riders, published, booked, horizon, intraday } = request;
  const day = horizon.dayStarts_s.findLastIndex((start) => start <= intraday!.now_s);
  const given = Map.groupBy([...(published ?? []), ...booked, ...shifts], ({ rider }) => rider);
  return riders.map((rider, r) => aroundToday(given.get(r) ?? [], rider, day, request));
}

/**
 * What a rider has before and after today: hours of this week, the last end, the next beginning. Null for who rides today, or has.
 */
function aroundToday(
  own: readonly GivenShift[],
  rider: Rider,
  day: number,
  { horizon, rules, intraday }: StaffingRequest,
): Around | null {
  const week = weekOf(horizon, day);
  const today = { from_s: horizon.dayStarts_s[day]!, to_s: horizon.dayStarts_s[day + 1]! };
  const within = ({ span }: GivenShift, { from_s, to_s }: Span) => span.from_s >= from_s && span.from_s < to_s;
  let [before_s, after_s, lastEnd_s, next_s] = [0, 0, rider.lastEnd_s, Number.POSITIVE_INFINITY];
  const seen = new Set<number>();
  for (const shift of own) {
    const { span, meal } = shift;
    if (within(shift, today) || (span.from_s <= intraday!.now_s && span.to_s > intraday!.now_s)) return null;
    if (span.from_s < today.from_s) lastEnd_s = Math.max(lastEnd_s, span.to_s);
    else next_s = Math.min(next_s, span.from_s);
    if (seen.has(span.from_s) || !within(shift, week)) continue;
    seen.add(span.from_s);
    const paid_s = paidSeconds(span, meal, rules);
    if (span.from_s < 0) before_s += paid_s;
    else after_s += paid_s;
  }
  // The hours that a rider brings along are of the week of the first day.
  const brought_s = horizon.weekOfDay[day] === 0 ? Math.max(rider.worked_s, before_s) : 0;
  return { week_s: brought_s + after_s, lastEnd_s, next_s };
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
  const called = new Map(answer.calls.map((call) => [call.rider, call.from_slot]));
  const onCall = people.flatMap(({ rider, move }, i) =>
    (move.call?.windows ?? []).flatMap(({ start_slot, end_slot }): OnCall[] => {
      const from_slot = called.get(i);
      const isCalled = from_slot !== undefined && from_slot >= start_slot && from_slot < end_slot;
      // Who is called at another time does not come at this one.
      if (from_slot !== undefined && !isCalled) return [];
      return [{ rider, span: { from_s: start_slot * slot_s, to_s: end_slot * slot_s }, isCalled }];
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
    breaks: answer.breaks.map(({ rider, from_slot, to_slot, index, reason }) => {
      const { breaks } = people[rider]!.move;
      const length = breaks![index]!.slots;
      return {
        rider: nameOf(rider),
        was: at(from_slot),
        from: at(to_slot),
        to: at(to_slot + length),
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
