import { describe, expect, it } from 'vitest';
import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import type { StaffingPlan } from '../../src/contract/staffing/plan.ts';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { planHere } from './plan-here.ts';
import { smallDay } from './samples.ts';

type VehicleRules = NonNullable<NonNullable<StaffingInput['rules']>['vehicles']>;

function planned(vehicles: VehicleRules, change: Partial<StaffingInput> = {}) {
  const day = smallDay();
  const parsed = parseStaffing({ ...day, ...change, rules: { ...day.rules, vehicles } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return planHere(parsed.value);
}

const ofType = (plan: StaffingPlan, zone: string, vehicle: string) =>
  plan.zones.find(({ id }) => id === zone)!.vehicles.find((each) => each.vehicle === vehicle)!;
const slotsOf = (from: number, to: number) => Array.from({ length: 2 * (to - from) }, (_, i) => 2 * from + i);

describe('least riders by vehicle type', () => {
  it('brings the type to the zone that asks for it, and says who is there', () => {
    // The one scooter rides from 16:00 on; either zone gets it for the asking.
    for (const zone of ['west', 'east']) {
      const { plan, request } = planned([{ vehicle: 'scooter', zones: [zone], from: '18:00', to: '20:00', riders: 1 }]);
      const scooter = ofType(plan, zone, 'scooter');
      for (const s of slotsOf(18, 20)) {
        expect(scooter.least![s]).toBe(1);
        expect(scooter.planned[s]).toBe(1);
        expect(scooter.to_book[s]).toBeGreaterThanOrEqual(1);
      }
      expect(scooter.least!.reduce((sum, riders) => sum + riders, 0)).toBe(4);
      expect(plan.shortages.filter(({ vehicle }) => vehicle)).toEqual([]);
      expect(judgeStaffing(request, plan)).toEqual([]);
    }
  });

  it('names a reason where the type is short, and offers shifts for it', () => {
    const { plan, request } = planned([
      { vehicle: 'scooter', zones: ['west'], from: '11:00', to: '14:00', riders: 1 },
      { vehicle: 'scooter', zones: ['east'], from: '11:00', to: '13:00', share: 0.5 },
    ]);
    const required = plan.zones.find(({ id }) => id === 'east')!.slots.required;
    const east = ofType(plan, 'east', 'scooter');
    for (const s of slotsOf(11, 13)) expect(east.least![s]).toBe(Math.ceil(required[s]! / 2));
    const told = plan.shortages.filter(({ vehicle }) => vehicle === 'scooter');
    expect(new Set(told.map(({ zone }) => zone))).toEqual(new Set(['west', 'east']));
    for (const { reason } of told) expect(reason).toBe('no_rider_available');
    const offers = plan.open.filter(({ vehicle }) => vehicle === 'scooter');
    expect(offers.length).toBeGreaterThan(0);
    const west = ofType(plan, 'west', 'scooter');
    for (const s of slotsOf(11, 14)) expect(west.open![s]! + west.short![s]!).toBeGreaterThanOrEqual(1);
    expect(judgeStaffing(request, plan)).toEqual([]);
  });

  it('says so where nobody has the type', () => {
    const { riders } = smallDay();
    const { plan } = planned([{ vehicle: 'scooter', from: '12:00', to: '14:00', riders: 1 }], {
      riders: riders!.map((rider) => ({ ...rider, vehicle: 'bike' })),
    });
    const told = plan.shortages.filter(({ vehicle }) => vehicle === 'scooter');
    expect(told.map(({ reason }) => reason)).toEqual(['no_vehicle_of_kind', 'no_vehicle_of_kind']);
  });

  it('designs shifts of the type where nobody is named', () => {
    const { plan, request } = planned(
      [{ vehicle: 'scooter', zones: ['east'], from: '12:00', to: '20:00', riders: 2 }],
      {
        riders: [],
      },
    );
    const scooter = ofType(plan, 'east', 'scooter');
    for (const s of slotsOf(12, 20)) expect(scooter.open![s]! + scooter.short![s]!).toBeGreaterThanOrEqual(2);
    expect(plan.open.some(({ vehicle }) => vehicle === 'scooter')).toBe(true);
    expect(plan.open.some(({ vehicle }) => vehicle === undefined)).toBe(true);
    expect(plan.solver.roster_cost).toBeGreaterThanOrEqual(plan.solver.bound - 1e-6);
    expect(judgeStaffing(request, plan)).toEqual([]);
  });

  it('is judged: what is asked for, who is there, what is missing', () => {
    const { plan, request } = planned([{ vehicle: 'scooter', zones: ['east'], from: '12:00', to: '14:00', riders: 1 }]);
    const rulesOf = (change: (copy: StaffingPlan) => void) => {
      const copy = structuredClone(plan);
      change(copy);
      return judgeStaffing(request, copy).map(({ rule }) => rule);
    };
    expect(rulesOf(() => {})).toEqual([]);
    expect(rulesOf((copy) => ofType(copy, 'east', 'scooter').least!.fill(0))).toContain('too_few_asked');
    expect(rulesOf((copy) => ofType(copy, 'east', 'bike').planned.fill(9))).toContain('wrong_figure');
    expect(
      rulesOf((copy) => {
        copy.shortages = copy.shortages.filter(({ vehicle }) => vehicle === undefined);
      }),
    ).toContain('reason_missing');
  });

  it('refuses types and zones that are not there, and windows that end before they begin', () => {
    const day = smallDay();
    const vehicles = [{ vehicle: 'boat', zones: ['north'], from: '14:00', to: '12:00', riders: 1 }];
    const parsed = parseStaffing({ ...day, rules: { ...day.rules, vehicles } });
    expect(parsed.ok ? [] : parsed.errors.map(({ code, path }) => `${code} ${path}`).sort()).toEqual([
      'impossible_window rules.vehicles[0]',
      'unknown_reference rules.vehicles[0].vehicle',
      'unknown_reference rules.vehicles[0].zones[0]',
    ]);
  });
});
