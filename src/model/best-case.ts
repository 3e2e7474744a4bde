import type { RoutingRequest, Stop, Task, Vehicle, Window } from '../contract/request.ts';
import { atMost, timeSlack } from '../route/slack.ts';
import { atSpeedFactor, quickestFactor, type Travel, travelOf } from '../travel/travel.ts';
import { mayServe } from './fleet.ts';
import { serviceFor } from './stops.ts';

/** Limits on duty are differences of two times, each with a slack of its own. */
const DUTY_SLACK_S = 0.01;
/** What sums of doubles lose at most on one leg, m or s. */
const EXACT = 1e-6;

/** How quickly and how shortly vehicles of a profile and a speed factor ever get from one place to another, by whatever way. */
interface Ways {
  least_s(from: number | null, to: number | null): number;
  least_m(from: number | null, to: number | null): number;
}

const NO_WAYS: Ways = { least_s: () => 0, least_m: () => 0 };

/**
 * The best case of a vehicle that serves one task: no breaks, setups, releases, gaps or other goods, traffic at its quickest. Whatever
 * else is planned, it does no better, so it only ever says no where that is certain.
 */
export class BestCase {
  /** Ways to serve a task that were looked at so far. */
  tried = 0;
  private readonly request: RoutingRequest;
  private readonly travels: (Travel | undefined)[] = [];
  private readonly ways = new Map<string, Ways>();

  constructor(request: RoutingRequest) {
    this.request = request;
  }

  /** @param index of the vehicle in the request */
  serves(index: number, task: Task): boolean {
    const vehicle = this.request.vehicles[index]!;
    if (!hasRoom(vehicle, task)) return false;
    const may = (stop: Stop) => mayServe(this.request, index, task, stop);
    if (task.kind !== 'shipment') return task.stops.some((stop) => may(stop) && this.isInTime(vehicle, [stop]));
    const deliveries = task.deliveryStops.filter(may);
    return task.stops.some(
      (pickup) => may(pickup) && deliveries.some((delivery) => this.isInTime(vehicle, [pickup, delivery])),
    );
  }

  /** Whether the vehicle can be at these stops in turn, and back, within all windows and limits of time and distance. */
  private isInTime(vehicle: Vehicle, stops: Stop[]): boolean {
    this.tried++;
    const { start, end, shift, type, maxDriving_s, maxDuty_s, maxDistance_m } = vehicle;
    const { least_s, least_m } = this.waysOf(vehicle);
    let [now_s, place] = [shift?.[0] ?? Number.NEGATIVE_INFINITY, start];
    let [driving_s, work_s, distance_m] = [0, 0, 0];
    const drive = (to: number | null) => {
      const leg_s = least_s(place, to);
      distance_m += least_m(place, to);
      driving_s += leg_s;
      now_s += leg_s;
      place = to;
    };
    for (const stop of stops) {
      drive(stop.place);
      const service_s = serviceFor(stop, type);
      now_s = firstBegin(stop.windows, now_s) + service_s;
      work_s += service_s;
    }
    drive(end);
    const back_s = shift?.[1] ?? Number.POSITIVE_INFINITY;
    return (
      now_s < Number.POSITIVE_INFINITY &&
      now_s <= back_s + timeSlack(back_s) &&
      (maxDuty_s === null || driving_s + work_s <= maxDuty_s + DUTY_SLACK_S) &&
      (maxDriving_s === null || atMost(driving_s, maxDriving_s)) &&
      (maxDistance_m === null || atMost(distance_m, maxDistance_m))
    );
  }

  private waysOf({ profile, speedFactor }: Vehicle): Ways {
    const key = `${profile} ${speedFactor}`;
    const known = this.ways.get(key);
    if (known !== undefined) return known;
    const made = this.waysAt(profile, speedFactor);
    this.ways.set(key, made);
    return made;
  }

  /**
   * Nothing is quicker than straight ahead, but for rounding: a way through other places is rounded leg by leg, and no way that is
   * worth it comes to a place twice. With matrices a detour may be any shorter.
   */
  private waysAt(index: number, speedFactor: number): Ways {
    const profile = this.request.profiles[index]!;
    if (profile.kind === 'matrix' || profile.kind === 'none') return NO_WAYS;
    const { places } = this.request;
    this.travels[index] ??= travelOf(profile, places);
    const travel = this.travels[index]!;
    const fastest = quickestFactor(profile);
    const speed_m_per_s = profile.kind === 'great_circle' ? profile.speed_kmh / 3.6 : profile.speed_m_per_s;
    const rounding = profile.kind === 'euclidean' && profile.rounding === 'none' ? EXACT : 1;
    const lost_m = rounding * places.length;
    const lost_s = lost_m * ((1 / speed_m_per_s + 1) / speedFactor + 1);
    const isSame = (from: number | null, to: number | null) => from === null || to === null || from === to;
    return {
      least_m: (from, to) => (isSame(from, to) ? 0 : atLeastZero(travel.distance_m(from!, to!) - lost_m)),
      least_s: (from, to) => {
        if (isSame(from, to)) return 0;
        const direct_s = atSpeedFactor(travel.duration_s(from!, to!), speedFactor, profile);
        return atLeastZero(direct_s - lost_s) / fastest;
      },
    };
  }
}

/** Of places without a position nothing is known. */
const atLeastZero = (value: number): number => (Number.isNaN(value) ? 0 : Math.max(0, value));

/** Whether a stop is ever open during a shift: an appointment of Monday is none for who works on Friday. */
export function isOpenDuring(windows: readonly Window[], shift: Window | null): boolean {
  if (shift === null) return true;
  return firstBegin(windows, shift[0]) <= shift[1] + timeSlack(shift[1]);
}

/** Infinite where all windows have closed. */
function firstBegin(windows: readonly Window[], from_s: number): number {
  if (windows.length === 0) return from_s;
  const open = windows.find(([, closes]) => from_s <= closes + timeSlack(closes));
  return open === undefined ? Number.POSITIVE_INFINITY : Math.max(open[0], from_s);
}

/** Whether a task fits a vehicle that is empty. */
function hasRoom({ capacity }: Vehicle, { kind, load, returnLoad }: Task): boolean {
  if (capacity === null || kind === 'visit') return true;
  return load.every((amount, d) => atMost(Math.max(amount, returnLoad?.[d] ?? 0), capacity[d]!));
}
