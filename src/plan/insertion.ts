import type { Task } from '../contract/request.ts';
import { mayServe } from '../model/fleet.ts';
import { routeCost } from './cost.ts';
import { atMost, limitBroken } from './fit.ts';
import type { Roads } from './roads.ts';
import { earliestBegin, latestBegin, timeSlack } from './schedule.ts';
import { stopOf, type Tour, tourOf } from './tour.ts';

/**
 * Whether and at what cost a further task fits a finished route: exact, and O(1) per position for loads, windows and
 * shift, by the earliest departure before and the latest begin after every position. The schedule as a whole is only
 * made where duty or waiting is limited or charged, and a lower bound on the cost leaves the position worth it.
 */
export class Probe {
  readonly tour: Tour;
  private readonly roads: Roads;
  /** Earliest departure from what precedes stop i. */
  private readonly departures_s: Float64Array;
  /** Latest begin at stop i with which all that follows is on time; last: latest arrival at the end. */
  private readonly latest_s: Float64Array;
  /** Largest load on legs 0..i, and on legs i..last. */
  private readonly loadUntil: Float64Array[];
  private readonly loadFrom: Float64Array[];
  private readonly needsSchedule: boolean;

  constructor(tour: Tour, roads: Roads) {
    this.tour = tour;
    this.roads = roads;
    const { shift, costs, maxDuty_s } = tour.vehicle;
    this.departures_s = departuresOf(tour, shift?.[0] ?? Number.NEGATIVE_INFINITY);
    this.latest_s = latestOf(tour, shift?.[1] ?? Number.POSITIVE_INFINITY);
    this.loadUntil = runningMost(tour.loads);
    this.loadFrom = runningMost(tour.loads.toReversed()).reverse();
    this.needsSchedule = maxDuty_s !== null || costs.per_hour > 0 || costs.per_waiting_hour > 0;
  }

  /** The least that serving the task adds to the cost, if that is below `below`; else null. */
  cheapest(task: Task, below: number): number | null {
    const { vehicle, tasks } = this.tour;
    if (!mayServe(vehicle, task)) return null;
    if (vehicle.maxTasks !== null && tasks.length >= vehicle.maxTasks) return null;
    let best = below;
    for (let position = 0; position <= tasks.length; position++) {
      if (!this.loadFits(task, position)) {
        // What is delivered is on board from the start, so later positions only carry it further.
        if (task.kind === 'delivery') break;
        continue;
      }
      best = Math.min(best, this.addedCost(task, position, best));
    }
    return best < below ? best : null;
  }

  private loadFits(task: Task, position: number): boolean {
    const { capacity } = this.tour.vehicle;
    if (capacity === null || task.kind === 'visit') return true;
    const most = (task.kind === 'delivery' ? this.loadUntil : this.loadFrom)[position]!;
    return task.load.every((amount, d) => atMost(most[d]! + amount, capacity[d]!));
  }

  /** Infinite where the position breaks a rule; any number from `below` on where it is no cheaper than that. */
  private addedCost(task: Task, position: number, below: number): number {
    const { tour, roads } = this;
    const { vehicle, stops } = tour;
    const stop = stopOf(task);
    const before = position === 0 ? vehicle.start : stops[position - 1]!.place;
    const after = position === stops.length ? vehicle.end : stops[position]!.place;
    const to_s = roads.driving_s(before, stop.place);
    const from_s = roads.driving_s(stop.place, after);
    const begin_s = earliestBegin(stop.windows, this.departures_s[position]! + to_s);
    const latest_s = this.latest_s[position]!;
    const isLate = begin_s + stop.service_s + from_s > latest_s + timeSlack(latest_s);
    if (isLate || begin_s === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    const driving_s = tour.charged.driving_s - tour.legs_s[position]! + to_s + from_s;
    const to_m = roads.distance_m(before, stop.place);
    const distance_m = tour.charged.distance_m - tour.legs_m[position]! + to_m + roads.distance_m(stop.place, after);
    const service_s = tour.charged.service_s + stop.service_s;
    const work_s = driving_s + service_s;
    const optionCosts = tour.charged.optionCosts + stop.cost;
    const tasks = stops.length + 1;
    const charged = { distance_m, driving_s, service_s, waiting_s: 0, duty_s: work_s, tasks, optionCosts };
    const least = routeCost(vehicle.costs, charged).total - tour.cost.total;
    if (limitBroken(vehicle, charged)) return Number.POSITIVE_INFINITY;
    return this.needsSchedule && least < below ? this.exactCost(task, position) : least;
  }

  private exactCost(task: Task, position: number): number {
    const { vehicle, tasks, cost } = this.tour;
    const longer = tourOf(vehicle, tasks.toSpliced(position, 0, task), this.roads);
    const fits = longer.schedule.onTime && !limitBroken(vehicle, longer.charged);
    return fits ? longer.cost.total - cost.total : Number.POSITIVE_INFINITY;
  }
}

function departuresOf({ stops, legs_s }: Tour, earliest_s: number): Float64Array {
  const departures_s = new Float64Array(stops.length + 1);
  departures_s[0] = earliest_s;
  stops.forEach(({ windows, service_s }, i) => {
    departures_s[i + 1] = earliestBegin(windows, departures_s[i]! + legs_s[i]!) + service_s;
  });
  return departures_s;
}

function latestOf({ stops, legs_s }: Tour, latest: number): Float64Array {
  const latest_s = new Float64Array(stops.length + 1);
  latest_s[stops.length] = latest;
  for (let i = stops.length - 1; i >= 0; i--) {
    const { windows, service_s } = stops[i]!;
    latest_s[i] = latestBegin(windows, latest_s[i + 1]! - legs_s[i + 1]! - service_s);
  }
  return latest_s;
}

/** Per leg, per dimension: the most on this leg and all before it. */
function runningMost(loads: Float64Array[]): Float64Array[] {
  const most: Float64Array[] = [];
  for (const load of loads) most.push(load.map((amount, d) => Math.max(amount, most.at(-1)?.[d] ?? 0)));
  return most;
}
