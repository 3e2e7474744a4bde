import fc from 'fast-check';
import { expect, it } from 'vitest';
import { legsOf } from '../../src/check/geometry.ts';
import type { Place, Profile } from '../../src/contract/request.ts';
import { greatCircle_m } from '../../src/travel/great-circle.ts';
import { atSpeedFactor, travelOf } from '../../src/travel/travel.ts';
import { requestOf, vehicle } from './plan-world.ts';

const degrees = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
const profiles: fc.Arbitrary<Profile> = fc.oneof(
  fc.record({
    ...{ kind: fc.constant('great_circle' as const), name: fc.constant('p') },
    ...{ speed_kmh: fc.double({ min: 1, max: 200, noNaN: true }), detour: fc.double({ min: 1, max: 3, noNaN: true }) },
  }),
  fc.record({
    ...{ kind: fc.constant('euclidean' as const), name: fc.constant('p') },
    ...{ scale: fc.constantFrom(0.1, 1, 1000), speed_m_per_s: fc.constantFrom(1, 3) },
    rounding: fc.constantFrom('none' as const, 'nearest' as const, 'down' as const),
  }),
);

it('measures as the planner does, though it is written anew', () => {
  const position = fc.tuple(degrees(180), degrees(90));
  fc.assert(
    fc.property(profiles, position, position, fc.constantFrom(1, 0.7, 3), (profile, from, to, speedFactor) => {
      const places: Place[] = [from, to].map((one) => ({ id: null, position: one }));
      const legs = legsOf(requestOf([], [], { places, profiles: [profile] }), vehicle({ speedFactor }));
      const travel = travelOf(profile, places);
      const metres = travel.distance_m(0, 1);
      const seconds = atSpeedFactor(travel.duration_s(0, 1), speedFactor, profile);
      expect([legs.metres(0, 1, metres), legs.seconds(0, 1, metres)]).toEqual([metres, seconds]);
    }),
    { numRuns: 2000 },
  );
});

it('accepts either neighbour of a great-circle distance on a tie, and nothing else', () => {
  const places: Place[] = [
    { id: null, position: [13, 51] },
    { id: null, position: [13.01, 51] },
  ];
  const arc_m = greatCircle_m(13, 51, 13.01, 51);
  const metresWith = (detour: number, stated: number) => {
    const profiles: Profile[] = [{ kind: 'great_circle', name: 'p', speed_kmh: 36, detour }];
    return legsOf(requestOf([], [], { places, profiles }), vehicle()).metres(0, 1, stated);
  };
  const onTie = 1000.5 / arc_m;
  expect([1000, 1001].map((stated) => metresWith(onTie, stated))).toEqual([1000, 1001]);
  expect([999, 1002, 1000.5].map((stated) => metresWith(onTie, stated) === stated)).toEqual([false, false, false]);
  const beside = 1000.501 / arc_m;
  expect([1000, 1001].map((stated) => metresWith(beside, stated))).toEqual([1001, 1001]);
});
