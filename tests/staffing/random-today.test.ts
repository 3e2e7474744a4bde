import { expect, it } from 'vitest';
import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import type { StaffingPlan } from '../../src/contract/staffing/plan.ts';
import { nowAt, seriesOf } from '../../src/map/staffing-series.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { planHere, readRequest } from './plan-here.ts';
import { randomRequest } from './random-request.ts';

/** The long look: STAFFING_CASES=400 npm test -- tests/staffing/random-today.test.ts */
const CASES = Number(process.env.STAFFING_CASES ?? 20);

const given = ({ rider, zone, from, to, meal }: StaffingPlan['shifts'][number]) => ({ rider, zone, from, to, meal });

/** The request of a day that is under way: the plan's shifts, some moment of one of them, and more or fewer orders than forecast. */
function underWay(seed: number, plan: StaffingPlan) {
  const { from, to } = plan.shifts[seed % plan.shifts.length]!;
  const at = Date.parse(from) + ((Date.parse(to) - Date.parse(from)) * (seed % 7)) / 7;
  const now = `${new Date(Math.floor(at / 60_000) * 60_000).toISOString().slice(0, 19)}Z`;
  const slot = Math.floor((at - Date.parse(plan.horizon.from)) / 60_000 / plan.horizon.slot_min);
  const isNow = (shift: { from: string; to: string }) => Date.parse(shift.from) <= at && at < Date.parse(shift.to);
  const actual = plan.zones.map(({ id, slots }, z) => ({
    zone: id,
    orders: slots.demand.slice(0, slot).map((orders) => Math.round(orders * (0.5 + 0.4 * ((seed + z) % 4)))),
  }));
  return { now, actual, on_duty: plan.shifts.filter(isNow).map(given) };
}

it(`never breaks a hard rule on random days under way, and draws what it says (${CASES} of them)`, () => {
  let planned = 0;
  for (let seed = 1; seed <= CASES; seed++) {
    const input = { ...randomRequest(seed), simulate: { days: 0 }, options: { seed, iterations: 50 } };
    const parsed = parseStaffing(input);
    if (!parsed.ok) continue;
    const { plan } = planHere(parsed.value);
    if (plan.shifts.length === 0) continue;
    planned++;
    const next = { ...input, published: plan.shifts.map(given), intraday: underWay(seed, plan) };
    const today = planHere(readRequest(next));
    expect(judgeStaffing(today.request, today.plan), `seed ${seed}`).toEqual([]);
    if (today.plan.pools.some(({ shared }) => shared)) continue;
    const first = Math.floor(nowAt(today.plan)!) + 1;
    for (const { riders, required, short } of seriesOf(today.plan)) {
      for (let s = first; s < riders.length; s++) {
        expect(Math.abs(Math.max(0, required[s]! - riders[s]!) - short[s]!), `seed ${seed}`).toBeLessThan(0.06);
      }
    }
  }
  expect(planned).toBeGreaterThan(0.7 * CASES);
}, 240_000);
