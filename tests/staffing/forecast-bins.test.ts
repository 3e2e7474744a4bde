import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binOrders, type ZoneArea } from '../../src/staffing/forecast/index.ts';

const square = (west: number, south: number, size = 1): ZoneArea => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
});

describe('orders by zone and slot', () => {
  it('are counted where and when they were placed', () => {
    const orders = {
      placed_s: [0, 899, 900, 1800, -1, 5],
      x: [0.5, 0.5, 1.5, 1.5, 0.5, 9],
      y: [0.5, 0.5, 0.5, 0.5, 0.5, 9],
    };
    const binned = binOrders(orders, [square(0, 0), square(1, 0)], 2, 900);
    expect([...binned.counts]).toEqual([2, 0, 0, 1]);
    expect(binned.outsideSlots).toBe(2);
    expect(binned.outsideZones).toBe(1);
  });

  it('lie in one of two zones where they lie on the border, and not in a hole', () => {
    const hole = square(0.25, 0.25, 0.5).coordinates[0] as number[][];
    const ring: ZoneArea = { type: 'Polygon', coordinates: [...(square(0, 0).coordinates as number[][][]), hole] };
    const parts: ZoneArea = {
      type: 'MultiPolygon',
      coordinates: [square(1, 0), square(5, 5)].map((z) => z.coordinates as number[][][]),
    };
    const orders = { placed_s: [0, 0, 0], x: [1, 0.5, 5.5], y: [0.5, 0.5, 5.5] };
    const { counts, outsideZones } = binOrders(orders, [ring, parts], 1, 900);
    expect([...counts]).toEqual([1, 1]);
    expect(outsideZones).toBe(1);
  });

  it('are never lost nor counted twice', () => {
    const order = fc.record({
      placed_s: fc.integer({ min: -2000, max: 9000 }),
      x: fc.double({ min: -1, max: 4, noNaN: true }),
      y: fc.double({ min: -1, max: 2, noNaN: true }),
    });
    const zones = [square(0, 0), square(1, 0), square(0.5, 0.5, 2)];
    fc.assert(
      fc.property(fc.array(order), (orders) => {
        const columns = {
          placed_s: orders.map((o) => o.placed_s),
          x: orders.map((o) => o.x),
          y: orders.map((o) => o.y),
        };
        const { counts, outsideSlots, outsideZones } = binOrders(columns, zones, 8, 900);
        const counted = counts.reduce((sum, count) => sum + count, 0);
        expect(counted + outsideSlots + outsideZones).toBe(orders.length);
        expect(outsideSlots).toBe(orders.filter((o) => o.placed_s < 0 || o.placed_s >= 7200).length);
      }),
    );
  });
});
