import { describe, expect, it } from 'vitest';
import type { RoutingRequest, Vehicle } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { carries } from '../../src/routing/moves/pair-rules.ts';
import type { Tours } from '../../src/routing/state/tours.ts';
import { tellPairs, toursOf } from './places-world.ts';
import { NO_COSTS, pause, placesAt, reload, requestOf, shipment, task, vehicle } from './plan-world.ts';

const HOUR_S = 3600;
const SHOPS = 3;

/** A day of shops that send goods to homes all over a square, and of some parcels from the depot. */
function day(seed: number, fleet: Partial<Vehicle>[]): RoutingRequest {
  const rng = new Rng(seed);
  const positions = Array.from({ length: 46 }, (): [number, number] => [rng.below(2000), rng.below(2000)]);
  const shipments = Array.from({ length: 32 }, (_, i) =>
    shipment(`s${i}`, 1 + rng.below(SHOPS), 5 + i, { load: [1 + rng.below(2)], service_s: 60 }),
  );
  const parcels = Array.from({ length: 8 }, (_, i) => task(`p${i}`, 37 + i, { load: [1] }));
  const costs = { ...NO_COSTS, per_km: 1, fixed: 2 };
  const breaks = [pause('noon', 900, { windows: [[2 * HOUR_S, 3 * HOUR_S]] })];
  const vans = fleet.map((of, i) =>
    vehicle({ id: `v${i}`, count: 2, capacity: [5], shift: [0, 5 * HOUR_S], costs, breaks, ...of }),
  );
  return requestOf([...shipments, ...parcels], vans, { places: placesAt(positions) });
}

/** Whether every leg on which a shipment would be on board has room for it. */
function isCarried(tours: Tours, pickup: number, slot: number, after: number, until: number): boolean {
  for (let at = after; ; at = at < 0 ? tours.first[slot]! : tours.next[at]!) {
    if (!carries(tours, pickup, slot, at, tours.type[slot]!)) return false;
    if (at === until) return true;
  }
}

describe('pairs of places that have not the room', () => {
  // One vehicle that reloads let all of them take for room: four in five of the places simulated were on full vans.
  it.each<[string, Partial<Vehicle>[]]>([
    ['beside a van that reloads', [{}, { count: 1, capacity: [8], reloads: [reload(0)] }]],
    ['on vans that reload', [{ reloads: [reload(0), reload(4)] }]],
  ])('are ruled out without simulation, and no others are: %s', (_, fleet) => {
    const seen = { kept: 0, out: 0, missed: 0 };
    for (const seed of [1, 2, 3]) {
      const tours = toursOf(day(seed, fleet), seed);
      tellPairs(tours, seed, seen, ({ pickup, slot, afterPickup, afterDelivery }) =>
        isCarried(tours, pickup, slot, afterPickup, afterDelivery),
      );
    }
    expect(seen.kept).toBeGreaterThan(200);
    expect(seen.out).toBeGreaterThan(seen.missed);
  });
});
