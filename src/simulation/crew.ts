import type { Random, Rules, SimulatedRestaurant, SimulatedRider } from './types.ts';

/** Rides to restaurants are kept up to this many; with more riders and restaurants they are worked out each time. */
const MOST_KEPT = 1 << 22;

/** The riders who turned up, and what they are doing. Everything by rider. */
export class Crew {
  readonly riders: SimulatedRider[];
  readonly count: number;
  readonly noShows: number;
  readonly x_m: Float64Array;
  readonly y_m: Float64Array;
  readonly speed_mps: Float64Array;
  readonly reach_m: Float64Array;
  readonly capacity: Int32Array;
  readonly on_s: Float64Array;
  readonly off_s: Float64Array;
  readonly zone: Int32Array;
  /** When the rider will be free of all that is settled, at (x_m, y_m). */
  readonly free_s: Float64Array;
  /** Driving and serving so far. */
  readonly busy_s: Float64Array;
  readonly break_s: Float64Array;
  readonly delivered: Int32Array;
  /** Ascending: riders who are on duty or soon will be, and those gone who have a break or a move yet to settle. */
  onDuty: number[] = [];
  /** Riders by when they come, and how many of them have. */
  private readonly arrivals: Int32Array;
  private arrived = 0;
  private readonly lookahead_s: number;
  private readonly nextBreak: Int32Array;
  private readonly nextMove: Int32Array;
  private readonly step_s: number;
  private readonly restaurants: SimulatedRestaurant[];
  /** By restaurant and rider: seconds of the ride from where the rider will be free; negative where not known. */
  private readonly rides_s: Float64Array;

  constructor(all: SimulatedRider[], restaurants: SimulatedRestaurant[], rules: Rules, random: Random) {
    const draws = new Map<number, number>();
    const shows = ({ person, reliability = 1 }: SimulatedRider) => {
      const draw = (person !== undefined ? draws.get(person) : undefined) ?? random();
      if (person !== undefined) draws.set(person, draw);
      return draw < reliability;
    };
    const riders = all.filter(shows);
    this.riders = riders;
    this.count = riders.length;
    this.noShows = all.length - riders.length;
    this.step_s = rules.travel_step_s;
    this.restaurants = restaurants;
    const pairs = riders.length * restaurants.length;
    this.rides_s = new Float64Array(pairs <= MOST_KEPT ? pairs : 0).fill(-1);
    const table = (value: (rider: SimulatedRider) => number) => Float64Array.from(riders, value);
    this.x_m = table((rider) => rider.x_m);
    this.y_m = table((rider) => rider.y_m);
    this.speed_mps = table((rider) => rider.speed_mps);
    this.reach_m = table((rider) => rider.reach_m ?? Number.POSITIVE_INFINITY);
    this.capacity = Int32Array.from(riders, (rider) => Math.min(rider.capacity ?? rules.bundle_max, rules.bundle_max));
    this.on_s = table((rider) => rider.on_s);
    this.off_s = table((rider) => rider.off_s);
    this.zone = Int32Array.from(riders, (rider) => rider.zone);
    this.arrivals = Int32Array.from(riders.keys()).sort((a, b) => this.on_s[a]! - this.on_s[b]! || a - b);
    this.lookahead_s = rules.lookahead_s;
    this.free_s = this.on_s.slice();
    this.busy_s = new Float64Array(riders.length);
    this.break_s = new Float64Array(riders.length);
    this.delivered = new Int32Array(riders.length);
    this.nextBreak = new Int32Array(riders.length);
    this.nextMove = new Int32Array(riders.length);
  }

  /** Seconds for a straight way of so many metres, rounded up to whole steps. */
  rideTime(rider: number, way_m: number): number {
    return rideTime(way_m, this.speed_mps[rider]!, this.step_s);
  }

  /** Seconds to a restaurant from where the rider will be free. */
  rideTo(rider: number, restaurant: number): number {
    const at = restaurant * this.count + rider;
    const kept = this.rides_s[at];
    if (kept !== undefined && kept >= 0) return kept;
    const { x_m, y_m } = this.restaurants[restaurant]!;
    const ride_s = this.rideTime(rider, this.wayTo(rider, x_m, y_m));
    if (kept !== undefined) this.rides_s[at] = ride_s;
    return ride_s;
  }

