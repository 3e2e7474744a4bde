import { booleanPointInPolygon, point, polygon } from '@turf/turf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { legsOf } from '../../src/check/geometry.ts';
import { secondsFor, speedsAt, workIn } from '../../src/check/traffic.ts';
import { contains, zonesOfPlaces } from '../../src/check/zones.ts';
import type { Place, Position, Profile, Zone } from '../../src/contract/request.ts';
import { greatCircle_m } from '../../src/travel/great-circle.ts';
import { atSpeedFactor, travelOf } from '../../src/travel/travel.ts';
import { requestOf, vehicle } from '../property/check-requests.ts';
import { placesAt } from './plan-world.ts';

const degrees = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
const profiles: fc.Arbitrary<Profile> = fc.oneof(
  fc.record({
    ...{
      kind: fc.constant('great_circle' as const),
      name: fc.constant('p'),
      traffic: fc.constant<Profile['traffic']>([]),
    },
    ...{ speed_kmh: fc.double({ min: 1, max: 200, noNaN: true }), detour: fc.double({ min: 1, max: 3, noNaN: true }) },
  }),
  fc.record({
    ...{
      kind: fc.constant('euclidean' as const),
      name: fc.constant('p'),
      traffic: fc.constant<Profile['traffic']>([]),
    },
    ...{ scale: fc.constantFrom(0.1, 1, 1000), speed_m_per_s: fc.constantFrom(1, 3) },
    rounding: fc.constantFrom('none' as const, 'nearest' as const, 'down' as const),
  }),
);

it('measures as the planner does, though it is written anew', () => {
  const position = fc.tuple(degrees(180), degrees(90));
  fc.assert(
    fc.property(profiles, position, position, fc.constantFrom(1, 0.7, 3), (profile, from, to, speedFactor) => {
      const places = placesAt([from, to]);
      const legs = legsOf(requestOf([], [], { places, profiles: [profile] }), vehicle({ speedFactor }));
      const travel = travelOf(profile, places);
      const metres = travel.distance_m(0, 1);
      const seconds = atSpeedFactor(travel.duration_s(0, 1), speedFactor, profile);
      expect([legs.metres(0, 1, metres), legs.seconds(0, 1, metres)]).toEqual([metres, seconds]);
    }),
    { numRuns: 2000 },
  );
});

it('takes either neighbour between antipodes, where the last digits of the haversine are metres apart', () => {
  const apart: [number, number][] = [
    [0, 0.0000018111274045886],
    [-179.99999879258178, 0],
  ];
  const profile: Profile = {
    ...{ kind: 'great_circle', name: 'p', traffic: [], speed_kmh: 1, detour: 2.012587141815878 },
  };
  const places = placesAt(apart);
  const legs = legsOf(requestOf([], [], { places, profiles: [profile] }), vehicle());
  const metres = travelOf(profile, places).distance_m(0, 1);
  expect(legs.metres(0, 1, metres)).toBe(metres);
  expect(legs.metres(0, 1, metres + 2)).not.toBe(metres + 2);
});

it('accepts either neighbour of a great-circle distance on a tie, and nothing else', () => {
  const places: Place[] = [
    { id: null, position: [13, 51], zones: [] },
    { id: null, position: [13.01, 51], zones: [] },
  ];
  const arc_m = greatCircle_m(13, 51, 13.01, 51);
  const metresWith = (detour: number, stated: number) => {
    const profiles: Profile[] = [{ kind: 'great_circle', name: 'p', traffic: [], speed_kmh: 36, detour }];
    return legsOf(requestOf([], [], { places, profiles }), vehicle()).metres(0, 1, stated);
  };
  const onTie = 1000.5 / arc_m;
  expect([1000, 1001].map((stated) => metresWith(onTie, stated))).toEqual([1000, 1001]);
  expect([999, 1002, 1000.5].map((stated) => metresWith(onTie, stated) === stated)).toEqual([false, false, false]);
  const beside = 1000.501 / arc_m;
  expect([1000, 1001].map((stated) => metresWith(beside, stated))).toEqual([1001, 1001]);
});

