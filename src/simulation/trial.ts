import type { PlanPool } from '../contract/staffing/plan.ts';
import type { Span, StaffingRequest } from '../contract/staffing/request.ts';
import { simulateDay } from './day.ts';
import { Ground } from './ground.ts';
import { createRandom } from './random.ts';
import { sampleOrders } from './sample.ts';
import { demandOfTables, givenOrders, rulesOf, takersOf, trialSeed } from './service.ts';
import type { SimulatedOrder } from './types.ts';

/** A shift without a name on trial. */
export interface TrialShift {
  zone: number;
  span: Span;
  meal: Span | null;
}

/** What a simulated day makes of the shifts of zones. */
export interface TrialVerdict {
  /** Share of the orders, late or undelivered; 0 where there are none. */
  lateShare: number;
  /** Orders by shift, in the order given. */
  delivered: Int32Array;
  /** By slot in which orders are ready: seconds that they waited for riders. */
  waited_s: Float64Array;
}

/** An order that nobody delivers, as waiting. */
const UNDELIVERED_S = 7200;
/** Waiting that does not count: decisions are made every minute. */
const NO_WAIT_S = 60;

/**
 * Days on which shifts of a zone, or of zones that share riders, can be tried. The rule is that of the check: riders serve their own zone
 * only, and those of its pool while they are shared. A day has the same orders each time; they are others than those of the
 * check of the plan, but for orders that the request gives.
 * @param mean @param dispersion of the orders by `zone * slots + slot`
 * @param pools zones that share riders, and when
 */
export function trialDays(
  request: StaffingRequest,
  mean: Float64Array,
  dispersion: Float64Array,
  pools: Pick<PlanPool, 'zones' | 'shared' | 'times'>[] = [],
): (zones: readonly number[], shifts: TrialShift[], day: number) => TrialVerdict {
  const { slots, slot_s } = request.horizon;
  const ground = new Ground(request);
  const given = request.simulate.orders && givenOrders(request.simulate.orders, request, ground);
  const rules = rulesOf(request, { pools });
  const drawn = new Map<string, SimulatedOrder[]>();
  const ordersOf = (zone: number, day: number): SimulatedOrder[] => {
    if (given) return given.filter(({ restaurant }) => ground.restaurants[restaurant]!.zone === zone);
    const alone = new Float64Array(mean.length);
    alone.set(mean.subarray(zone * slots, (zone + 1) * slots), zone * slots);
    const demand = demandOfTables(request, ground, alone, dispersion);
    return sampleOrders(demand, ground.restaurants, createRandom(trialSeed(request, day) + zone));
  };
  return (zones, shifts, day) => {
    const key = `${zones.join()} ${day}`;
    const orders =
      drawn.get(key) ?? zones.flatMap((zone) => ordersOf(zone, day)).sort((a, b) => a.placed_s - b.placed_s);
    drawn.set(key, orders);
    const random = createRandom(trialSeed(request, day));
    const offers = shifts.map((shift) => ({ ...shift, riders: 1 }));
    const takers = takersOf(request, offers, ground).map((rider, shift) => ({ rider, shift, draw: random() }));
    // Who turns up is drawn here, for the verdict is by shift.
    const here = takers.filter(({ rider, draw }) => draw < (rider.reliability ?? 1));
    const riders = here.map(({ rider }) => ({ ...rider, reliability: 1 }));
    const { figures, trace } = simulateDay({ restaurants: ground.restaurants, riders, orders }, rules, random);
    const delivered = new Int32Array(shifts.length);
    const waited_s = new Float64Array(slots);
    trace.rider.forEach((rider, order) => {
      const { ready_s } = orders[order]!;
      const slot = Math.min(slots - 1, Math.floor(ready_s / slot_s));
      if (rider >= 0) delivered[here[rider]!.shift]!++;
      waited_s[slot]! += rider < 0 ? UNDELIVERED_S : Math.max(0, trace.pickup_s[order]! - ready_s - NO_WAIT_S);
    });
    return { lateShare: figures.late_share, delivered, waited_s };
  };
}