  /** Says where the rider will be when it is free. */
  place(rider: number, x_m: number, y_m: number): void {
    this.x_m[rider] = x_m;
    this.y_m[rider] = y_m;
    for (let at = rider; at < this.rides_s.length; at += this.count) this.rides_s[at] = -1;
  }

  private wayTo(rider: number, x_m: number, y_m: number): number {
    const dx = this.x_m[rider]! - x_m;
    const dy = this.y_m[rider]! - y_m;
    return Math.sqrt(dx * dx + dy * dy);
  }

  /** When the rider could leave, seconds: after what is settled and a break that is due by then. */
  availableAt(r: number): number {
    const pause = this.riders[r]!.breaks?.[this.nextBreak[r]!];
    const free_s = this.free_s[r]!;
    return pause && pause.start_s <= free_s ? free_s + pause.duration_s : free_s;
  }

  /** Starts the breaks and moves that are due for riders free by now. @param now_s not before that of the last call */
  settle(now_s: number): void {
    this.welcome(now_s);
    for (const r of this.onDuty) {
      const { breaks, moves } = this.riders[r]!;
      if (!breaks && !moves) continue;
      // A rider who has just moved may have a break due, and the other way round.
      while (this.free_s[r]! <= now_s && (this.takeBreak(r, now_s) || this.takeMove(r, now_s)));
    }
  }

  /** Keeps `onDuty`, so that a decision looks at the riders of its time and not at those of the whole horizon. */
  private welcome(now_s: number): void {
    const isThere = (r: number) => {
      if (this.off_s[r]! >= now_s) return true;
      const { breaks = [], moves = [] } = this.riders[r]!;
      return this.nextBreak[r]! < breaks.length || this.nextMove[r]! < moves.length;
    };
    const before = this.arrived;
    while (this.arrived < this.count && this.on_s[this.arrivals[this.arrived]!]! <= now_s + this.lookahead_s)
      this.onDuty.push(this.arrivals[this.arrived++]!);
    this.onDuty = this.onDuty.filter(isThere);
    if (this.arrived > before) this.onDuty.sort((a, b) => a - b);
  }

  private takeBreak(r: number, now_s: number): boolean {
    const pause = this.riders[r]!.breaks?.[this.nextBreak[r]!];
    if (!pause || pause.start_s > now_s) return false;
    this.nextBreak[r]!++;
    const start_s = Math.max(this.free_s[r]!, pause.start_s);
    const end_s = Math.min(start_s + pause.duration_s, this.off_s[r]!);
    if (end_s > start_s) {
      this.break_s[r]! += end_s - start_s;
      this.free_s[r] = end_s;
    }
    return true;
  }

  /** Seconds of breaks on duty; after the last order nobody is settled any more, but breaks are taken all the same. */
  breaksOf(r: number): number {
    let [sum_s, free_s] = [this.break_s[r]!, this.free_s[r]!];
    for (const { start_s, duration_s } of this.riders[r]!.breaks?.slice(this.nextBreak[r]!) ?? []) {
      const begin_s = Math.max(free_s, start_s);
      const end_s = Math.min(begin_s + duration_s, this.off_s[r]!);
      if (end_s <= begin_s) continue;
      sum_s += end_s - begin_s;
      free_s = end_s;
    }
    return sum_s;
  }

  private takeMove(r: number, now_s: number): boolean {
    const move = this.riders[r]!.moves?.[this.nextMove[r]!];
    if (!move || move.from_s > now_s) return false;
    this.nextMove[r]!++;
    this.zone[r] = move.zone;
    if (move.place) {
      const { x_m, y_m } = move.place;
      const ride_s = this.rideTime(r, this.wayTo(r, x_m, y_m));
      this.free_s[r] = Math.max(this.free_s[r]!, move.from_s) + ride_s;
      this.busy_s[r]! += ride_s;
      this.place(r, x_m, y_m);
    }
    return true;
  }
}

export function rideTime(way_m: number, speed_mps: number, step_s: number): number {
  const ride_s = way_m / speed_mps;
  // What is a whole number of steps but for the last bits is not rounded up to one more.
  return step_s > 0 ? Math.ceil(ride_s / step_s - 1e-9) * step_s : ride_s;
}
