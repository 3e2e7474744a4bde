import { expect, it } from 'vitest';
import { parseStaffing, parseStaffingPlan } from '../../src/contract/staffing/parse.ts';
import { smallDay } from './samples.ts';

/** Requests and plans of the sizes that the reference allows. */

const day = smallDay();

function errorsOf(parsed: ReturnType<typeof parseStaffing | typeof parseStaffingPlan>): string[] {
  return parsed.ok ? [] : parsed.errors.map(({ code, path }) => `${code} ${path}`);
}

it('simulates 200,000 orders', () => {
  const order = { time: '2026-03-02T12:15', at: [16.31, 48.21], pickup: [16.305, 48.205] };
  const orders: object[] = Array(200_000).fill(order);
  const simulate = { days: 1, orders };
  const parsed = parseStaffing({ ...day, simulate });
  expect(errorsOf(parsed)).toEqual([]);
  expect(parsed.ok && parsed.value.simulate.orders).toHaveLength(200_000);
  orders[199_999] = { ...order, at: 'here' };
  expect(errorsOf(parseStaffing({ ...day, simulate }))).toEqual(['wrong_type simulate.orders[199999].at']);
  expect(errorsOf(parseStaffing({ ...day, simulate: { ...simulate, days: -1 } }))).toContain(
    'out_of_bounds simulate.days',
  );
});

it('takes the day so far of 320 zones, and the ways between 200', () => {
  const zones = Array.from({ length: 320 }, (_, i) => ({ id: `z${i}` }));
  const of = (slots: number) => zones.map(({ id: zone }) => ({ zone, orders: Array(slots).fill(1) }));
  const near = zones.slice(0, 200);
  const travel = near.flatMap(({ id: from }) => near.map(({ id: to }) => ({ from, to, minutes: 5, both_ways: false })));
  const request = {
    ...{
      ...day,
      riders: [],
      rules: {},
      zones,
      demand: of(96),
      moves: { travel: travel.filter((t) => t.from !== t.to) },
    },
    horizon: { time_zone: 'Europe/Vienna', starts_on: '2026-03-02', days: 7, slot_min: 15 },
    intraday: { now: '2026-03-08T12:00', actual: of(624), on_duty: [] },
  };
  expect(errorsOf(parseStaffing(request))).toEqual([]);
});

it('reads back what is to be done now in 100 zones of a week', () => {
  const slots = Array(672).fill(1);
  const zone = { level: 1, demand: slots, required: slots, short_before: slots, short_after: slots };
  const intraday = { zones: Array.from({ length: 100 }, (_, i) => ({ zone: `z${i}`, ...zone })) };
  const errors = errorsOf(parseStaffingPlan({ kind: 'staffing-plan', version: 1, intraday }));
  expect(errors.filter((error) => error.startsWith('too_large'))).toEqual([]);
  expect(errors).toContain('missing_field intraday.now');
});

it('looks at every shift that was published', () => {
  const shift = { rider: 'x', zone: 'west', from: '2026-02-20T10:00', to: '2026-02-20T12:00' };
  const published = [...Array(199_999).fill(shift), { ...shift, from: '2026-02-20T13:00' }];
  expect(errorsOf(parseStaffing({ ...day, published }))).toEqual(['impossible_window published[199999]']);
});
