import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Position } from '../../src/contract/request.ts';
import { projectionOf } from '../../src/map/projection.ts';
import { greatCircle_m } from '../../src/travel/great-circle.ts';

const FRAME = { left: 10, top: 20, width: 800, height: 600 };

describe('projectionOf', () => {
  it('keeps the scale it states, in every direction, within a city', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -179, max: 179, noNaN: true }),
        fc.double({ min: -65, max: 65, noNaN: true }),
        fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
        (lon, lat, bearing) => {
          const stretch = Math.cos((lat * Math.PI) / 180);
          const there: Position = [lon + (0.05 * Math.sin(bearing)) / stretch, lat + 0.05 * Math.cos(bearing)];
          const here: Position = [lon, lat];
          const projection = projectionOf([here, there], 'degrees', FRAME);
          const pixels = Math.hypot(projection.x(there) - projection.x(here), projection.y(there) - projection.y(here));
          const metres = greatCircle_m(lon, lat, there[0], there[1]);
          expect(pixels * projection.unitsPerPixel).toBeGreaterThan(metres * 0.99);
          expect(pixels * projection.unitsPerPixel).toBeLessThan(metres * 1.01);
        },
      ),
    );
  });

  it('fills the frame as far as the shape allows, and centres the rest', () => {
    const { x, y, unitsPerPixel } = projectionOf(
      [
        [0, 0],
        [40, 10],
      ],
      'plane',
      FRAME,
    );
    expect([x([0, 0]), x([40, 10])]).toEqual([10, 810]);
    expect(y([0, 0]) - y([0, 10])).toBeCloseTo(200);
    expect((y([0, 0]) + y([0, 10])) / 2).toBeCloseTo(320);
    expect(unitsPerPixel).toBeCloseTo(0.05);
  });

  it('puts a single place in the middle', () => {
    const projection = projectionOf([[2, 48]], 'degrees', FRAME);
    expect(projection.x([2, 48])).toBeCloseTo(410);
    expect(projection.y([2, 48])).toBeCloseTo(320);
  });
});
