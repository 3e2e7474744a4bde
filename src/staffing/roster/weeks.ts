import type { Compiled, CompiledRider } from './compiled.ts';

/**
 * What the hours of a week cost a rider's employer, as a function of the hours: convex, so that hours can be dealt out one
 * by one. Fairness adds `weight * (hours / wanted - ratio)^2`, least where all riders get the same share of what they want; every
 * rider weighs the same, as in the Gini coefficient.
 */
export interface FairHours {
  /** Money for a rider's week with a ratio that is off by 1; 0 = none. */
  weight: number;
  /** Share of the hours wanted that everyone should get. */
  ratio: number;
}

/** Weights of fairness in the objective of the search; 0 leaves it out. */
export interface FairWeights {
  hours: number;
  /** Share of wanted hours that all should get. */
  ratio: number;
  peak: number;
  /** Peak slots per hour wanted that all should get. */
  peakRatio: number;
}

export const NO_FAIRNESS: FairWeights = { hours: 0, ratio: 0, peak: 0, peakRatio: 0 };

/** Pay of a week, on the mean: who stays away is not paid. Guaranteed hours are in it. */
export function payOfWeek(rider: CompiledRider, week: number, hours: number): number {
  return rider.costPerUnit * Math.max(hours * rider.turnsUp, rider.guaranteed[week]!);
}

/** Hours wanted over the horizon, s. */
export const wantedInAll = (rider: CompiledRider): number => rider.wanted_s.reduce((a, b) => a + b, 0);

/** Units of hours that a week stays below the rider's least. */
export function belowLeast(rider: CompiledRider, week: number, hours: number): number {
  return Math.max(0, rider.least[week]! - hours);
}

/** What unfairness of a week's hours is taken for. */
export function unfairness(compiled: Compiled, r: number, week: number, hours: number, fair: FairHours): number {
  const wanted_s = compiled.riders[r]!.wanted_s[week]!;
  if (fair.weight === 0 || wanted_s <= 0) return 0;
  const off = (hours * compiled.unit_s) / wanted_s - fair.ratio;
  return fair.weight * off * off;
}

/** All that depends on the hours of a rider's week, in units: pay, least hours, fairness. */
export function hoursCost(compiled: Compiled, r: number, week: number, hours: number, fair: FairHours): number {
  const rider = compiled.riders[r]!;
  const least = belowLeast(rider, week, hours) * (compiled.unit_s / 3600) * compiled.problem.minHoursCost_per_h;
  return payOfWeek(rider, week, hours) + least + unfairness(compiled, r, week, hours, fair);
}

/** Most units of hours in a week, booked ones as `pinnedUnits`: the rider's limit, or what is booked where that is more. */
export function mostOfWeek(compiled: Compiled, rider: CompiledRider, week: number): number {
  const booked = bookedIn(compiled, rider, week).reduce((sum, shift) => sum + pinnedUnits(compiled, shift), 0);
  const all = (compiled.slots * compiled.problem.slot_s) / compiled.unit_s;
  const most = Math.min(all, rider.maxWeek - rider.worked[week]!);
  return Math.max(booked, Math.floor(most + roundedUp(compiled, rider, week) + 1e-9));
}

/** What the whole units of a week's booked shifts are more than their hours. */
export function roundedUp(compiled: Compiled, rider: CompiledRider, week: number): number {
  return bookedIn(compiled, rider, week).reduce(
    (sum, shift) => sum + pinnedUnits(compiled, shift) - pinnedHours(compiled, shift),
    0,
  );
}

function bookedIn({ dayOf, weekOfDay, problem }: Compiled, { pinned }: CompiledRider, week: number) {
  return pinned.filter(({ from_s }) => weekOfDay[dayOf[Math.floor(from_s / problem.slot_s)]!] === week);
}

/** Hours of a booked shift in whole units, as the planner counts them; limits and costs make up for what is rounded. */
export const pinnedUnits = (compiled: Compiled, shift: CompiledRider['pinned'][number]): number =>
  Math.ceil(pinnedHours(compiled, shift) - 1e-9);

/** Units of hours of a booked shift, which need not be whole: its own break, or the one that will be planned. */
export function pinnedHours(compiled: Compiled, shift: CompiledRider['pinned'][number]): number {
  const rule = compiled.problem.break;
  const length_s = shift.to_s - shift.from_s;
  if (!rule || rule.paid) return length_s / compiled.unit_s;
  if (shift.break) return (length_s - (shift.break.to_s - shift.break.from_s)) / compiled.unit_s;
  return (
    (length_s - (breakStarts(compiled, shift.from_s, shift.to_s).length > 0 ? rule.length_s : 0)) / compiled.unit_s
  );
}

/** Slots at which the break of a shift may begin; none where no break is due or its window holds none. */
export function breakStarts(compiled: Compiled, start_s: number, end_s: number): number[] {
  const { break: rule, slot_s } = compiled.problem;
  if (!rule || end_s - start_s <= rule.longerThan_s) return [];
  const starts: number[] = [];
  const last = Math.floor((end_s - rule.latestBeforeEnd_s - rule.length_s) / slot_s);
  for (let s = Math.ceil((start_s + rule.earliestAfterStart_s) / slot_s); s <= last; s++) starts.push(s);
  return starts;
}
