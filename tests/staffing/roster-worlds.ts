import fc from 'fast-check';
import type {
  KnownZone,
  Preference,
  RosterProblem,
  RosterRider,
  Shift,
  Window,
} from '../../src/staffing/roster/types.ts';

/** Small random rosters: half-hour slots, days of eight slots, everything on or off at random. */
const SLOT_S = 1800;
const PER_DAY = 8;

export interface WorldSize {
  days: number;
  riders: number;
  zones: number;
}

const units = (min: number, max: number) => fc.integer({ min, max }).map((n) => n * SLOT_S);
const odd = <T>(value: T, other: fc.Arbitrary<T>) => fc.oneof({ weight: 2, arbitrary: fc.constant(value) }, other);

function windows(days: number): fc.Arbitrary<Window[]> {
  const end_s = days * PER_DAY * SLOT_S;
  const window = fc
    .tuple(fc.integer({ min: 0, max: end_s / 60 }), fc.integer({ min: 60, max: end_s / 60 }))
    .map(([from, length]) => ({ from_s: from * 60, to_s: Math.min(end_s, (from + length) * 60) }));
  return fc.oneof(
    fc.constant<Window[]>([{ from_s: 0, to_s: end_s }]),
    fc.array(window, { minLength: 0, maxLength: 3 }),
  );
}

function rider({ days, zones }: WorldSize): fc.Arbitrary<RosterRider> {
  const end_s = days * PER_DAY * SLOT_S;
  const known: fc.Arbitrary<KnownZone[]> = fc
    .subarray(
      Array.from({ length: zones }, (_, zone) => zone),
      { minLength: 1 },
    )
    .chain((list) =>
      fc.tuple(...list.map((zone) => fc.constantFrom(0, 1.25).map((cost_per_h) => ({ zone, cost_per_h })))),
    );
  const preference: fc.Arbitrary<Preference> = fc.record({
    from_s: units(0, days * PER_DAY - 1),
    to_s: fc.constant(end_s),
    zone: fc.integer({ min: -1, max: zones - 1 }),
    value_per_h: fc.constantFrom(-4, 2.5),
  });
  return fc.record({
    kind: fc.integer({ min: 0, max: 1 }),
    available: windows(days),
    zones: known,
    preferences: fc.array(preference, { maxLength: 1 }),
    minDay_s: odd(0, units(3, 4)),
    maxDay_s: fc.constantFrom(4, 5, 8).map((n) => n * SLOT_S),
    minWeek_s: odd(0, units(2, 6)),
    maxWeek_s: fc.constantFrom(3, 7, 20).map((n) => n * SLOT_S),
    rest_s: fc.constantFrom(0, 3, 6).map((n) => n * SLOT_S),
    maxPerDay: fc.integer({ min: 1, max: 2 }),
    reliability: fc.constantFrom(1, 0.8),
    cost_per_h: fc.constantFrom(9, 12, 14.5),
    guaranteed_s: odd(0, units(2, 5)),
    wanted_s: units(0, 10),
    worked_s: odd(0, units(1, 4)),
    lastEnd_s: odd(Number.NEGATIVE_INFINITY, fc.constant(-2 * SLOT_S)),
  });
}

/** Shifts of riders that lie apart from each other: to be booked, or as published. */
function givenShifts({ days, riders, zones }: WorldSize): fc.Arbitrary<Shift[]> {
  const one = fc.record({
    rider: fc.integer({ min: 0, max: riders - 1 }),
    zone: fc.integer({ min: 0, max: zones - 1 }),
    from: fc.integer({ min: 0, max: days * PER_DAY - 2 }),
    length: fc.integer({ min: 2, max: 4 }),
  });
  return fc.array(one, { maxLength: 2 }).map((list) => {
    const shifts = list
      .map(({ rider: r, zone, from, length }) => {
        const to = Math.min(days * PER_DAY, from + length);
        return { rider: r, zone, from_s: from * SLOT_S, to_s: to * SLOT_S, break: null };
      })
      .sort((a, b) => a.from_s - b.from_s);
    return shifts.filter(
      (shift, i) => !shifts.slice(0, i).some((s) => s.rider === shift.rider && s.to_s > shift.from_s),
    );
  });
}

/** @param shares of riders on breaks at once; 1, as the oracle has no such rule. */
export function world(size: WorldSize, shares = [1]): fc.Arbitrary<RosterProblem> {
  const { days, zones } = size;
  const slots = days * PER_DAY;
  const cells = zones * slots;
  const table = (value: fc.Arbitrary<number>) =>
    fc.array(value, { minLength: cells, maxLength: cells }).map((list) => Float64Array.from(list));
  const layer = fc.record({
    required: table(fc.constantFrom(0, 0, 1, 1, 2)),
    shortageCost: table(fc.constantFrom(6, 12, 20)),
    surplusCost: table(fc.constantFrom(0, 0.5)),
    weights: fc.constantFrom([1, 1], [1, 0.5], [0, 1]).map((list) => Float64Array.from(list)),
  });
  return fc
    .record({
      layers: fc.array(layer, { minLength: 1, maxLength: 2 }),
      open: fc.array(odd<Window[] | null>(null, windows(days)), { minLength: zones, maxLength: zones }),
      shift: fc.record({
        minLength_s: fc.constant(2 * SLOT_S),
        maxLength_s: fc.constantFrom(3, 4).map((n) => n * SLOT_S),
        lengthGrid_s: fc.constantFrom(1, 2).map((n) => n * SLOT_S),
        startGrid_s: fc.constantFrom(1, 2).map((n) => n * SLOT_S),
        maxPerDay: fc.integer({ min: 1, max: 2 }),
        minGap_s: fc.constantFrom(0, 1).map((n) => n * SLOT_S),
      }),
      break: fc.option(
        fc.record({
          longerThan_s: fc.constantFrom(2, 3).map((n) => n * SLOT_S),
          length_s: fc.constantFrom(SLOT_S, SLOT_S / 2),
          earliestAfterStart_s: fc.constantFrom(0, SLOT_S),
          latestBeforeEnd_s: fc.constantFrom(0, SLOT_S),
          paid: fc.boolean(),
          maxShare: fc.constantFrom(...shares),
        }),
      ),
      riders: fc.array(rider(size), { minLength: size.riders, maxLength: size.riders }),
      pinned: odd<Shift[]>([], givenShifts(size)),
      published: fc.option(givenShifts(size)),
      changeCost: fc.constantFrom(0, 3),
      openPay_per_h: fc.constant(12),
      openUnits: fc.constant(0.95),
      sharing: odd(0, fc.integer({ min: 0, max: 2 ** slots - 1 })),
    })
    .map(({ sharing, ...parts }) => ({
      ...parts,
      // In slots with a bit set all zones share their riders; the last zone has the cover.
      shared: Int32Array.from({ length: cells }, (_, cell) =>
        (sharing >> (cell % slots)) & 1 ? cells - slots + (cell % slots) : cell,
      ),
      zones,
      slots,
      slot_s: SLOT_S,
      days_s: Int32Array.from({ length: days }, (_, day) => day * PER_DAY * SLOT_S),
      weekOfDay: Int32Array.from({ length: days }, (_, day) => Math.floor(day / 2)),
      minHoursCost_per_h: 25,
      peak: new Uint8Array(slots),
      fairness: { extraCost: 0, giniHours: 0, giniPeak: 1 },
    }));
}
