import type { RouteStep, Task, Vehicle } from '../contract/request.ts';
import type { Board } from './board.ts';
import { type Call, type Trip, tripsOf } from './calls.ts';
import type { Fleet } from './fleet.ts';
import { firstOpen, lastOpen } from './timing.ts';
import { secondsFor } from './traffic.ts';
import { isOver, timeSlack } from './verdict.ts';

/**
 * What is out of reach whatever else holds, so that most trial insertions need no simulation: earliest departures and
 * latest begins along a route, without its breaks, and what is on board.
 */
export class Reach {
  private readonly fleet: Fleet;
  private readonly vehicle: Vehicle;
  private readonly calls: (Call | null)[];
  /** Earliest departure from what precedes position i. */
  private readonly ready_s: number[];
  /** Latest begin at position i from which the rest is in time; infinite where traffic makes it unknown. */
  private readonly latest_s: number[];
  private readonly trips: Trip[];
  private readonly loads: number[][];

  constructor(fleet: Fleet, board: Board, vehicle: Vehicle, steps: RouteStep[]) {
    this.fleet = fleet;
    this.vehicle = vehicle;
    this.calls = steps.map((step) => fleet.call(vehicle, step));
    this.ready_s = [vehicle.shift?.[0] ?? Number.NEGATIVE_INFINITY];
    this.calls.forEach((call, i) => {
      this.ready_s.push(call === null ? Number.POSITIVE_INFINITY : this.served(call, i));
    });
    this.latest_s = this.latestBegins();
    const calls = this.calls.flatMap((call) => call ?? []);
    this.trips = tripsOf(calls);
    this.loads = calls.length < steps.length ? [] : board.follow(vehicle, calls, () => {});
  }

  /** Whether there is room on board for a task of one step at position `at`, without a reload more. */
  carries(step: RouteStep, at: number): boolean {
    const task = this.fleet.call(this.vehicle, step)?.task;
    if (!task || task.kind === 'visit') return task !== undefined;
    const trip = this.trips.find(({ from, to }) => from < at && at <= to);
    if (task.kind === 'pickup') return this.hasRoom(task, at, trip?.to ?? at);
    // What is on board anyway takes no more room.
    return task.onBoardOf !== null || this.hasRoom(task, (trip?.from ?? -1) + 1, at);
  }

  /** Whether the goods of a task could be on board on these legs too, both included. */
  hasRoom(task: Task, from: number, to: number): boolean {
    const { capacity } = this.vehicle;
    if (capacity === null) return true;
    for (let leg = from; leg <= to && leg < this.loads.length; leg++) {
      for (let d = 0; d < capacity.length; d++) {
        if (isOver(this.loads[leg]![d]! + task.load[d]!, capacity[d]!)) return false;
      }
    }
    return true;
  }

  /** Whether the step may begin within a window after what precedes position `at`. */
  reaches(step: RouteStep, at: number): boolean {
    const call = this.fleet.call(this.vehicle, step);
    return call !== null && this.served(call, at) < Number.POSITIVE_INFINITY;
  }

  /** And whether all that follows is then still in time. */
  fits(step: RouteStep, at: number): boolean {
    const call = this.fleet.call(this.vehicle, step);
    if (call === null) return false;
    const done_s = this.served(call, at);
    if (done_s === Number.POSITIVE_INFINITY) return false;
    const next = at < this.calls.length ? this.calls[at]?.place : this.vehicle.end;
    const arrival_s = done_s + (next == null ? 0 : this.seconds(call.place, next, done_s));
    const latest_s = this.latest_s[at]!;
    return arrival_s <= latest_s + timeSlack(latest_s);
  }

  /** Earliest end of service at position `at`, without setup; infinite after the last window. */
  private served(call: Call, at: number): number {
    const ready_s = this.ready_s[at]!;
    if (ready_s === Number.POSITIVE_INFINITY) return ready_s;
    const from = at === 0 ? this.vehicle.start : this.calls[at - 1]!.place;
    const travel_s = from === null ? 0 : this.seconds(from, call.place, ready_s);
    const begin_s = firstOpen(call.windows, ready_s + travel_s);
    return begin_s === null ? Number.POSITIVE_INFINITY : begin_s + call.service_s;
  }

  private latestBegins(): number[] {
    const { shift, end, profile } = this.vehicle;
    const latest_s = new Array<number>(this.calls.length + 1).fill(Number.POSITIVE_INFINITY);
    if (this.fleet.hasTraffic(profile) || this.calls.includes(null)) return latest_s;
    let next_s = shift?.[1] ?? Number.POSITIVE_INFINITY;
    latest_s[this.calls.length] = next_s;
    for (let i = this.calls.length - 1; i >= 0; i--) {
      const call = this.calls[i]!;
      const next = i + 1 < this.calls.length ? this.calls[i + 1]!.place : end;
      const travel_s = next === null ? 0 : this.seconds(call.place, next, 0);
      next_s = lastOpen(call.windows, next_s - travel_s - call.service_s);
      latest_s[i] = next_s;
    }
    return latest_s;
  }

  private seconds(from: number, to: number, leaves_s: number): number {
    const { speeds, work_s } = this.fleet.leg(this.vehicle, from, to, []);
    return secondsFor(speeds, leaves_s, work_s);
  }
}
