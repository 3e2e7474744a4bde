import type { Bonus, StaffingRequest } from '../../contract/staffing/request.ts';
import { DAY_S, HOUR_S } from '../../kit/units.ts';
import { type DesignInput, designShifts, type ShiftRule } from '../design/index.ts';
import { offersCover } from './cover.ts';
import type { StaffingEnv } from './env.ts';
import type { Offer } from './offer.ts';
import { paidSeconds } from './paid.ts';
import { left_s, TIME_SHARES } from './time-shares.ts';
import { localSlots, mealBegins } from './times.ts';
import type { VehicleNeed } from './vehicles/need.ts';

/** Pay of so many hours is what one more shift that differs costs, so that a plan without names stays easy to read. */
const NEW_SHIFT_H = 1 / 15;
const DEFAULT_ITERATIONS = 1000;

export interface Designed {
  offers: Offer[];
  cost: number;
  bound: number;
  iterations: number;
}

/**
 * Shifts without names that cover what is to be booked: shift design under the rules of the request, hours at the wage,
 * shortage at its cost. What is asked of vehicle types is covered first, the rest with riders of any type; the bound is that of shifts
 * of any type.
 */
export function designOffers(
  request: StaffingRequest,
  booked: ArrayLike<number>,
  needs: readonly VehicleNeed[],
  env: StaffingEnv,
): Designed {
  const { zones, horizon } = request;
  const left = Float64Array.from(booked);
  const all: Designed = { offers: [], cost: 0, bound: 0, iterations: 0 };
  const designs = [...needs.map((need) => [need.vehicle, need.least] as const), [-1, left] as const];
  let toDo = designs.length + (needs.length > 0 ? 1 : 0);
  // What one leaves of its part of the time is for those after it.
  const limited = () => {
    const time_s = limitOf(left_s(request, env, TIME_SHARES.moves) / toDo--);
    return { ...request, options: { ...request.options, time_s } };
  };
  for (const [vehicle, required] of designs) {
    const found = designOf(limited(), required, { vehicle }, env);
    all.offers.push(...found.offers);
    all.cost += found.cost;
    all.iterations += found.iterations;
    if (vehicle < 0)
      all.bound = needs.length === 0 ? found.bound : designOf(limited(), booked, { iterations: 0 }, env).bound;
    const cover = offersCover(found.offers, zones.length, horizon);
    cover.forEach((riders, i) => {
      left[i] = Math.max(0, left[i]! - riders);
    });
  }
  return all;
}

/** As a limit of time: null where there is none; not nothing. */
const limitOf = (rest_s: number) => (rest_s === Number.POSITIVE_INFINITY ? null : Math.max(0.05, rest_s));

/** How shifts are designed. */
export interface DesignWay {
  /** Type that takers must have; default -1: any. */
  vehicle?: number;
  /** Riders to be booked that a taker stands for; default 1. */
  heads?: number;
  /** Default: as the request has it. */
  iterations?: number;
  /** Of the lower bound; 0: there is none worth the name. Default: as the design has it. */
  boundSteps?: number;
  newShift_h?: number;
  /** Between places of a break; default a slot. */
  breakStep_s?: number;
}

/** @param required takers */
export function designOf(
  request: StaffingRequest,
  required: ArrayLike<number>,
  way: DesignWay,
  env: StaffingEnv,
): Designed {
  const { vehicle = -1, heads = 1, iterations, boundSteps, newShift_h = NEW_SHIFT_H } = way;
  const { horizon, zones, rules, costs, options } = request;
  const { slots, slot_s } = horizon;
  const breakStep_s = Math.max(slot_s, way.breakStep_s ?? 0);
  const input: DesignInput = {
    zones: zones.length,
    slots,
    slot_s,
    calendar: { days: horizon.days, ...localSlots(horizon) },
    cyclic: false,
    demand: Float64Array.from(required),
    open: openTable(request),
    rules: shiftRules(request, breakStep_s),
    weights: {
      under: (heads * costs.shortage_per_h * slot_s) / HOUR_S,
      over: (heads * costs.surplus_per_h * slot_s) / HOUR_S,
      shift: newShift_h * (costs.wage_per_h > 0 ? costs.wage_per_h : costs.shortage_per_h),
    },
    shiftsCountedBy: 'zone',
  };
  const design = designShifts(input, {
    seed: options.seed,
    iterations: iterations ?? options.iterations ?? DEFAULT_ITERATIONS,
    ...(boundSteps === undefined ? {} : { boundSteps }),
    ...(options.time_s === null ? {} : { timeLimit_s: options.time_s, elapsed_s: env.elapsed_s }),
    cancelled: env.stop,
  });
  const cover = Float64Array.from(design.cover);
  const offers = design.duties.map(({ zone, fromSlot, toSlot, offFrom, offTo, count }): Offer => {
    const meal = offTo > offFrom ? { from_s: offFrom * slot_s, to_s: offTo * slot_s } : null;
    const [from_s, to_s] = [fromSlot * slot_s, toSlot * slot_s];
    let saves = 0;
    for (let slot = fromSlot; slot < Math.min(toSlot, slots); slot++) {
      if (slot >= offFrom && slot < offTo) continue;
      const at = zone * slots + slot;
      saves += Math.min(1, Math.max(0, required[at]! - (cover[at]! - 1))) * input.weights.under;
    }
    return {
      zone,
      vehicle,
      from_s,
      to_s,
      meal,
      riders: count,
      saves,
      hours: paidSeconds({ from_s, to_s }, meal, rules) / HOUR_S,
    };
  });
  return { offers, cost: design.cost, bound: design.bound, iterations: design.iterations };
}

