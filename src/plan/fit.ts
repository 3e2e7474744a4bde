import type { Task, UnassignedReason, Vehicle } from '../contract/request.ts';
import { isAllowed, isSkilled } from '../model/fleet.ts';
import type { Charged } from './cost.ts';
import type { Roads } from './roads.ts';
import { type Tour, tourOf } from './tour.ts';
import { amounts, names, number, times } from './words.ts';

/** Sums of doubles differ in their last digits with the order of the terms; limits must not shut on that. */
export const atMost = (value: number, limit: number) => value <= limit + 1e-9 * Math.max(1, Math.abs(limit));

/** What limits are about. */
type RouteTotals = Pick<Charged, 'distance_m' | 'driving_s' | 'duty_s' | 'tasks'>;

/** The first limit per route that is broken, in words; null where all are kept. */
export function limitBroken(vehicle: Vehicle, totals: RouteTotals): string | null {
  const { maxDistance_m, maxDriving_s, maxDuty_s, maxTasks } = vehicle;
  const over = (value: number, limit: number | null) => limit !== null && !atMost(value, limit);
  if (over(totals.distance_m, maxDistance_m)) return `drive ${number(totals.distance_m)} m of ${maxDistance_m} m`;
  if (over(totals.driving_s, maxDriving_s)) return `drive ${number(totals.driving_s)} s of ${maxDriving_s} s`;
  if (over(totals.duty_s, maxDuty_s)) return `be on duty ${number(totals.duty_s)} s of ${maxDuty_s} s`;
  if (over(totals.tasks, maxTasks)) return `serve ${totals.tasks} of ${maxTasks} tasks`;
  return null;
}

/** Why a vehicle cannot serve a task even alone. The order is that of the checks; the furthest vehicle tells most. */
export const OBSTACLES = [
  'no_skilled_vehicle',
  'no_allowed_vehicle',
  'load_over_capacity',
  'window_unreachable',
  'route_limit',
] as const satisfies UnassignedReason[];

export interface Obstacle {
  reason: (typeof OBSTACLES)[number];
  /** How far from fitting, to name the vehicle that comes closest; comparable within one reason. */
  miss: number;
  cause: string;
}

/** @returns what keeps this vehicle from serving the task alone, or the tour that does. */
export function aloneOn(vehicle: Vehicle, task: Task, roads: Roads): Obstacle | Tour {
  if (!isSkilled(vehicle, task)) return { reason: 'no_skilled_vehicle', miss: 0, cause: skillsNeeded(task) };
  if (!isAllowed(vehicle, task)) return { reason: 'no_allowed_vehicle', miss: 0, cause: vehiclesAllowed(task) };
  const overload = overloadOf(vehicle, task);
  if (overload !== null) return overload;
  const tour = tourOf(vehicle, [task], roads);
  return lateness(tour) ?? limitOf(tour) ?? tour;
}

function skillsNeeded({ skills, anySkills, forbiddenSkills }: Task): string {
  const needs = [
    skills.length > 0 ? `all of ${names(skills)}` : '',
    anySkills.length > 0 ? `one of ${names(anySkills)}` : '',
    forbiddenSkills.length > 0 ? `none of ${names(forbiddenSkills)}` : '',
  ];
  return `It needs a vehicle with ${needs.filter(Boolean).join(' and ')}; there is none.`;
}

function vehiclesAllowed({ onlyVehicles, forbiddenVehicles }: Task): string {
  const only = onlyVehicles === null ? '' : ` It allows only ${names(onlyVehicles) || 'none'}.`;
  const not = forbiddenVehicles.length === 0 ? '' : ` It forbids ${names(forbiddenVehicles)}.`;
  return `No vehicle with the skills it needs is one it allows.${only}${not}`;
}

function overloadOf({ id, capacity }: Vehicle, { kind, load }: Task): Obstacle | null {
  if (capacity === null || kind === 'visit') return null;
  if (load.every((amount, d) => atMost(amount, capacity[d]!))) return null;
  const miss = Math.max(...load.map((amount, d) => (amount === 0 ? 0 : amount / capacity[d]!)));
  const cause = `Its load is ${amounts(load)}; the closest in size, '${id}', carries ${amounts(capacity)}.`;
  return { reason: 'load_over_capacity', miss, cause };
}

function lateness({ vehicle, stops, schedule }: Tour): Obstacle | null {
  if (schedule.onTime) return null;
  const closes_s = stops[0]!.windows.at(-1)?.[1] ?? Number.POSITIVE_INFINITY;
  const arrival_s = schedule.arrivals_s[0]!;
  const reason = 'window_unreachable';
  if (arrival_s > closes_s) {
    const cause = `'${vehicle.id}' could be there at ${times(arrival_s)}, but its last window closes at ${times(closes_s)}.`;
    return { reason, miss: arrival_s - closes_s, cause };
  }
  const ends_s = vehicle.shift![1];
  const cause = `'${vehicle.id}' would be back at ${times(schedule.ends_s)}, but its shift ends at ${times(ends_s)}.`;
  return { reason, miss: schedule.ends_s - ends_s, cause };
}

function limitOf({ vehicle, charged }: Tour): Obstacle | null {
  const broken = limitBroken(vehicle, charged);
  if (broken === null) return null;
  return {
    reason: 'route_limit',
    miss: charged.duty_s,
    cause: `To serve it alone '${vehicle.id}' would ${broken} allowed.`,
  };
}
