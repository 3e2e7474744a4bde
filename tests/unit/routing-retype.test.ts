import { describe, expect, it } from 'vitest';
import type { Vehicle } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { Retype } from '../../src/routing/moves/retype.ts';
import { refresh } from '../../src/routing/state/refresh.ts';
import { isSound } from '../../src/routing/state/sound.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { Undo } from '../../src/routing/state/undo.ts';
import { NO_COSTS, placesAt, reload, requestOf, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';

/** A van that is paid while it waits and may be on duty for an hour, and a bike of which neither holds. */
const { problem } = compiled(
  requestOf(
    [task('early', 1, { windows: [[0, 600]] }), task('late', 2, { windows: [[7200, 9000]] })],
    [
      vehicle({ id: 'van', costs: { ...NO_COSTS, per_km: 1, per_waiting_hour: 20 }, maxDuty_s: 3600 }),
      vehicle({ id: 'bike', costs: { ...NO_COSTS, per_km: 1 }, capacity: [77] }),
    ],
    {
      places: placesAt([
        [0, 0],
        [500, 0],
        [900, 0],
      ]),
    },
  ),
);

function routeOf(type: number): Tours {
  const tours = new Tours(problem);
  tours.excess.mostDuty.fill(1e6);
  for (const visit of [0, 1]) tours.append(visit, 0, type);
  refresh(tours, 0);
  return tours;
}

describe('a route that gets a vehicle of another type', () => {
  it.each([
    ['the bike', 0, 1],
    ['the van', 1, 0],
  ])('costs what it costs with %s, waiting and duty too long included', (_, before, after) => {
    const tours = routeOf(before);
    tours.retype(0, after);
    refresh(tours, 0);
    const fresh = routeOf(after);
    expect([tours.cost, tours.extra[0], tours.excess.duty]).toEqual([fresh.cost, fresh.extra[0], fresh.excess.duty]);
    expect(routeOf(0).extra[0]).toBeGreaterThan(0);
    expect(routeOf(0).excess.duty).toBeGreaterThan(0);
  });
});

describe('a route that may get a cheaper vehicle', () => {
  // Homes up to 600 m away, and a van that serves them all in 26 minutes.
  const homes = Array.from({ length: 6 }, (_, i) => task(`t${i}`, i + 1, { load: [10], service_s: 60 }));
  const places = placesAt(Array.from({ length: 7 }, (_, i) => [100 * i, 0]));
  const costs = (fixed: number) => ({ ...NO_COSTS, fixed, per_km: 1 });
  const van = vehicle({ id: 'van', costs: costs(80) });

  it.each<[string, Partial<Vehicle>, Partial<Vehicle>?]>([
    ['whose shift is too short', { shift: [0, 1200] }],
    ['whose shift is too short, where routes are simulated', { shift: [0, 1200] }, { reloads: [reload(0)] }],
    ['that is too slow for its shift', { shift: [0, 3600], speedFactor: 0.25 }],
    ['whose duty is too long', { maxDuty_s: 1200 }],
    ['whose range is too short', { maxDistance_m: 1000 }],
    ['that drives for too long', { maxDriving_s: 1000 }],
    ['for which they are too many', { maxTasks: 5 }],
    ['for which they are too many, where routes are simulated', { maxTasks: 5 }, { reloads: [reload(0)] }],
    ['that would have to reload', { capacity: [30], reloads: [reload(0)] }],
  ])('passes over one %s, and takes the next', (_, less, rest = {}) => {
    const fleet = [van, vehicle({ id: 'less', costs: costs(45), ...less }), vehicle({ id: 'next', costs: costs(60) })];
    const { problem } = compiled(requestOf(homes, [{ ...fleet[0]!, ...rest }, ...fleet.slice(1)], { places }));
    const tours = new Tours(problem);
    homes.forEach((_home, visit) => {
      tours.append(visit, 0, 0);
    });
    const retype = new Retype(tours, new Undo(tours), new Rng(1));
    const taken = new Set<number>();
    for (let k = 0; k < 100; k++) {
      retype.perhaps(0);
      refresh(tours, 0);
      expect(isSound(tours, 0)).toBe(true);
      taken.add(tours.type[0]!);
      if (tours.type[0] !== 0) tours.retype(0, 0);
    }
    expect([...taken].sort()).toEqual([0, 2]);
  });
});

describe('routes of vehicles that are all out', () => {
  // Each is driven from the home of the other: three stops near either, 30 km apart.
  const places = placesAt([0, 30000, 100, 200, 300, 29900, 29800, 29700].map((x) => [x, 0]));
  const stops = Array.from({ length: 6 }, (_, i) => task(`t${i}`, i + 2, { service_s: 60 }));
  const costs = { ...NO_COSTS, per_km: 1 };
  const crossed = (rest: Partial<Vehicle>): { tours: Tours; undo: Undo; exchanged: number } => {
    const fleet = [
      vehicle({ id: 'here', start: 0, end: 0, costs }),
      vehicle({ id: 'there', start: 1, end: 1, costs, ...rest }),
    ];
    const { problem } = compiled(requestOf(stops, fleet, { places }));
    const tours = new Tours(problem);
    stops.forEach((_, visit) => {
      tours.append(visit, visit < 3 ? 0 : 1, visit < 3 ? 1 : 0);
    });
    for (const slot of [0, 1]) refresh(tours, slot);
    const undo = new Undo(tours);
    const retype = new Retype(tours, undo, new Rng(1));
    let exchanged = 0;
    for (let k = 0; k < 50; k++) {
      undo.begin();
      undo.touch(0);
      const cost = tours.cost;
      retype.perhaps(0);
      refresh(tours, 0);
      if (tours.cost < cost) exchanged++;
      undo.rollback();
      expect([tours.cost, ...tours.type.subarray(0, 2)]).toEqual([cost, 1, 0]);
    }
    return { tours, undo, exchanged };
  };

  it('exchange them, and get them back', () => {
    expect(crossed({}).exchanged).toBeGreaterThan(0);
  });

  it('keep them where one could not drive what the other does', () => {
    // Three stops take three minutes at least.
    expect(crossed({ shift: [0, 100] }).exchanged).toBe(0);
  });
});