/** One rule for shifts too short for a break, and one for each length that has one: its window depends on the length. */
function shiftRules({ rules, costs, horizon }: StaffingRequest, breakStep_s: number): ShiftRule[] {
  const { lengthGrid_s: step_s, startGrid_s, meal } = rules;
  const shortest = Math.max(1, Math.ceil(rules.minShift_s / step_s)) * step_s;
  const longest = Math.floor(rules.maxShift_s / step_s) * step_s;
  const start = { from_s: 0, to_s: Math.floor((DAY_S - 1) / startGrid_s) * startGrid_s, step_s: startGrid_s };
  const common = { start, costPerHour: costs.wage_per_h };
  const bare_s = meal === null ? longest : Math.min(longest, Math.floor(meal.longerThan_s / step_s) * step_s);
  const bare: ShiftRule[] =
    bare_s >= shortest ? [{ ...common, length: { from_s: shortest, to_s: bare_s, step_s } }] : [];
  if (meal === null) return bare;
  const withMeal: ShiftRule[] = [];
  for (let length_s = Math.max(shortest, bare_s + step_s); length_s <= longest; length_s += step_s) {
    const [from_s, to_s] = mealBegins(meal, length_s, horizon.slot_s);
    withMeal.push({
      ...common,
      length: { from_s: length_s, to_s: length_s, step_s },
      break: { length_s: meal.length_s, begin: { from_s, to_s, step_s: breakStep_s }, paid: meal.paid },
    });
  }
  return [...bare, ...withMeal];
}

/** 1 where the zone is open for the whole slot. */
export function openTable({ zones, rules, horizon: { slots, slot_s } }: StaffingRequest): Uint8Array {
  const open = new Uint8Array(zones.length * slots);
  zones.forEach((_, zone) => {
    for (const { from_s, to_s } of rules.opening[zone]!) {
      const [from, to] = [Math.max(0, Math.ceil(from_s / slot_s)), Math.min(slots, Math.floor(to_s / slot_s))];
      if (to > from) open.fill(1, zone * slots + from, zone * slots + to);
    }
  });
  return open;
}

/**
 * The bonus per hour at which the expected saving of an offer is largest: chance to be taken times (what it saves less
 * wage and bonus). Multiples of the step, at most the most that may be offered.
 * @returns also the bonus above which it is never worth it, 0 where even the wage is not.
 */
export function bonusFor(
  { saves, hours }: Offer,
  wage_per_h: number,
  { max_per_h, step_per_h, baseChance, chancePerUnit }: Bonus,
): { bonus_per_h: number; limit_per_h: number; chance: number } {
  const limit_per_h = hours > 0 ? Math.max(0, saves / hours - wage_per_h) : 0;
  const chanceAt = (bonus: number) => Math.min(1, baseChance + chancePerUnit * bonus);
  const last = Math.floor((Math.min(max_per_h, limit_per_h) + 1e-9) / step_per_h);
  // A parabola until the chance is 1, less with each step from there: one of the multiples around its top or where it ends is best.
  const bends = [
    (saves / hours - wage_per_h - baseChance / chancePerUnit) / 2,
    (1 - baseChance) / chancePerUnit,
    last * step_per_h,
  ];
  const around = bends.flatMap((bonus) => [Math.floor(bonus / step_per_h), Math.ceil(bonus / step_per_h)]);
  const steps = around.filter((step) => step > 0 && step <= last).sort((a, b) => a - b);
  let best = { bonus_per_h: 0, limit_per_h, chance: chanceAt(0) };
  let most = chanceAt(0) * (saves - hours * wage_per_h);
  for (const step of steps) {
    const bonus = step * step_per_h;
    const expected = chanceAt(bonus) * (saves - hours * (wage_per_h + bonus));
    if (expected <= most + 1e-9) continue;
    most = expected;
    best = { bonus_per_h: bonus, limit_per_h, chance: chanceAt(bonus) };
  }
  return best;
}
