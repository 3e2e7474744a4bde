import type { Position } from '../contract/request.ts';
import type { StaffingPlan } from '../contract/staffing/plan.ts';
import type { StaffingOrder, StaffingRequest, StaffingZone } from '../contract/staffing/request.ts';
import type { Point, SimulatedMove, SimulatedRestaurant } from './types.ts';

const METRES_PER_DEGREE = 111_195;
/** Mean and standard deviation of the distance of two random points of a unit square. */
const SQUARE_MEAN = 0.5214;
const SQUARE_SD = 0.2479;
/** The plastic number's powers: points that fill a square evenly (Roberts 2018, quasirandom sequences). */
const STEP_X = 0.7548776662466927;
const STEP_Y = 0.5698402909980532;
const LEAST_RIDES = 30;
const LEAST_RIDE_M = 50;

/** Where things are on a plane of metres: zones are squares of their area around their centres. */
export class Ground {
  readonly restaurants: SimulatedRestaurant[] = [];
  private readonly request: StaffingRequest;
  private readonly mix: readonly number[];
  private readonly middle: Position;
  private readonly centres: Point[];
  private readonly restaurantsOf: number[][];
  /** Restaurants by zone and place: whose riders collect there goes by the zone. */
  private readonly at = new Map<string, number>();
  private known: ReturnType<Ground['rides']> | null = null;

  /** @param mix shares of the vehicle types among all who ride, sum 1. Default: those of riders without names */
  constructor(request: StaffingRequest, mix: readonly number[] = request.vehicles.map(({ share }) => share)) {
    this.request = request;
    this.mix = mix;
    const known = request.zones.flatMap(({ centre }) => (centre ? [centre] : []));
    const mean = (axis: 0 | 1) => known.reduce((sum, centre) => sum + centre[axis], 0) / Math.max(1, known.length);
    this.middle = [mean(0), mean(1)];
    // Where nothing is known of places all zones lie on each other: nobody serves two of them at a time.
    this.centres = request.zones.map(({ centre }) => (centre ? this.project(centre) : { x_m: 0, y_m: 0 }));
    this.restaurantsOf = request.zones.map((zone, z) =>
      Array.from({ length: zone.pickups }, (_, i) => this.open(z, this.pointIn(z, i))),
    );
  }

  private open(zone: number, point: Point): number {
    const restaurant = this.restaurants.push({ zone, ...point }) - 1;
    const key = keyOf(zone, point);
    if (!this.at.has(key)) this.at.set(key, restaurant);
    return restaurant;
  }

  project([longitude, latitude]: Position): Point {
    const shrink = Math.cos((this.middle[1] * Math.PI) / 180);
    return {
      x_m: (longitude - this.middle[0]) * METRES_PER_DEGREE * shrink,
      y_m: (latitude - this.middle[1]) * METRES_PER_DEGREE,
    };
  }

  /** Where rider `i` begins: at a hub of the zone, or somewhere in it. */
  startOf(zone: number, i: number): Point {
    const { hubs } = this.request.zones[zone]!;
    return hubs.length > 0 ? this.project(hubs[i % hubs.length]!) : this.pointIn(zone, 7 * i + 3);
  }

  /** A move; where places are known the ride is as long as it is, otherwise the rider is there when the plan says so. */
  moveTo(zone: number, leave_s: number, arrive_s: number): SimulatedMove {
    const isKnown = this.request.zones[zone]!.centre !== null;
    return isKnown ? { from_s: leave_s, zone, place: this.centres[zone]! } : { from_s: arrive_s, zone };
  }

  restaurantOf({ zone, pickup }: StaffingOrder, i: number): number {
    if (pickup === null) return this.restaurantsOf[zone]![i % this.restaurantsOf[zone]!.length]!;
    const point = this.project(pickup);
    return this.at.get(keyOf(zone, point)) ?? this.open(zone, point);
  }

  doorOf({ zone, at }: StaffingOrder, i: number): Point {
    return at === null ? this.pointIn(zone, 5 * i + 1) : this.project(at);
  }

  /** Straight ride from restaurant to door, by zone. */
  rides(): { ride_mean_m: Float64Array; ride_sd_m: Float64Array } {
    this.known ??= this.ridesIn();
    return this.known;
  }

  private ridesIn(): ReturnType<Ground['rides']> {
    const past_m = this.pastRides();
    const rides = this.request.zones.map((_, zone) => this.rideIn(zone, past_m[zone]!));
    return {
      ride_mean_m: Float64Array.from(rides, ({ mean_m }) => mean_m),
      ride_sd_m: Float64Array.from(rides, ({ sd_m }) => sd_m),
    };
  }

