import { describe, expect, it } from 'vitest';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { createRandom } from '../../src/simulation/index.ts';
import { sampleOrders } from '../../src/simulation/sample.ts';
import { type PlayedPlan, serviceOf } from '../../src/simulation/service.ts';
import { readRequest } from './plan-here.ts';
import { smallDay } from './samples.ts';

const at = (time: string) => `2026-03-02T${time}:00+01:00`;
const NOTHING = ['west', 'east'].map((zone) => ({ zone, orders: Array(48).fill(0) }));
const isNow = (time: string): StaffingInput['intraday'] => ({ now: `2026-03-02T${time}`, actual: [], on_duty: [] });

/** 100 orders are expected in every slot of the west up to one o'clock. */
function planOf(meal: { from: string; to: string } | null = null): PlayedPlan {
  const demand = Array.from({ length: 48 }, (_, slot) => (slot < 26 ? 100 : 0));
  const shift = { rider: 'ann', zone: 'west', from: at('10:00'), to: at('15:00'), meal };
  const zone = { id: 'west', vehicles: [], slots: { demand, demand_low: demand, demand_high: demand } };
  return { zones: [zone], shifts: [shift], open: [], moves: [], pools: [], intraday: null } as unknown as PlayedPlan;
}

describe('a day under way', () => {
  it.each([
    ['is over', '13:00', '12:00', 2],
    ['begins now', '12:00', '12:00', 2.5],
    ['runs', '12:10', '12:00', 2.5],
    ['is to come', '12:00', '13:00', 2.5],
  ])('has no more of a break that %s than is left of it', (_, now, from, paid_h) => {
    const { riders, ...day } = smallDay();
    const to = from === '12:00' ? '12:30' : '13:30';
    const request = readRequest({
      ...day,
      demand: NOTHING,
      riders: [{ ...riders![0]!, cost_per_h: 10 }],
      rules: { ...day.rules, meal: { longer_than_h: 4, minutes: 30, paid: false } },
      intraday: isNow(now),
    });
    const service = serviceOf(request, planOf({ from: at(from), to: at(to) }), 'named')!;
    expect(service.pay_per_rider.mean).toBeCloseTo(10 * paid_h, 6);
  });

  it('has orders in what is left of the running slot', () => {
    const request = readRequest({ ...smallDay(), demand: NOTHING, intraday: isNow('12:20'), simulate: { days: 20 } });
    // Ten minutes of the running slot and one slot more; five standard errors.
    const { mean } = serviceOf(request, planOf(), 'named')!.orders;
    expect(Math.abs(mean - 133.3)).toBeLessThan(5 * Math.sqrt(133.3 / 20));
  });

  it('leaves out of the updated demand what has come already', () => {
    const actual = [{ zone: 'west', orders: Array(25).fill(80) }];
    const intraday = { ...isNow('12:20')!, actual };
    const request = readRequest({ ...smallDay(), demand: NOTHING, intraday, simulate: { days: 20 } });
    const plan = planOf();
    const updated = plan.zones[0]!.slots.demand.map((orders, slot) => (slot === 24 ? 80 + 100 / 3 : orders));
    plan.intraday = { zones: [{ zone: 'west', demand: updated }] } as unknown as PlayedPlan['intraday'];
    const { mean } = serviceOf(request, plan, 'named')!.orders;
    expect(Math.abs(mean - 133.3)).toBeLessThan(5 * Math.sqrt(133.3 / 20));
  });

  it('draws orders from now on', () => {
    const demand = {
      zones: 1,
      slots: 2,
      slot_s: 900,
      mean: Float64Array.of(50, 50),
      from_s: 600,
      preparation_mean_s: 900,
      preparation_sd_s: 300,
      ride_mean_m: 1500,
      ride_sd_m: 600,
    };
    const orders = sampleOrders(demand, [{ zone: 0, x_m: 0, y_m: 0 }], createRandom(1));
    const placed_s = orders.map((order) => order.placed_s);
    expect(Math.min(...placed_s)).toBeGreaterThanOrEqual(600);
    expect(placed_s.filter((time_s) => time_s < 900).length).toBeGreaterThan(25);
  });
});
