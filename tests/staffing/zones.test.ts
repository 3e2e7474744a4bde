import { area, featureCollection, multiPolygon, polygon, union } from '@turf/turf';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { cellsOf } from '../../src/staffing/plan/zones/cells.ts';
import {
  type CellGraph,
  type CellMap,
  designZones,
  gridCells,
  hexCells,
  type LonLat,
  placeHubs,
  voronoiCells,
  type ZoneShape,
  zoneCentres,
  zoneNeighbours,
  zoneOfPoints,
  zonePolygons,
} from '../../src/staffing/zones/index.ts';

function city(seed: number, count: number): LonLat[] {
  const rng = new Rng(seed);
  const hubs = Array.from({ length: 4 }, () => [2.1 + 0.08 * rng.double(), 41.36 + 0.06 * rng.double()] as const);
  const off = () => 0.02 * (rng.double() + rng.double() - 1);
  return Array.from({ length: count }, (): LonLat => {
    const [lon, lat] = hubs[rng.below(4)]!;
    return [lon + off(), lat + off()];
  });
}

const MAPS: Record<string, (points: LonLat[]) => CellMap> = {
  hexagons: (points) => hexCells(points, null, 600),
  squares: (points) => gridCells(points, null, 600),
  'cells of Voronoi': (points) => voronoiCells(points.slice(0, 120), null, 300),
};

/** By its own search: whether the cells of each zone hang together. */
function hangTogether({ cells, neighbourStart, neighbours }: CellGraph, zoneOf: Int32Array, zones: number): boolean {
  return Array.from({ length: zones }, (_, z) => z).every((zone) => {
    const members = [...Array(cells).keys()].filter((c) => zoneOf[c] === zone);
    const reached = new Set(members.slice(0, 1));
    for (const c of reached) {
      for (const n of neighbours.subarray(neighbourStart[c]!, neighbourStart[c + 1]!)) {
        if (zoneOf[n] === zone) reached.add(n);
      }
    }
    return members.length > 0 && reached.size === members.length;
  });
}

const areaOf = ({ polygons }: ZoneShape) =>
  area(multiPolygon(polygons.map((rings) => rings.map((ring) => ring.map((at) => [...at])))));

/** Ground that two of the zones have in common, m2. */
function overlapOf(shapes: readonly ZoneShape[]): number {
  const united = union(
    featureCollection(
      shapes.map(({ polygons }) =>
        multiPolygon(polygons.map((rings) => rings.map((ring) => ring.map((at) => [...at])))),
      ),
    ),
  )!;
  return shapes.reduce((sum, shape) => sum + areaOf(shape), 0) - area(united);
}

describe.each(Object.entries(MAPS))('zones of %s', (_, cellsOf) => {
  it('are balanced, hang together, and their polygons tile the cells', () => {
    for (const seed of [1, 2]) {
      const points = city(seed, 600);
      const map = cellsOf(points);
      const design = designZones({ graph: map.graph, count: 5, tolerance: 0.15 }, { iterations: 60 });
      expect(design.feasible).toBe(true);
      expect(hangTogether(map.graph, design.zoneOf, 5)).toBe(true);
      const total = map.graph.work.reduce((sum, w) => sum + w, 0);
      const work = new Float64Array(5);
      for (const [c, zone] of design.zoneOf.entries()) work[zone]! += map.graph.work[c]!;
      for (const [z, w] of work.entries()) {
        expect(w).toBeCloseTo(design.work[z]!, 9);
        expect(Math.abs(w - total / 5)).toBeLessThanOrEqual((0.15 * total) / 5 + 1e-9);
        expect(design.zoneOf[design.centre[z]!]).toBe(z);
      }
      const shapes = zonePolygons(map, design.zoneOf, 5);
      expect(overlapOf(shapes)).toBeLessThan(1);
      const cellsArea = map.rings.reduce((sum, ring) => sum + area(polygon([ring.map((at) => [...at])])), 0);
      const zonesArea = shapes.reduce((sum, shape) => sum + areaOf(shape), 0);
      expect(zonesArea / cellsArea).toBeCloseTo(1, 6);
      const located = zoneOfPoints(shapes, points.slice(0, map.cellOf.length));
      const wanted = map.cellOf.map((c) => design.zoneOf[c]!);
      // A point on a border may fall to either side.
      const off = [...located].filter((zone, i) => zone !== wanted[i]).length;
      expect(off).toBeLessThanOrEqual(map.cellOf.length / 20);
      expect([...located].filter((zone) => zone < 0)).toEqual([]);
    }
  });
});

