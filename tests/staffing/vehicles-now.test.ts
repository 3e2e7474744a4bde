import { describe, expect, it } from 'vitest';
import type { StaffingPlan } from '../../src/contract/staffing/plan.ts';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { planHere, readRequest } from './plan-here.ts';
import { smallDay, twoPeaks } from './samples.ts';

type Rules = NonNullable<NonNullable<StaffingInput['rules']>['vehicles']>;
type Riders = NonNullable<StaffingInput['riders']>;

const at = (time: string) => `2026-03-02T${time}`;
const all = [{ from: '00:00', to: '24:00' }];

/** Ten past noon; demand is as forecast, and riders of two types are on duty or on call. */
function now(vehicles: Rules, riders: Riders, onDuty: { rider: string; zone: string; from: string; to: string }[]) {
  const day = smallDay();
  const request = readRequest({
    ...day,
    riders,
    rules: { ...day.rules, vehicles },
    intraday: {
      now: at('12:10'),
      actual: [
        { zone: 'west', orders: twoPeaks(4).slice(0, 24) },
        { zone: 'east', orders: twoPeaks(6).slice(0, 24) },
      ],
      on_duty: onDuty.map((shift) => ({ ...shift, from: at(shift.from), to: at(shift.to) })),
    },
    simulate: { days: 0 },
  });
  const { plan } = planHere(request);
  expect(judgeStaffing(request, plan)).toEqual([]);
  return { plan, request };
}

const scooters = (plan: StaffingPlan, zone: string) =>
  plan.intraday!.zones.find((each) => each.zone === zone)!.vehicles!.find(({ vehicle }) => vehicle === 'scooter')!;
const bike = (id: string) => ({ id, vehicle: 'bike', availability: all });
const scooter = (id: string) => ({ id, vehicle: 'scooter', availability: all });

