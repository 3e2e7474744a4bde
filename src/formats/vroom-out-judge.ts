import type { PlanViolation } from '../contract/plan.ts';
import type { VroomCause, VroomOutStep, VroomViolation } from './vroom-out-schema.ts';
import type { VroomBreak, VroomShipment, VroomVehicle } from './vroom-schema.ts';
import type { VroomWindow } from './vroom-steps.ts';

/** A step of the answer, and what of the request it answers; `start` and `end` have nothing. */
export interface JudgedStep {
  step: VroomOutStep;
  windows: VroomWindow[];
  skills: number[];
  /** Of a pickup or delivery. */
  shipment: VroomShipment | null;
  pause: VroomBreak | null;
}

/**
 * Adds to every step what of VROOM's rules it breaks, where VROOM does it: limits at each step beyond them, a time by the nearest
 * window, a shipment at its delivery, or at its pickup where there is no delivery.
 */
export function judgeSteps(steps: JudgedStep[], vehicle: VroomVehicle): void {
  const { time_window, capacity = [], skills = [], max_tasks, max_travel_time, max_distance } = vehicle;
  let tasks = 0;
  for (const { step, windows, skills: needed, pause } of steps) {
    const { type, arrival, waiting_time, load = [], duration, distance = 0 } = step;
    const add = (cause: VroomCause, seconds?: number) => step.violations.push(violation(cause, seconds));
    const late =
      type === 'start' || type === 'end'
        ? time_window && outside(arrival, type === 'start' ? [time_window[0], arrival] : [arrival, time_window[1]])
        : nearest(arrival + waiting_time, windows);
    if (late) add(late > 0 ? 'delay' : 'lead_time', Math.abs(late));
    if (load.some((amount, k) => amount > (capacity[k] ?? 0))) add('load');
    if (needed.some((skill) => !skills.includes(skill))) add('skills');
    if (isTask(step) && ++tasks > (max_tasks ?? tasks)) add('max_tasks');
    if (type !== 'start' && duration > (max_travel_time ?? duration)) add('max_travel_time');
    if (type !== 'start' && distance > (max_distance ?? distance)) add('max_distance');
    if (pause?.max_load?.some((most, k) => (load[k] ?? 0) > most)) add('max_load');
  }
  judgePrecedence(steps);
}

function isTask({ type }: VroomOutStep): boolean {
  return type === 'job' || type === 'pickup' || type === 'delivery';
}

function judgePrecedence(steps: JudgedStep[]): void {
  const pickups = new Map<VroomShipment, VroomOutStep>();
  const early = new Set<VroomShipment>();
  const add = (step: VroomOutStep) => step.violations.push(violation('precedence'));
  for (const { step, shipment } of steps) {
    if (!shipment) continue;
    if (step.type === 'pickup') {
      if (early.has(shipment)) add(step);
      else pickups.set(shipment, step);
    } else if (!pickups.delete(shipment)) {
      add(step);
      early.add(shipment);
    }
  }
  for (const step of pickups.values()) add(step);
}

export function violation(cause: VroomCause, seconds?: number): VroomViolation {
  return { cause, ...(seconds !== undefined && { duration: Math.max(0, Math.round(seconds)) }) };
}

/** Seconds after a window (positive), or before it (negative); 0 within. */
function outside(time: number, [opens, closes]: VroomWindow): number {
  return time < opens ? time - opens : Math.max(0, time - closes);
}

function nearest(time: number, windows: VroomWindow[]): number {
  const distances = windows.map((window) => outside(time, window));
  return distances.reduce((best, each) => (Math.abs(each) < Math.abs(best) ? each : best), distances[0] ?? 0);
}

/** Each cause once, its seconds added up. */
export function sumOf(violations: VroomViolation[]): VroomViolation[] {
  const seconds = new Map<VroomCause, number | undefined>();
  for (const { cause, duration } of violations) {
    const before = seconds.get(cause);
    seconds.set(cause, duration === undefined ? before : (before ?? 0) + duration);
  }
  return Array.from(seconds, ([cause, duration]) => violation(cause, duration));
}

/** What of VROOM's causes a violation that our checker finds on a route is nearest to. */
const NEAREST: Partial<Record<string, VroomCause>> = {
  over_capacity: 'load',
  goods_together: 'load',
  min_load: 'load',
  break_load: 'max_load',
  missing_skill: 'skills',
  forbidden_skill: 'skills',
  vehicle_not_allowed: 'skills',
  not_on_board: 'skills',
  zone_forbidden: 'skills',
  no_tariff: 'skills',
  same_vehicle: 'skills',
  different_vehicles: 'skills',
  window_missed: 'delay',
  shift_broken: 'delay',
  due_missed: 'delay',
  max_ride: 'delay',
  break_window: 'delay',
  release_broken: 'lead_time',
  break_missed: 'missing_break',
  break_placed: 'missing_break',
  driving_limit: 'missing_break',
  max_distance: 'max_distance',
  max_driving: 'max_travel_time',
  max_duty: 'max_travel_time',
  min_duty: 'max_travel_time',
  max_tasks: 'max_tasks',
  max_trips: 'max_tasks',
};

/** What is left is of the order of things: shipments, sequences, unloading, breaks, steps that were to be kept. */
export function nearestCause(cause: string): VroomCause {
  return (Object.hasOwn(NEAREST, cause) ? NEAREST[cause] : undefined) ?? 'precedence';
}

/** Adds what our checker found on this route and `judgeSteps` did not: such as a time that `service_at` wanted. */
export function addFound(steps: VroomOutStep[], stepOfStop: number[], found: PlanViolation[]): VroomViolation[] {
  const known = new Set(steps.flatMap(({ violations }) => violations.map(({ cause }) => cause)));
  const ofRoute: VroomViolation[] = [];
  for (const { cause, path, amount = 0 } of found) {
    const nearest = nearestCause(cause);
    const near = nearest === 'delay' && amount < 0 ? 'lead_time' : nearest;
    const isTime = near === 'delay' || near === 'lead_time';
    if (isTime ? known.has('delay') || known.has('lead_time') : known.has(near)) continue;
    const stop = /\.stops\[(\d+)\]/.exec(path)?.[1];
    const step = stop === undefined ? undefined : steps[stepOfStop[Number(stop)] ?? -1];
    const added = violation(near, isTime ? Math.abs(amount) : undefined);
    if (step && near !== 'missing_break') step.violations.push(added);
    else ofRoute.push(added);
  }
  return ofRoute;
}
