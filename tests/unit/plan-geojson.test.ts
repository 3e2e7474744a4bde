import { describe, expect, it } from 'vitest';
import type { PlanRoute } from '../../src/contract/plan.ts';
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
