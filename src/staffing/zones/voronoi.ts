import { bbox, buffer, featureCollection, point, voronoi } from '@turf/turf';
import { areaOf } from './dissolve.ts';
import { bridge } from './graph.ts';
import { Plane } from './plane.ts';
import type { CellMap, LonLat } from './types.ts';

/**
 * A cell round each place (restaurants, hubs, sums of orders), by Voronoi's diagram: zones made of them run half-way between
 * places. Places at the same position share a cell.
 * @param margin_m how far the outer cells go beyond the outermost places
 * @throws RangeError where there are no points
 */
export function voronoiCells(points: readonly LonLat[], work: Float64Array | null, margin_m: number): CellMap {
  const plane = new Plane(points);
  const numbers = new Map<string, number>();
  const sites: LonLat[] = [];
  const cellOf = Int32Array.from(points, (place) => {
    const key = place.join(' ');
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, sites.length);
    return sites.push(place) - 1;
  });
  const all = featureCollection(sites.map((site) => point([...site])));
  const box = bbox(buffer(all, margin_m, { units: 'meters' })!);
  const rings = voronoi(all, { bbox: box as [number, number, number, number] }).features.map(({ geometry }) =>
    geometry.coordinates[0]!.map(([lon, lat]): LonLat => [lon!, lat!]),
  );
  const sums = new Float64Array(sites.length);
  for (const [i, c] of cellOf.entries()) sums[c]! += work ? work[i]! : 1;
  const x_m = Float64Array.from(sites, (site) => plane.x(site));
  const y_m = Float64Array.from(sites, (site) => plane.y(site));
  const clean = rings.map(withoutRepeats);
  return { graph: bridge({ cells: sites.length, x_m, y_m, work: sums }, sharedSides(clean)), rings: clean, cellOf };
}

/** Positions twice in a row have no side between them. */
function withoutRepeats(ring: LonLat[]): LonLat[] {
  const kept = ring.filter((at, i) => i === 0 || at[0] !== ring[i - 1]![0] || at[1] !== ring[i - 1]![1]);
  return areaOf(kept) < 0 ? kept.reverse() : kept;
}

function sharedSides(rings: LonLat[][]): number[][] {
  const lists = rings.map((): number[] => []);
  const owner = new Map<string, number>();
  for (const [c, ring] of rings.entries()) {
    for (let i = 1; i < ring.length; i++) owner.set(`${ring[i - 1]!.join()}|${ring[i]!.join()}`, c);
  }
  for (const [c, ring] of rings.entries()) {
    for (let i = 1; i < ring.length; i++) {
      const other = owner.get(`${ring[i]!.join()}|${ring[i - 1]!.join()}`);
      if (other !== undefined && other !== c) lists[c]!.push(other);
    }
  }
  return lists;
}
