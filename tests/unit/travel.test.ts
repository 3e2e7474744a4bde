import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Place, Profile } from '../../src/contract/request.ts';
import { atSpeedFactor, travelOf } from '../../src/travel/travel.ts';

const placesAt = (...positions: [number, number][]): Place[] =>
  positions.map((position) => ({ id: null, position, zones: [] }));
const car: Extract<Profile, { kind: 'great_circle' }> = {
  ...{ kind: 'great_circle', name: 'car', traffic: [], speed_kmh: 36, detour: 1 },
};
const plane = (rounding: 'none' | 'nearest' | 'down', scale = 1): Profile => ({
  ...{ kind: 'euclidean', name: 'plane', traffic: [], scale },
  ...{ speed_m_per_s: 1, rounding },
});

describe('great circle', () => {
  /** Metres per degree on a sphere of radius 6,371,008.8 m: pi R / 180. */
  const DEGREE_M = 111_195.0797;

  it.each([
    ['one degree along the equator', [0, 0], [1, 0], DEGREE_M],
    ['one degree along a meridian, anywhere', [13, 51], [13, 52], DEGREE_M],
    ['pole to pole', [0, -90], [0, 90], 180 * DEGREE_M],
    ['across the date line', [179.5, 0], [-179.5, 0], DEGREE_M],
    ['antipodes', [0, 0], [180, 0], 180 * DEGREE_M],
    // Radius x arccos(1/2): the two points and the pole make a triangle with a right angle at the pole.
    ['a quarter turn at 45 degrees north', [0, 45], [90, 45], 60 * DEGREE_M],
  ] as const)('%s', (_, from, to, expected_m) => {
    const travel = travelOf(car, placesAt([...from], [...to]));
    expect(Math.abs(travel.distance_m(0, 1) - expected_m)).toBeLessThan(1);
  });

  it('keeps its digits where places are metres apart', () => {
    const travel = travelOf({ ...car, detour: 10 }, placesAt([2.35, 48.85], [2.35, 48.85001]));
    expect(travel.distance_m(0, 1)).toBe(11);
  });

  it('multiplies by the detour before it rounds, and drives whole seconds', () => {
    const travel = travelOf({ ...car, detour: 1.3 }, placesAt([0, 0], [0.01, 0]));
    expect(travel.distance_m(0, 1)).toBe(Math.round(1.3 * 1111.950797));
    expect(travel.duration_s(0, 1)).toBe(Math.round(1446 / 10));
  });
});

describe('euclidean', () => {
  it.each([
    ['none', 1, [0, 0], [1, 1], Math.SQRT2],
    ['nearest', 1, [0, 0], [1, 1], 1],
    ['nearest', 1, [0, 0], [2.5, 0], 2],
    ['nearest', 1, [0, 0], [3.5, 0], 4],
    ['down', 10, [0, 0], [1, 1], 14],
    ['down', 10, [0, 0], [3, 4], 50],
    ['nearest', 1000, [0, 0], [1, 1], 1414],
  ] as const)('%s, scale %d: from [%s] to [%s] is %d', (rounding, scale, from, to, expected) => {
    const travel = travelOf(plane(rounding, scale), placesAt([...from], [...to]));
    expect(travel.distance_m(0, 1)).toBe(expected);
    expect(travel.duration_s(0, 1)).toBe(expected);
  });

  it('rounds the seconds of the rounded metres', () => {
    const slow: Profile = { ...plane('nearest'), speed_m_per_s: 2 } as Profile;
    const travel = travelOf(slow, placesAt([0, 0], [3.4, 0]));
    expect(travel.distance_m(0, 1)).toBe(3);
    expect(travel.duration_s(0, 1)).toBe(2); // 1.5, to even
  });
});

it('reads a matrix from row to column', () => {
  const profile: Profile = {
    ...{ kind: 'matrix', name: 'm', traffic: [] },
    durations_s: [
      [0, 1],
      [2, 0],
    ],
    distances_m: [
      [0, 10],
      [20, 0],
    ],
  };
  const travel = travelOf(profile, []);
  expect([travel.duration_s(0, 1), travel.duration_s(1, 0)]).toEqual([1, 2]);
  expect([travel.distance_m(0, 1), travel.distance_m(1, 0)]).toEqual([10, 20]);
});

describe('speed factor', () => {
  it.each([
    ['leaves 1 alone', 7.25, 1, car, 7.25],
    ['halves the time of twice the speed', 10, 2, car, 5],
    ['rounds to whole seconds', 10, 3, car, 3],
    ['rounds halves to even', 5, 2, car, 2],
    ['keeps doubles where the profile does', 5, 2, plane('none'), 2.5],
    ['rounds where the profile does', 5, 2, plane('down'), 2],
  ] as const)('%s', (_, duration_s, factor, profile, expected) => {
    expect(atSpeedFactor(duration_s, factor, profile)).toBe(expected);
  });
});

describe('properties', () => {
  const onEarth = fc.tuple(
    fc.double({ min: -180, max: 180, noNaN: true }),
    fc.double({ min: -90, max: 90, noNaN: true }),
  );
  const onPlane = fc.tuple(
    fc.double({ min: -1e4, max: 1e4, noNaN: true }),
    fc.double({ min: -1e4, max: 1e4, noNaN: true }),
  );
  const profiles = fc.oneof(
    fc.record({ profile: fc.constant<Profile>(car), place: fc.constant(onEarth), slack_m: fc.constant(1.5 + 1e-6) }),
    fc.record({
      profile: fc.constantFrom(plane('none'), plane('nearest'), plane('down')),
      place: fc.constant(onPlane),
      slack_m: fc.constant(2 + 1e-6),
    }),
  );
  const threePlaces = profiles.chain(({ profile, place, slack_m }) =>
    fc.tuple(place, place, place).map((positions) => ({ travel: travelOf(profile, placesAt(...positions)), slack_m })),
  );

  it('is symmetric, zero from a place to itself, and never negative', () => {
    fc.assert(
      fc.property(threePlaces, ({ travel }) => {
        expect(travel.distance_m(0, 1)).toBe(travel.distance_m(1, 0));
        expect(travel.duration_s(0, 1)).toBe(travel.duration_s(1, 0));
        expect(travel.distance_m(2, 2)).toBe(0);
        expect(travel.distance_m(0, 1)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('is never shorter by way of a third place, but for rounding', () => {
    fc.assert(
      fc.property(threePlaces, ({ travel, slack_m }) => {
        const around_m = travel.distance_m(0, 2) + travel.distance_m(2, 1);
        expect(travel.distance_m(0, 1)).toBeLessThanOrEqual(around_m + slack_m);
      }),
    );
  });
});
