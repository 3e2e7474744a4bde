import { rideTime } from './crew.ts';
import type { Rules, SimulatedOrder, SimulatedRestaurant } from './types.ts';

/** Orders and the ways between them; times a round of doors after a pickup. */
export class Routes {
  readonly count: number;
  readonly restaurant: Int32Array;
  readonly placed_s: Float64Array;
  readonly ready_s: Float64Array;
  /** When the customer gives up unless it is picked up. */
  readonly latest_s: Float64Array;
  /** Straight way from the restaurant to the door. */
  readonly direct_m: Float64Array;
  readonly x_m: Float64Array;
  readonly y_m: Float64Array;
  /**
   * Results of `time` and `insert`: sum of the times at the doors, what is beyond the target counted `late_worth` times
   * more; when the rider is free again; driving time.
   */
  sum_s = 0;
  end_s = 0;
  drive_s = 0;
  /** Result of `insert`: before which door the order comes best. */
  at = 0;
  private readonly rules: Rules;
  private readonly trial: number[] = [];

  constructor(orders: SimulatedOrder[], restaurants: SimulatedRestaurant[], rules: Rules) {
    this.count = orders.length;
    this.rules = rules;
    this.restaurant = Int32Array.from(orders, (order) => order.restaurant);
    this.placed_s = Float64Array.from(orders, (order) => order.placed_s);
    this.ready_s = Float64Array.from(orders, (order) => order.ready_s);
    this.latest_s = this.placed_s.map((placed_s) => placed_s + rules.patience_s);
    this.x_m = Float64Array.from(orders, (order) => order.x_m);
    this.y_m = Float64Array.from(orders, (order) => order.y_m);
    this.direct_m = Float64Array.from(orders, ({ x_m, y_m, restaurant }) =>
      Math.hypot(x_m - restaurants[restaurant]!.x_m, y_m - restaurants[restaurant]!.y_m),
    );
  }

  /** When all of them must be picked up, seconds. */
  latestOf(orders: number[]): number {
    let latest_s = Number.POSITIVE_INFINITY;
    for (const order of orders) latest_s = Math.min(latest_s, this.latest_s[order]!);
    return latest_s;
  }

  /**
   * Times the doors in the given order of calls.
   * @param dropoff_s where given, filled with the time at each door, by order
   */
  time(orders: number[], pickup_s: number, speed_mps: number, dropoff_s?: Float64Array): void {
    const { pickup_s: service_s, dropoff_s: door_s, travel_step_s, target_s, late_worth } = this.rules;
    let now_s = pickup_s + service_s / 2;
    let sum = 0;
    let drive = 0;
    let last = -1;
    for (const order of orders) {
      const way_m = last < 0 ? this.direct_m[order]! : this.between(last, order);
      const ride_s = rideTime(way_m, speed_mps, travel_step_s);
      now_s += ride_s + door_s / 2;
      drive += ride_s;
      sum += now_s + late_worth * Math.max(0, now_s - this.placed_s[order]! - target_s);
      if (dropoff_s) dropoff_s[order] = now_s;
      now_s += door_s / 2;
      last = order;
    }
    this.sum_s = sum;
    this.end_s = now_s;
    this.drive_s = drive;
  }

  /** Finds where one more order goes best: least sum of times at the doors. */
  insert(orders: number[], order: number, pickup_s: number, speed_mps: number): void {
    const { trial } = this;
    let best = Number.POSITIVE_INFINITY;
    let at = 0;
    for (let place = 0; place <= orders.length; place++) {
      trial.length = 0;
      for (let k = 0; k < place; k++) trial.push(orders[k]!);
      trial.push(order);
      for (let k = place; k < orders.length; k++) trial.push(orders[k]!);
      this.time(trial, pickup_s, speed_mps);
      if (this.sum_s >= best) continue;
      best = this.sum_s;
      at = place;
      this.keep();
    }
    this.at = at;
    this.sum_s = this.bestSum_s;
    this.end_s = this.bestEnd_s;
    this.drive_s = this.bestDrive_s;
  }

  private bestSum_s = 0;
  private bestEnd_s = 0;
  private bestDrive_s = 0;

  private keep(): void {
    this.bestSum_s = this.sum_s;
    this.bestEnd_s = this.end_s;
    this.bestDrive_s = this.drive_s;
  }

  private between(a: number, b: number): number {
    const dx = this.x_m[a]! - this.x_m[b]!;
    const dy = this.y_m[a]! - this.y_m[b]!;
    return Math.sqrt(dx * dx + dy * dy);
  }
}
