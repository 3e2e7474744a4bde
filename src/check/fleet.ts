import type { RouteStep, RoutingRequest, Stop, Task, Vehicle } from '../contract/request.ts';
import { Allowed, hasSkills } from './allowed.ts';
import { type Call, callOf } from './calls.ts';
import { type Legs, legsOf } from './geometry.ts';
import type { Leg } from './timing.ts';
import { type Speeds, speedsAt } from './traffic.ts';

/** Legs remembered per vehicle. */
const MOST_ROADS = 20_000;

/** What a request says of its vehicles, worked out once. */
export class Fleet {
  readonly allowed: Allowed;
  private readonly request: RoutingRequest;
  private readonly known = new Map<Vehicle, Known>();

  constructor(request: RoutingRequest) {
    this.request = request;
    this.allowed = new Allowed(request);
  }

  /** The call of a step, or null where there is none such or the vehicle may not take it. */
  call(vehicle: Vehicle, step: RouteStep): Call | null {
    if (step.kind === 'reload') return callOf(this.request, vehicle, step);
    const { calls } = this.of(vehicle);
    const key = (step.task * 2 + step.part) * 1024 + step.option;
    let call = calls.get(key);
    if (call === undefined) {
      call = callOf(this.request, vehicle, step);
      if (call && !this.mayTake(vehicle, call.task!, call.part, call.option!)) call = null;
      calls.set(key, call);
    }
    return call;
  }

  private mayTake(vehicle: Vehicle, task: Task, part: 0 | 1, option: Stop): boolean {
    return hasSkills(vehicle, task) && this.allowed.mayServe(vehicle, task, part, option);
  }

  leg(vehicle: Vehicle, from: number, to: number, load: number[]): Leg {
    const { legs, roads, speeds } = this.of(vehicle);
    const key = from * this.request.places.length + to;
    let road = roads.get(key);
    if (!road) {
      // What is asked for again is asked for soon; all of a large request would be a hundred megabytes.
      if (roads.size >= MOST_ROADS) roads.clear();
      roads.set(key, (road = { metres: legs.metres(from, to), work_s: legs.seconds(from, to) }));
    }
    return { metres: road.metres, work_s: road.work_s, speeds: speeds?.[from] ?? null, load };
  }

  legs(vehicle: Vehicle): Legs {
    return this.of(vehicle).legs;
  }

  speeds(vehicle: Vehicle, from: number): Speeds {
    return this.of(vehicle).speeds?.[from] ?? null;
  }

  hasTraffic(profile: number): boolean {
    return this.request.profiles[profile]!.traffic.length > 0;
  }

  private of(vehicle: Vehicle): Known {
    let known = this.known.get(vehicle);
    if (!known) this.known.set(vehicle, (known = this.learn(vehicle)));
    return known;
  }

  private learn(vehicle: Vehicle): Known {
    const { traffic } = this.request.profiles[vehicle.profile]!;
    const speeds = traffic.length === 0 ? null : this.allowed.zones.map((zones) => speedsAt(traffic, zones));
    return { legs: legsOf(this.request, vehicle), speeds, roads: new Map(), calls: new Map() };
  }
}

interface Known {
  legs: Legs;
  /** By the place left; null without traffic. */
  speeds: Speeds[] | null;
  roads: Map<number, { metres: number; work_s: number }>;
  /** Null: not allowed, or there is none such. */
  calls: Map<number, Call | null>;
}