describe('zones', () => {
  it('have the outlines that Turf finds by union', () => {
    const points = city(5, 300);
    const map = gridCells(points, null, 900);
    const rng = new Rng(8);
    const zoneOf = Int32Array.from(map.rings, () => rng.below(3));
    for (const [z, shape] of zonePolygons(map, zoneOf, 3).entries()) {
      const members = map.rings.filter((_, c) => zoneOf[c] === z).map((ring) => polygon([ring.map((at) => [...at])]));
      expect(areaOf(shape) / area(union(featureCollection(members))!)).toBeCloseTo(1, 6);
      for (const ring of shape.polygons.flat()) {
        const corners = ring.slice(1).map((at) => at.join());
        expect(new Set(corners).size).toBe(corners.length);
        expect(ring.at(-1)).toEqual(ring[0]);
      }
    }
  });

  it('keep to a most work with few zones, and near to the present ones where asked', () => {
    const { graph } = hexCells(city(3, 800), null, 650);
    const limited = designZones({ graph, max_work: 150 }, { iterations: 60 });
    expect(limited.feasible).toBe(true);
    expect(Math.max(...limited.work)).toBeLessThanOrEqual(150);
    expect(limited.zones).toBeGreaterThanOrEqual(6);
    expect(limited.zones).toBeLessThanOrEqual(7);
    const now = designZones({ graph, count: 6 }, { iterations: 60 });
    const near = designZones({ graph, count: 7, present: now.zoneOf, keep_m: 2000 }, { iterations: 60 });
    const free = designZones({ graph, count: 7, present: now.zoneOf }, { iterations: 60, seed: 4 });
    expect(near.feasible).toBe(true);
    expect(near.changed_share).toBeLessThan(free.changed_share);
    // A seventh of the work is in the new zone at least.
    expect(near.changed_share).toBeGreaterThanOrEqual(0.9 / 7 - 1e-9);
    const fewer = designZones({ graph, count: 5, present: now.zoneOf, keep_m: 2000 }, { iterations: 60 });
    expect(fewer.feasible).toBe(true);
    expect(fewer.changed_share).toBeGreaterThan(0);
    expect(fewer.changed_share).toBeLessThan(0.5);
  });

  it('are the fewest, or the best so far, where there is no time for more', () => {
    const { graph } = gridCells(city(2, 300), null, 700);
    // Hardly any room: many numbers are tried.
    const max_work = Math.max(...graph.work);
    const fewest = Math.ceil(graph.work.reduce((sum, w) => sum + w, 0) / max_work);
    const designed = (trials: number) => {
      let asked = 0;
      return designZones({ graph, max_work }, { iterations: 5, stop: () => ++asked >= trials });
    };
    expect(designed(1).zones).toBe(fewest);
    const two = designed(2).zones;
    expect([fewest, fewest + 1]).toContain(two);
  });

  it('are the same for the same seed', () => {
    const { graph } = hexCells(city(4, 300), null, 700);
    const again = () => designZones({ graph, count: 4 }, { iterations: 30, seed: 11 });
    expect(again()).toEqual(again());
  });

  it('span what does not hang together only where they must', () => {
    const island = city(1, 60).map(([lon, lat]): LonLat => [lon + 0.5, lat]);
    const map = hexCells([...city(1, 60), ...island], null, 600);
    const design = designZones({ graph: map.graph, count: 2 }, { iterations: 60 });
    const sides = (part: Int32Array) => new Set(part.map((c) => design.zoneOf[c]!));
    expect(sides(map.cellOf.subarray(0, 60)).size).toBe(1);
    expect(sides(map.cellOf.subarray(60)).size).toBe(1);
    expect(zonePolygons(map, new Int32Array(map.graph.cells), 1)[0]!.polygons.length).toBeGreaterThanOrEqual(2);
  });

  it('say what cannot be', () => {
    const { graph } = hexCells(city(6, 50), null, 800);
    expect(() => designZones({ graph, max_work: 0.5 })).toThrow(/alone has work/);
    expect(() => designZones({ graph, count: graph.cells + 1 })).toThrow(/zones of/);
    expect(() => designZones({ graph })).toThrow(/neither a count/);
    expect(() => designZones({ graph: { ...graph, work: new Float64Array(graph.cells) }, count: 2 })).toThrow(
      /no work/,
    );
    expect(() => hexCells([], null, 500)).toThrow(/no positions/);
    expect(() => hexCells(city(1, 25_000), null, 5)).toThrow(/more than 20000 cells/);
  });
});

