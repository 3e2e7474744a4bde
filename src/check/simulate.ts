import type { RoutingRequest, Task, Vehicle, Window } from '../contract/request.ts';
import { chargeFor, type Measured } from './cost.ts';
import { type Legs, legsOf } from './geometry.ts';
import { isOver, timeSlack } from './verdict.ts';

/**
 * The checker's own simulation of a sequence of tasks, for the reasons of unassigned ones. It follows the rule of the
 * plan: earliest end, then latest departure.
 */
export class Simulator {
  /** Stops simulated so far, the unit of the budget. */
  steps = 0;
  private readonly request: RoutingRequest;
  private readonly legs = new Map<Vehicle, Legs>();

  constructor(request: RoutingRequest) {
    this.request = request;
  }

  /** Whether no leg is over capacity. */
  carries({ capacity }: Vehicle, tasks: Task[]): boolean {
    this.steps += tasks.length;
    if (capacity === null) return true;
    return capacity.every((limit, d) => {
      const amount = (task: Task, kind: Task['kind']) => (task.kind === kind ? task.load[d]! : 0);
      let onBoard = tasks.reduce((sum, task) => sum + amount(task, 'delivery'), 0);
      let isWithin = !isOver(onBoard, limit);
      for (const task of tasks) {
        onBoard += amount(task, 'pickup') - amount(task, 'delivery');
        isWithin &&= !isOver(onBoard, limit);
      }
      return isWithin;
    });
  }

  /** What the sequence takes; null where a window is missed or the shift is broken. */
  run(vehicle: Vehicle, tasks: Task[]): Measured | null {
    this.steps += 2 * tasks.length;
    const legs = this.legsOf(vehicle);
    const places = [vehicle.start, ...tasks.map((task) => task.stops[0]!.place), vehicle.end];
    const each = (measure: (from: number, to: number) => number) =>
      places.slice(1).map((to, i) => (places[i]! === null || to === null ? 0 : measure(places[i]!, to)));
    const driving = each(legs.seconds);
    const duty_s = shortestDuty(vehicle, tasks, driving);
    if (duty_s === null) return null;
    const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
    const driving_s = total(driving);
    const service_s = total(tasks.map((task) => task.stops[0]!.service_s));
    return {
      metres: total(each(legs.metres)),
      driving_s,
      service_s,
      waiting_s: duty_s - driving_s - service_s,
      duty_s,
      tasks: tasks.length,
      options: total(tasks.map((task) => task.stops[0]!.cost)),
    };
  }

  /** Earliest departure from what precedes each stop, and from the last; infinite after a window is missed. */
  ready(vehicle: Vehicle, tasks: Task[]): number[] {
    const ready = [vehicle.shift?.[0] ?? Number.NEGATIVE_INFINITY];
    tasks.forEach((task, i) => {
      const from = i === 0 ? vehicle.start : tasks[i - 1]!.stops[0]!.place;
      ready.push(this.served(vehicle, ready[i]!, from, task));
    });
    return ready;
  }

  /** Whether a further task at this position, and all after it, are on time; stops at the first that is not. */
  staysOnTime(vehicle: Vehicle, tasks: Task[], ready: number[], at: number, task: Task): boolean {
    let from = at === 0 ? vehicle.start : tasks[at - 1]!.stops[0]!.place;
    let now_s = ready[at]!;
    for (const next of [task, ...tasks.slice(at)]) {
      this.steps++;
      now_s = this.served(vehicle, now_s, from, next);
      if (now_s === Number.POSITIVE_INFINITY) return false;
      from = next.stops[0]!.place;
    }
    return true;
  }

  private served(vehicle: Vehicle, now_s: number, from: number | null, { stops }: Task): number {
    const { place, windows, service_s } = stops[0]!;
    const leg_s = from === null ? 0 : this.legsOf(vehicle).seconds(from, place);
    const begin_s = nextOpen(windows, now_s + leg_s);
    return begin_s === null ? Number.POSITIVE_INFINITY : begin_s + service_s;
  }

  /** Infinite where the sequence cannot be driven. */
  costOf(vehicle: Vehicle, tasks: Task[]): number {
    const run = this.run(vehicle, tasks);
    return run === null ? Number.POSITIVE_INFINITY : chargeFor(vehicle, run).total;
  }

  private legsOf(vehicle: Vehicle): Legs {
    let legs = this.legs.get(vehicle);
    if (!legs) this.legs.set(vehicle, (legs = legsOf(this.request, vehicle)));
    return legs;
  }
}

/** Duty with the earliest end and then the latest departure; null where a window or the shift cannot be kept. */
function shortestDuty({ shift }: Vehicle, tasks: Task[], driving: number[]): number | null {
  let now_s = shift?.[0] ?? Number.NEGATIVE_INFINITY;
  for (const [i, task] of tasks.entries()) {
    const { windows, service_s } = task.stops[0]!;
    const begin_s = nextOpen(windows, now_s + driving[i]!);
    if (begin_s === null) return null;
    now_s = begin_s + service_s;
  }
  const end_s = now_s + driving[tasks.length]!;
  if (shift !== null && end_s > shift[1] + timeSlack(shift[1])) return null;
  let work_s = 0;
  if (end_s === Number.NEGATIVE_INFINITY) {
    // No window and no shift: nothing to wait for.
    for (const task of tasks) work_s += task.stops[0]!.service_s;
    return driving.reduce((sum, leg_s) => sum + leg_s, work_s);
  }
  let back_s = end_s;
  for (let i = tasks.length - 1; i >= 0; i--) {
    const { windows, service_s } = tasks[i]!.stops[0]!;
    back_s = lastOpen(windows, back_s - driving[i + 1]! - service_s);
  }
  return end_s - Math.max(back_s - driving[0]!, shift?.[0] ?? Number.NEGATIVE_INFINITY);
}

function nextOpen(windows: Window[], time_s: number): number | null {
  if (windows.length === 0) return time_s;
  const open = windows.find(([, closes]) => time_s <= closes + timeSlack(closes));
  return open ? Math.max(open[0], time_s) : null;
}

function lastOpen(windows: Window[], time_s: number): number {
  if (windows.length === 0) return time_s;
  const open = windows.findLast(([opens]) => opens <= time_s + timeSlack(opens));
  // Not reached: a begin this late was found on the way there.
  return open ? Math.min(open[1], time_s) : time_s;
}