  /** By zone, in metres, of past orders with both places: orders are many, and gone through once for all zones. */
  private pastRides(): number[][] {
    const rides_m: number[][] = this.request.zones.map(() => []);
    for (const { zone, at, pickup } of this.request.pastOrders) {
      if (!at || !pickup || zone < 0) continue;
      const [a, b] = [this.project(at), this.project(pickup)];
      rides_m[zone]!.push(Math.hypot(a.x_m - b.x_m, a.y_m - b.y_m));
    }
    return rides_m;
  }

  /** Means of a zone that no plan has, as when a plan rides in a world with one more zone. */
  given(zone: number): Float64Array {
    const { demand, horizon } = this.request;
    if (demand.kind !== 'given') return new Float64Array(horizon.slots);
    return demand.mean.subarray(zone * horizon.slots, (zone + 1) * horizon.slots);
  }

  /** Variance / mean per zone x slot of a forecast, from the width of its interval from 10 % to 90 %. */
  dispersion(plan: Pick<StaffingPlan, 'zones'>): Float64Array {
    const { slots } = this.request.horizon;
    const WIDTH = 2 * 1.2816;
    return Float64Array.from({ length: plan.zones.length * slots }, (_, i) => {
      const { demand, demand_low, demand_high } = plan.zones[Math.floor(i / slots)]!.slots;
      const sd = (demand_high[i % slots]! - demand_low[i % slots]!) / WIDTH;
      return demand[i % slots]! > 0 ? Math.max(1, sd ** 2 / demand[i % slots]!) : 1;
    });
  }

  /**
   * As given; as orders of the past had it; as in a square of the zone's area. Where the handling time is given, so long that an order
   * on its own takes that long with the mean vehicle.
   */
  private rideIn(zone: number, rides: readonly number[]): { mean_m: number; sd_m: number } {
    const { handling, zones } = this.request;
    const given_s = this.handlingGiven(zone);
    const spread = SQUARE_SD / SQUARE_MEAN;
    if (given_s !== null) {
      const approach_m = 0.5 * Math.sqrt(zones[zone]!.area_m2);
      const way_m = (given_s - handling.pickup_s - handling.dropoff_s) * this.meanSpeed_mps() - approach_m;
      const mean_m = Math.max(LEAST_RIDE_M, way_m);
      return { mean_m, sd_m: mean_m * spread };
    }
    if (handling.ride_m !== null)
      return { mean_m: handling.ride_m / handling.detour, sd_m: (handling.ride_m / handling.detour) * spread };
    const side_m = Math.sqrt(zones[zone]!.area_m2);
    if (rides.length < LEAST_RIDES) return { mean_m: SQUARE_MEAN * side_m, sd_m: SQUARE_SD * side_m };
    const mean_m = rides.reduce((sum, ride) => sum + ride, 0) / rides.length;
    const variance = rides.reduce((sum, ride) => sum + (ride - mean_m) ** 2, 0) / (rides.length - 1);
    return { mean_m, sd_m: Math.sqrt(variance) };
  }

  private handlingGiven(zone: number): number | null {
    const { tours_s, given_s } = this.request.handling;
    if (tours_s.length > 0) return tours_s.reduce((sum, value) => sum + value, 0) / tours_s.length;
    return Number.isNaN(given_s[zone] ?? Number.NaN) ? null : given_s[zone]!;
  }

  private meanSpeed_mps(): number {
    const { vehicles, handling } = this.request;
    const speed_kmh = vehicles.reduce((sum, each, v) => sum + this.mix[v]! * each.speed_kmh, 0);
    return speed_kmh / 3.6 / handling.detour;
  }

  /** Point `i` of an even sequence in the square of the zone. */
  private pointIn(zone: number, i: number): Point {
    const { area_m2 } = this.request.zones[zone] as StaffingZone;
    const side_m = Math.sqrt(area_m2);
    const { x_m, y_m } = this.centres[zone]!;
    const part = (step: number) => ((0.5 + (i + 1) * step) % 1) - 0.5;
    return { x_m: x_m + side_m * part(STEP_X), y_m: y_m + side_m * part(STEP_Y) };
  }
}

function keyOf(zone: number, { x_m, y_m }: Point): string {
  return `${zone} ${x_m} ${y_m}`;
}