const box = (west: number, south: number, east: number, north: number, hole = false): ZoneShape => {
  const ring = (w: number, s: number, e: number, n: number): LonLat[] => [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ];
  const third = (east - west) / 3;
  return {
    polygons: [
      [
        ring(west, south, east, north),
        ...(hole ? [ring(west + third, south + third, east - third, north - third)] : []),
      ],
    ],
  };
};

describe('polygons of zones', () => {
  it('hold what lies within or on the border, but not in holes', () => {
    const shapes = [box(0, 0, 0.03, 0.03, true), box(0.03, 0, 0.06, 0.03)];
    const points: LonLat[] = [
      [0.005, 0.005],
      [0.015, 0.015],
      [0.03, 0.01],
      [0.04, 0.01],
      [0.07, 0.01],
      [0.01, 0.015],
    ];
    expect([...zoneOfPoints(shapes, points)]).toEqual([0, -1, 0, 1, -1, 0]);
  });

  it('are neighbours within the width of a road', () => {
    const shapes = [box(0, 0, 0.01, 0.01), box(0.0102, 0, 0.02, 0.01), box(0.03, 0, 0.04, 0.01)];
    expect(zoneNeighbours(shapes)).toEqual([[1], [0], []]);
    expect(zoneNeighbours(shapes, 10)).toEqual([[], [], []]);
    expect(zoneNeighbours(shapes, 1200)).toEqual([[1], [0, 2], [1]]);
    expect(zoneCentres(shapes)[0]![0]).toBeCloseTo(0.005, 9);
    expect(zoneCentres(shapes)[2]![1]).toBeCloseTo(0.005, 9);
  });
});

it('has larger cells where there would be too many', () => {
  // Every cell of a filled city of 600 zones would have orders.
  const points = Array.from(
    { length: 40_000 },
    (_, i): LonLat => [16 + 0.6 * ((i * 0.7548776662466927) % 1), 48 + 0.4 * ((i * 0.5698402909980532) % 1)],
  );
  const { cells } = cellsOf(points, new Float64Array(points.length).fill(1), 600).graph;
  expect(cells).toBeLessThanOrEqual(20_000);
  expect(cells).toBeGreaterThan(14_000);
});

describe('hubs', () => {
  it('go where enumeration puts them', () => {
    const { graph } = hexCells(city(9, 100), null, 900);
    const { cells, work, x_m, y_m } = graph;
    const meanWith = (hubs: number[]) => {
      let [sum, total] = [0, 0];
      for (let c = 0; c < cells; c++) {
        total += work[c]!;
        sum += work[c]! * Math.min(...hubs.map((h) => Math.hypot(x_m[c]! - x_m[h]!, y_m[c]! - y_m[h]!)));
      }
      return sum / total;
    };
    const all = [...Array(cells).keys()];
    const one = placeHubs(graph, [0], 1);
    expect(one.before_m).toBeCloseTo(meanWith([0]), 6);
    expect(one.after_m).toBeCloseTo(Math.min(...all.slice(1).map((h) => meanWith([0, h]))), 6);
    expect(one.after_m).toBeCloseTo(meanWith([0, ...one.cells]), 6);
    const two = placeHubs(graph, [], 2);
    const best = Math.min(...all.flatMap((a) => all.slice(a + 1).map((b) => meanWith([a, b]))));
    expect(two.before_m).toBe(Number.POSITIVE_INFINITY);
    expect(two.after_m).toBeLessThanOrEqual(1.02 * best);
    expect(() => placeHubs(graph, all, 1)).toThrow(/hubs on/);
    const sites = all.filter((cell) => cell % 7 === 3);
    const held = placeHubs(graph, [0], 1, sites);
    expect(sites).toContain(held.cells[0]);
    expect(held.after_m).toBeCloseTo(Math.min(...sites.map((h) => meanWith([0, h]))), 6);
  });
});