describe('vehicle types on a day under way', () => {
  // In the quiet of the afternoon nobody is needed but for the rule.
  const quiet: Rules = [{ vehicle: 'scooter', zones: ['east'], from: '15:00', to: '17:00', riders: 1 }];

  it('calls who has the type that is asked for', () => {
    const { plan } = now(quiet, [bike('ann'), bike('bob'), scooter('cem')], []);
    const cem = plan.intraday!.calls.find(({ rider }) => rider === 'cem')!;
    expect(cem.from <= at('15:00+01:00') && cem.to >= at('17:00+01:00')).toBe(true);
    expect(scooters(plan, 'east').least.filter((riders) => riders > 0)).toEqual([1, 1, 1, 1]);
    expect(Math.max(...scooters(plan, 'east').short_after)).toBe(0);
    expect(Math.max(...scooters(plan, 'east').short_before)).toBe(1);
  });

  it('sends home the others first, and keeps the type where it is asked for', () => {
    const duty = ['ann', 'cem'].map((rider) => ({ rider, zone: 'east', from: '11:00', to: '18:00' }));
    const rest = smallDay().demand!.map((zone) => ({ ...zone, orders: zone.orders.map((n, s) => (s < 28 ? n : 0)) }));
    const day = smallDay();
    const run = (vehicles: Rules) => {
      const request = readRequest({
        ...day,
        demand: rest,
        riders: [bike('ann'), scooter('cem')],
        rules: { ...day.rules, ...(vehicles.length > 0 ? { vehicles } : {}), meal: null },
        intraday: {
          now: at('12:10'),
          actual: [],
          on_duty: duty.map((shift) => ({ ...shift, from: at(shift.from), to: at(shift.to) })),
        },
        simulate: { days: 0 },
      });
      const { plan } = planHere(request);
      expect(judgeStaffing(request, plan)).toEqual([]);
      return new Map(plan.intraday!.releases.map(({ rider, from }) => [rider, from]));
    };
    const free = run([]);
    expect(free.get('cem')! < at('17:00+01:00')).toBe(true);
    const kept = run(quiet);
    expect(kept.get('ann')! < at('17:00+01:00')).toBe(true);
    expect((kept.get('cem') ?? at('18:00+01:00')) >= at('17:00+01:00')).toBe(true);
  });

  it('moves a rider of the type to the zone that asks for it', () => {
    const { plan } = now(
      [{ vehicle: 'scooter', zones: ['west'], from: '13:00', to: '17:00', riders: 1 }],
      [bike('ann'), scooter('cem')],
      [
        { rider: 'ann', zone: 'west', from: '11:00', to: '17:00' },
        { rider: 'cem', zone: 'east', from: '11:00', to: '17:00' },
      ],
    );
    expect(plan.intraday!.moves).toContainEqual(expect.objectContaining({ rider: 'cem', to: 'west' }));
    expect(scooters(plan, 'west').short_after.every((missing) => missing < 1)).toBe(true);
  });

  it.each<[string, Riders]>([
    ['no_vehicle_of_kind', [bike('ann')]],
    ['no_known_zone', [bike('ann'), { ...scooter('cem'), zones: ['west'] }]],
    ['no_rider_available', [bike('ann'), { ...scooter('cem'), availability: [{ from: '06:00', to: '09:00' }] }]],
  ])('says why the type is missing: %s', (reason, riders) => {
    const { plan, request } = now(quiet, riders, []);
    const told = plan.intraday!.shortages.filter(({ vehicle }) => vehicle === 'scooter');
    expect(told).toMatchObject([
      { zone: 'east', from: at('15:00:00+01:00'), to: at('17:00:00+01:00'), riders: 1, reason },
    ]);
    const silent = {
      ...plan,
      intraday: { ...plan.intraday!, shortages: plan.intraday!.shortages.filter((s) => !s.vehicle) },
    };
    expect(judgeStaffing(request, silent).map(({ rule }) => rule)).toContain('reason_missing');
    const unasked = {
      ...plan,
      intraday: { ...plan.intraday!, zones: plan.intraday!.zones.map(({ vehicles: _, ...zone }) => zone) },
    };
    expect(judgeStaffing(request, unasked).map(({ rule }) => rule)).toContain('too_few_asked');
  });

  it('asks for a share of the riders that the updated demand requires', () => {
    const { plan } = now(
      [{ vehicle: 'scooter', from: '18:00', to: '20:00', share: 0.5 }],
      [bike('ann'), scooter('cem')],
      [],
    );
    const east = plan.intraday!.zones.find(({ zone }) => zone === 'east')!;
    for (let s = 36; s < 40; s++) expect(scooters(plan, 'east').least[s]).toBe(Math.ceil(east.required[s]! / 2));
  });
});

describe('breaks of who goes home early', () => {
  const meal = { from: at('14:00'), to: at('14:30') };
  const plan = (from: string) => {
    const day = smallDay();
    const request = readRequest({
      ...day,
      riders: [bike('ann')],
      // Whatever comes, only until 15:30.
      demand: day.demand!.map((zone) => ({ ...zone, orders: zone.orders.map((n, s) => (s < 31 ? n : 0)) })),
      rules: { ...day.rules, opening: [{ from: '08:00', to: '23:00' }] },
      costs: { shortage_per_h: 200 },
      intraday: {
        now: at('12:10'),
        actual: [],
        on_duty: [{ rider: 'ann', zone: 'east', from: at(from), to: at('20:00'), meal }],
      },
      simulate: { days: 0 },
    });
    const { plan } = planHere(request);
    expect(judgeStaffing(request, plan)).toEqual([]);
    return { plan, request };
  };

  it('are left out where the shift has become too short for one, and that is said', () => {
    const { plan: early } = plan('11:00');
    expect(early.intraday!.releases).toMatchObject([{ rider: 'ann', skips_break: true }]);
  });

  it('are taken where the shift is long all the same', () => {
    const { plan: late, request } = plan('08:00');
    expect(late.intraday!.releases).toMatchObject([{ rider: 'ann', skips_break: false }]);
    const releases = late.intraday!.releases.map((release) => ({ ...release, skips_break: true }));
    const judged = judgeStaffing(request, { ...late, intraday: { ...late.intraday!, releases } });
    expect(judged.map(({ rule }) => rule)).toEqual(['meal_missing']);
  });
});
