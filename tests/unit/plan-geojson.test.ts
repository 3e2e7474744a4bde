import { describe, expect, it } from 'vitest';
import type { Position } from '../../src/contract/request.ts';
import { planGeoJson } from '../../src/plan/geojson.ts';
import { planOf, tourOver } from '../support/map-plan.ts';

describe('GeoJSON of shifts', () => {
  it('tells stops of the shifts of one vehicle apart, as routes are', () => {
    const tours = [1, 2].map((shift) => ({ ...tourOver('van', [0, 0], [[shift, 0]]), shift }));
    const stops = planGeoJson(planOf(tours)).features.filter(({ properties }) => properties?.type === 'stop');
    expect(stops.map(({ properties }) => properties?.shift)).toEqual([1, 1, 1, 2, 2, 2]);
  });
});

describe('GeoJSON on the antimeridian', () => {
  const drawn = (depot: Position, positions: Position[], leftOut: Position[] = [], distance_m = 1e6) =>
    planGeoJson(planOf([{ ...tourOver('van', depot, positions), distance_m }], leftOut));

  it('cuts a line in two where it crosses, there and back, and the box goes across', () => {
    const { features, bbox } = drawn([179, -17], [[-179, -16]], [[178.5, -18]]);
    expect(features[0]!.geometry).toEqual({
      type: 'MultiLineString',
      coordinates: [
        ...[
          [
            [179, -17],
            [180, -16.5],
          ],
        ],
        ...[
          [
            [-180, -16.5],
            [-179, -16],
            [-180, -16.5],
          ],
        ],
        ...[
          [
            [180, -16.5],
            [179, -17],
          ],
        ],
      ],
    });
    expect(bbox).toEqual([178.5, -18, -179, -16]);
  });

  it('cuts at places that are on it', () => {
    const { features } = drawn(
      [180, 0],
      [
        [-180, 0],
        [-179, 1],
      ],
    );
    const { coordinates } = features[0]!.geometry as unknown as { coordinates: Position[][] };
    expect(coordinates.flat(2).every(Number.isFinite)).toBe(true);
    for (const piece of coordinates) {
      for (const [i, [longitude]] of piece.entries())
        expect(Math.abs(longitude - piece[Math.max(0, i - 1)]![0])).toBeLessThanOrEqual(180);
    }
  });

  it('leaves lines as they are that do not cross, or are in a plane', () => {
    const lines = [
      drawn([-80, 10], [[80, 10]]),
      drawn([179, 0], [[-179, 0]], [[400, 0]]),
      drawn([179, 0], [[-179, 0]], [], 358),
    ];
    for (const { features } of lines) expect(features[0]!.geometry.type).toBe('LineString');
    expect(lines.map(({ bbox }) => bbox)).toEqual([
      [-80, 10, 80, 10],
      [-179, 0, 400, 0],
      [-179, 0, 179, 0],
    ]);
  });

  it('has a box around the globe where the tours go around it', () => {
    expect(
      drawn(
        [-120, 0],
        [
          [0, 0],
          [120, 0],
        ],
      ).bbox,
    ).toEqual([-180, 0, 180, 0]);
  });
});
