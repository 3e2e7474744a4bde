import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { Rng } from '../../src/kit/rng.ts';
import { square } from './samples.ts';

type RiderInput = NonNullable<StaffingInput['riders']>[number];

const DATES = ['2026-03-02', '2026-03-28', '2026-10-24', '2026-07-04', '2026-12-31'];
const ZONES = ['Europe/Vienna', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'];

/**
 * A small request with features switched on and off at random: zones, days, slots, rules, breaks, split shifts, riders with odd hours
 * and limits, shifts booked and published, moves, pools, no-shows.
 */
export function randomRequest(seed: number): StaffingInput {
  const rng = new Rng(seed, 0x57aff);
  const integer = (low: number, high: number) => low + rng.below(high - low + 1);
  const chance = (share: number) => rng.double() < share;
  const pick = <T>(items: readonly T[]): T => items[rng.below(items.length)]!;
  const slot_min = chance(0.5) ? 15 : 30;
  const days = integer(1, 4);
  const starts_on = pick(DATES);
  const zones = Array.from({ length: integer(1, 3) }, (_, z) => ({ id: `z${z}`, polygon: square(10 + 0.02 * z, 50) }));
  const minShift = pick([1, 2, 3]);
  const maxShift = minShift + integer(0, 6);
  const hasMeal = chance(0.6);
  const latest = (minShift - 0.5) / 2;
  const meal = hasMeal
    ? {
        longer_than_h: pick([0, minShift, 4, 6]),
        minutes: 30,
        earliest_h: Math.floor(2 * latest) / 2,
        latest_before_end_h: Math.max(
          0,
          Math.floor(2 * Math.min(latest, minShift - 0.5 - Math.floor(2 * latest) / 2)) / 2,
        ),
        paid: chance(0.3),
      }
    : null;
  const perDay = chance(0.3) ? 2 : 1;
  const vehicles: StaffingInput['vehicles'] = chance(0.5)
    ? [
        { id: 'bike', mode: 'bike' },
        { id: 'foot', mode: 'foot', reach_km: 2 },
      ]
    : undefined;
  const request: StaffingInput = {
    kind: 'staffing',
    version: 1,
    horizon: { time_zone: pick(ZONES), starts_on, days, slot_min },
    zones,
    demand: zones.map(({ id }) => ({
      zone: id,
      orders: Array.from({ length: 1440 / slot_min }, (_, slot) => {
        const hour = (slot * slot_min) / 60;
        return hour >= 9 && hour < 23 && chance(0.8) ? rng.below(slot_min === 15 ? 5 : 9) : 0;
      }),
      dispersion: pick([1, 1.4]),
    })),
    vehicles,
    no_show: { rate: pick([0, 0, 0.1]) },
    rules: {
      shift_min_h: minShift,
      shift_max_h: maxShift,
      ...(chance(0.4) ? { shift_step_min: 60, start_step_min: 60 } : {}),
      ...(chance(0.6) ? { opening: [{ from: '09:00', to: pick(['22:00', '23:30', '25:00']) }] } : {}),
      shifts_per_day: perDay,
      split_gap_min: pick([30, 60, 120]),
      max_h_day: Math.max(minShift, pick([4, 8, 10])),
      max_h_week: pick([12, 20, 40]),
      rest_h: pick([0, 8, 11, 14]),
      meal,
    },
    riders: Array.from({ length: integer(1, 9) }, (_, r) => rider(r)),
    costs: { shortage_per_h: pick([20, 60, 200]), change: pick([0, 5, 50]) },
    fairness: { max_extra_cost: pick([0, 0.01, 0.1]) },
    moves: { allowed: chance(0.6) },
    simulate: { days: 0 },
    options: { seed: rng.below(1000), iterations: 60 },
  };
  if (vehicles && chance(0.5)) {
    const share = chance(0.5) ? { share: pick([0.2, 0.5]) } : { riders: integer(1, 2) };
    const here = chance(0.5) ? { zones: [pick(zones).id] } : {};
    request.rules!.vehicles = [{ vehicle: 'foot', from: '11:00', to: pick(['14:00', '22:00']), ...share, ...here }];
  }
  if (chance(0.3)) request.booked = [given(0, 0)];
  if (chance(0.4)) request.published = request.riders!.slice(0, 4).map((_, r) => given(r, r % days));
  if (zones.length > 1 && chance(0.4)) {
    const times = chance(0.5) ? [{ from: '11:00', to: pick(['14:30', '21:00']) }] : undefined;
    const pool = { zones: zones.slice(0, integer(2, zones.length)).map(({ id }) => id), times };
    Object.assign(request.moves!, chance(0.3) ? { pool_neighbours: { times } } : { pools: [pool] });
  }
  return JSON.parse(JSON.stringify(request));

  function rider(r: number): RiderInput {
    const from = integer(0, 16 * 60);
    const to = Math.min(2880, from + integer(60, 14 * 60));
    const at = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
    return {
      id: `r${r}`,
      ...(vehicles && chance(0.4) ? { vehicle: 'foot' } : {}),
      availability: [
        { from: at(from), to: at(to) },
        ...(chance(0.3) ? [{ from: `${starts_on}T08:13`, to: `${starts_on}T21:47` }] : []),
      ],
      ...(chance(0.5) ? { home: pick(zones).id } : {}),
      ...(chance(0.3) ? { zones: [pick(zones).id] } : {}),
      ...(chance(0.6) ? { wants_h_week: integer(1, 30) } : {}),
      ...(chance(0.2) ? { max_h_week: Math.max(minShift, integer(4, 20)) } : {}),
      ...(chance(0.2) ? { min_h_day: minShift } : {}),
      ...(chance(0.2) ? { rest_h: integer(0, 16) } : {}),
      ...(chance(0.2) ? { worked_h: integer(1, 9), last_shift_ended: before(starts_on) } : {}),
      ...(chance(0.2) ? { reliability: 0.9 } : {}),
      ...(chance(0.2) ? { preferences: [{ from: '12:00', to: '14:00', value_per_h: -3 }] } : {}),
    };
  }

  function given(r: number, day: number) {
    const date = dayAfter(starts_on, day);
    const hour = integer(9, 15);
    return {
      rider: `r${r}`,
      zone: 'z0',
      from: `${date}T${two(hour)}:00`,
      to: `${date}T${two(hour + integer(minShift, maxShift))}:00`,
    };
  }
}

const two = (value: number) => String(value).padStart(2, '0');

function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function before(date: string): string {
  return `${dayAfter(date, -1)}T22:00`;
}