describe('zones', () => {
  const square: Position[] = [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
  ];
  const hole: Position[] = [
    [4, 4],
    [6, 4],
    [6, 6],
    [4, 6],
    [4, 4],
  ];
  const zone: Zone = { id: 'z', polygon: [square, hole] };

  it('contain their border, and not their holes', () => {
    const inside: Position[] = [
      [1, 1],
      [0, 0],
      [10, 5],
      [4, 5],
      [6, 6],
      [3, 5],
    ];
    const outside: Position[] = [
      [5, 5],
      [11, 5],
      [-1, 0],
      [5, 10.001],
    ];
    expect(inside.map((at) => contains(zone, at))).toEqual(inside.map(() => true));
    expect(outside.map((at) => contains(zone, at))).toEqual(outside.map(() => false));
  });

  it('of any shape contain what Turf says', () => {
    const at = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }));
    fc.assert(
      fc.property(fc.array(at, { minLength: 3, maxLength: 7 }), at, (ring, position) => {
        const expected = booleanPointInPolygon(point(position), polygon([[...ring, ring[0]!]]));
        expect(contains({ id: 'z', polygon: [ring] }, position)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('are worked out from the polygons, whatever is stated of a place', () => {
    const places: Place[] = [
      { id: 'in', position: [1, 1], zones: [] },
      { id: 'out', position: [5, 5], zones: [0] },
      { id: 'nowhere', position: null, zones: [0] },
    ];
    expect(zonesOfPlaces(requestOf([], [], { places, zones: [zone] }))).toEqual([new Set([0]), new Set(), new Set()]);
  });
});

describe('traffic', () => {
  const steps = fc
    .uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 5 })
    .chain((froms) =>
      fc.tuple(
        fc.constant(froms.toSorted((a, b) => a - b)),
        fc.array(fc.constantFrom(0.25, 0.5, 1, 2), { minLength: 5, maxLength: 5 }),
      ),
    )
    .map(([froms, factors]) => froms.map((from_s, i) => ({ from_s, factor: factors[i]! })));
  const seconds = fc.integer({ min: 0, max: 1500 });

  it('is of the zone left first, else of everywhere', () => {
    const traffic = [null, 1, 2, 1].map((zone, i) => ({ zone, steps: [{ from_s: i, factor: 1 }] }));
    const firstStep = (zones: number[]) => speedsAt(traffic, new Set(zones))![0]!.from_s;
    expect([[], [0], [1], [2], [1, 2]].map(firstStep)).toEqual([0, 0, 1, 2, 1]);
    expect(speedsAt(traffic.slice(1), new Set([0]))).toBeNull();
  });

  it('drives second by second at the speed of the moment', () => {
    fc.assert(
      fc.property(steps, seconds, seconds, (speeds, from_s, work_s) => {
        let [left_s, now_s] = [work_s, from_s];
        while (left_s > 0) {
          const factor = speeds.findLast((step) => step.from_s <= now_s)?.factor ?? 1;
          now_s += Math.min(1, left_s / factor);
          left_s -= factor;
        }
        expect(secondsFor(speeds, from_s, work_s)).toBeCloseTo(now_s - from_s, 6);
      }),
    );
  });

  it('is first in, first out, and work and time are two sides of it', () => {
    fc.assert(
      fc.property(steps, seconds, seconds, seconds, (speeds, from_s, later_s, work_s) => {
        const taken_s = secondsFor(speeds, from_s, work_s);
        expect(workIn(speeds, from_s, taken_s)).toBeCloseTo(work_s, 6);
        expect(from_s + later_s + secondsFor(speeds, from_s + later_s, work_s)).toBeGreaterThanOrEqual(
          from_s + taken_s - 1e-6,
        );
      }),
    );
  });
});
