import type { Rules } from './types.ts';

/**
 * The dispatch rule, in words. Every `decide_s` the dispatcher looks at the orders that are placed and will be ready
 * within `lookahead_s`, and at the riders who are on duty, or will be, within the same time.
 *
 * 1. Pressure is orders over riders, of the zone where riders keep to zones; the worth of a rider's second rises with it from `rider_worth_idle` to
 *    `rider_worth_busy` seconds of customers' waiting, linearly from 0 to 1.
 *    Customers' waiting beyond `target_s` after the click counts `1 + late_worth` times.
 * 2. An order joins a trip that has not yet been picked up at its restaurant, or a bundle of others that wait there, if
 *    the seconds of customers that this costs are at most the worth of the rider's seconds it saves.
 * 3. Bundles are matched with riders at least total cost: customers' seconds of waiting for the rider, plus the worth
 *    of the rider's seconds from leaving to pickup. A rider still busy counts from when it will be free.
 * 4. Only what cannot wait is settled: a rider sets off where it is free and leaving at the next decision would delay
 *    the pickup. All else is matched anew at the next decision (two-stage commitment, Reyes et al. 2018).
 *
 * A rider takes `pickup_s / 2` to park and walk in, collects not before all orders of the bundle are ready, takes as
 * much to leave, and likewise at doors; it picks nothing up after its shift has ended, nor what was
 * placed `patience_s` before, but delivers what it has. Then it
 * stays where it is. A break begins as soon as the rider is free from its planned start on.
 */
export const RULES: Rules = {
  pickup_s: 240,
  dropoff_s: 240,
  travel_step_s: 0,
  decide_s: 60,
  lookahead_s: 1200,
  bundle_max: 3,
  bundle_window_s: 600,
  rider_worth_idle: 0.05,
  rider_worth_busy: 1,
  late_worth: 2,
  pooling: 'all',
  neighbours: [],
  shared: [],
  target_s: 2400,
  patience_s: Number.POSITIVE_INFINITY,
  breaks_paid: true,
};
