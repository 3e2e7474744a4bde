import { describe, expect, it } from 'vitest';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { vehicleMix } from '../../src/staffing/plan/vehicles/mix.ts';
import { planHere, readRequest } from './plan-here.ts';

const FOOT = { id: 'foot', mode: 'foot' };
const SCOOTER = { id: 'scooter', mode: 'scooter' };

/** A day of twelve orders a quarter of an hour from 11 to 21. */
const day = (vehicles: object[], riders?: object[], rules?: object) =>
  readRequest({
    kind: 'staffing',
    version: 1,
    horizon: { time_zone: 'Europe/Vienna', starts_on: '2026-03-02' },
    zones: [{ id: 'a' }],
    demand: [{ zone: 'a', orders: Array.from({ length: 96 }, (_, s) => (s >= 44 && s < 84 ? 12 : 0)) }],
    vehicles,
    riders,
    rules,
    simulate: { days: 5 },
    options: { iterations: 100 },
  });
const rider = (id: string, vehicle: string, from: string, to: string, more = {}) => ({
  id,
  vehicle,
  availability: [{ from, to }],
  ...more,
});

describe('vehicle types of all who ride', () => {
  const vehicles = [
    { ...FOOT, share: 1 },
    { ...SCOOTER, share: 9 },
  ];

  it('are those of riders without names where few are named', () => {
    const without = planHere(day(vehicles)).plan;
    for (const vehicle of ['foot', 'scooter']) {
      const { plan, request } = planHere(day(vehicles, [rider('ann', vehicle, '11:00', '15:00')]));
      expect(plan.summary.required_h / without.summary.required_h).toBeGreaterThan(0.9);
      expect(plan.summary.required_h / without.summary.required_h).toBeLessThan(1.1);
      expect(plan.summary.open_h).toBeLessThan(1.1 * without.summary.open_h);
      expect(plan.service_filled!.late_share.mean).toBeLessThan(0.15);
      expect(plan.warnings).toEqual([]);
      expect(judgeStaffing(request, plan)).toEqual([]);
    }
  });

  it('are counted by hours: those of the named, within their limits, and what these leave', () => {
    const riders = [
      rider('ann', 'foot', '11:00', '15:00'),
      rider('ben', 'scooter', '08:00', '22:00', { max_h_day: 6 }),
      rider('eve', 'scooter', '08:00', '22:00', { max_h_week: 12, worked_h: 10 }),
      rider('joe', 'foot', '08:00', '09:00'),
    ];
    const mixOf = (need_h: number) => vehicleMix(day(vehicles, riders), need_h);
    expect(mixOf(6)).toEqual([4 / 12, 8 / 12]);
    expect(mixOf(32)).toEqual([(4 + 2) / 32, (8 + 18) / 32]);
    expect(vehicleMix(day(vehicles), 10)).toEqual([0.1, 0.9]);
    const evening = { opening: [{ from: '18:00', to: '22:00' }] };
    const request = day(vehicles, [rider('ann', 'foot', '00:00', '24:00')], evening);
    expect(vehicleMix(request, 8)).toEqual([(4 + 0.4) / 8, 3.6 / 8]);
  });

  it('are as among the named where no type has a share', () => {
    const sharesOf = (given: object[], riders?: object[]) => day(given, riders).vehicles.map(({ share }) => share);
    const riders = ['a', 'b', 'c', 'd'].map((id, i) => rider(id, i === 0 ? 'foot' : 'scooter', '11:00', '15:00'));
    expect(sharesOf([FOOT, SCOOTER], riders)).toEqual([0.25, 0.75]);
    expect(sharesOf([FOOT, SCOOTER])).toEqual([0.5, 0.5]);
    expect(sharesOf([{ ...FOOT, share: 4 }, SCOOTER], riders)).toEqual([0.8, 0.2]);
  });
});
