import { kinks } from '@turf/turf';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Position } from '../../src/contract/request.ts';
import { crossingOf } from '../../src/contract/rings.ts';

const position = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 }));
const ring = fc
  .uniqueArray(position, { minLength: 3, maxLength: 8, selector: String })
  .map((positions): Position[] => [...positions, positions[0]!]);

it('finds a crossing where Turf finds one', () => {
  fc.assert(
    fc.property(fc.array(ring, { minLength: 1, maxLength: 2 }), (rings) => {
      const found = kinks({ type: 'Polygon', coordinates: rings }).features.length > 0;
      expect(crossingOf(rings) !== undefined).toBe(found);
    }),
    { numRuns: 500 },
  );
});

it.each<[string, Position[][], boolean]>([
  [
    'a triangle',
    [
      [
        [0, 0],
        [2, 0],
        [1, 2],
        [0, 0],
      ],
    ],
    false,
  ],
  [
    'an upright square',
    [
      [
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 2],
        [0, 0],
      ],
    ],
    false,
  ],
  [
    'a bow',
    [
      [
        [0, 0],
        [2, 2],
        [2, 0],
        [0, 2],
        [0, 0],
      ],
    ],
    true,
  ],
  [
    'a way there and back',
    [
      [
        [0, 0],
        [4, 0],
        [4, 1],
        [3, 0],
        [1, 0],
        [0, 1],
        [0, 0],
      ],
    ],
    true,
  ],
  [
    'a hole inside',
    [
      [
        [0, 0],
        [9, 0],
        [9, 9],
        [0, 9],
        [0, 0],
      ],
      [
        [3, 3],
        [6, 3],
        [6, 6],
        [3, 3],
      ],
    ],
    false,
  ],
  [
    'a hole at the border',
    [
      [
        [0, 0],
        [9, 0],
        [9, 9],
        [0, 9],
        [0, 0],
      ],
      [
        [9, 3],
        [6, 3],
        [6, 6],
        [9, 3],
      ],
    ],
    true,
  ],
])('judges %s', (_, rings, isCrossing) => {
  expect(crossingOf(rings) !== undefined).toBe(isCrossing);
});
