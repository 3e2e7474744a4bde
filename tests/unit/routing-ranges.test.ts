import { describe, expect, it } from 'vitest';
import type { RoutingRequest, Task, Vehicle } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { travelAdded, travelAddedByPair } from '../../src/routing/moves/saving.ts';
import { INFEASIBLE } from '../../src/routing/state/exact.ts';
import { eachPlace, eachTaskOff, tellPairs, toursOf } from './places-world.ts';
import { NO_COSTS, pause, placesAt, requestOf, shipment, task, vehicle } from './plan-world.ts';

const HOUR_S = 3600;
const noon = pause('noon', 900, { windows: [[HOUR_S, 2 * HOUR_S]] });

function day(seed: number, of: Partial<Vehicle>, make: (i: number) => Task): RoutingRequest {
  const rng = new Rng(seed);
  const positions = Array.from({ length: 61 }, (): [number, number] => [rng.below(1500), rng.below(1500)]);
  const costs = { ...NO_COSTS, per_km: 1, fixed: 2 };
  const van = vehicle({ count: 6, shift: [0, 8 * HOUR_S], breaks: [noon], costs, ...of });
  return requestOf(
    Array.from({ length: 30 }, (_, i) => make(i)),
    [van],
    { places: placesAt(positions) },
  );
}

const single = (i: number) => task(`t${i}`, 1 + i, { service_s: 60 });
const errand = (i: number) => shipment(`s${i}`, 1 + i, 31 + i, { service_s: 60 });
const range = { maxDistance_m: 4000 };
const driving = { maxDriving_s: 4000 };

describe('places on routes that have not the range', () => {
  it.each([range, driving])('are ruled out without simulation, and no others are: %o', (of) => {
    const seen = { kept: 0, out: 0, missed: 0 };
    for (const seed of [1, 2, 3]) {
      const tours = toursOf(day(seed, of, single), seed);
      const { ranges, hours } = tours.exact!;
      eachTaskOff(tours, (each) => {
        const visit = tours.at[each]!;
        eachPlace(tours, (slot, after) => {
          const lets =
            ranges?.lets(slot, 0, visit, after) ?? hours!.lets(slot, 0, travelAdded(tours, visit, slot, after), 60);
          tours.exact!.clear();
          tours.exact!.add(visit, after);
          const isFeasible = tours.exact!.addedCost(slot, 0) < INFEASIBLE;
          if (isFeasible) expect([seed, each, slot, after, lets]).toEqual([seed, each, slot, after, true]);
          seen[isFeasible ? 'kept' : lets ? 'missed' : 'out']++;
        });
      });
    }
    expect(seen.kept).toBeGreaterThan(200);
    expect(seen.out).toBeGreaterThan(5 * seen.missed);
  });

  it.each([range, driving])('nor are pairs of places, of shipments: %o', (of) => {
    const seen = { kept: 0, out: 0, missed: 0 };
    for (const seed of [1, 2, 3]) {
      const tours = toursOf(day(seed, of, errand), seed);
      const { ranges, hours } = tours.exact!;
      tellPairs(tours, seed, seen, ({ pickup, delivery, slot, afterPickup, afterDelivery }) => {
        const travel = travelAddedByPair(tours, pickup, afterPickup, delivery, afterDelivery, slot);
        return (
          ranges?.letsPair(slot, 0, pickup, afterPickup, delivery, afterDelivery) ?? hours!.lets(slot, 0, travel, 60)
        );
      });
    }
    expect(seen.kept).toBeGreaterThan(200);
    expect(seen.out).toBeGreaterThan(5 * seen.missed);
  });
});
