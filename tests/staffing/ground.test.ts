import { expect, it, vi } from 'vitest';
import { Ground } from '../../src/simulation/ground.ts';
import { trialDays } from '../../src/simulation/trial.ts';
import { readRequest } from './plan-here.ts';
import { smallDay } from './samples.ts';

it('looks through the orders of the past once for all zones and days that are tried', () => {
  const request = readRequest(smallDay());
  const cells = request.zones.length * request.horizon.slots;
  const looks = [vi.spyOn(request.pastOrders, 'flatMap'), vi.spyOn(request.pastOrders, Symbol.iterator)];
  const play = trialDays(request, new Float64Array(cells).fill(1), new Float64Array(cells).fill(1));
  for (const day of [0, 1, 2]) for (const zone of [0, 1]) play([zone], [], day);
  expect(looks.reduce((sum, look) => sum + look.mock.calls.length, 0)).toBe(1);
});

it('has one restaurant for all orders of a place', () => {
  const request = readRequest(smallDay());
  const ground = new Ground(request);
  const before = ground.restaurants.length;
  const search = vi.spyOn(ground.restaurants, 'findIndex');
  const order = { time_s: 0, zone: 0, at: null, preparation_s: null };
  const pickups: [number, number][] = [
    [16.301, 48.201],
    [16.302, 48.201],
    [16.301, 48.201],
  ];
  const found = pickups.map((pickup, i) => ground.restaurantOf({ ...order, pickup }, i));
  expect(found).toEqual([before, before + 1, before]);
  expect(search).not.toHaveBeenCalled();
});

it('tells restaurants of two zones at one place apart', () => {
  const ground = new Ground(readRequest(smallDay()));
  const order = { time_s: 0, at: null, preparation_s: null, pickup: [16.301, 48.201] as [number, number] };
  const zones = [0, 1, 0].map((zone, i) => ground.restaurants[ground.restaurantOf({ ...order, zone }, i)]!.zone);
  expect(zones).toEqual([0, 1, 0]);
});

it('rides at the speed of the vehicles by their shares', () => {
  const ridesOf = (share: number, mix?: number[]) => {
    const vehicles = [
      { id: 'bike', mode: 'bike' as const, speed_kmh: 10, share },
      { id: 'scooter', mode: 'scooter' as const, speed_kmh: 30, share: 1 - share },
    ];
    const day = { ...smallDay(), vehicles, riders: undefined, handling: { minutes: 60 } };
    return new Ground(readRequest(day), mix).rides().ride_mean_m[0]!;
  };
  // The same time at 28 instead of 20 km/h: 0.4 more of all ways, and the approach is as long as before.
  expect(ridesOf(0.1)).toBeGreaterThan(1.4 * ridesOf(0.5));
  // Where named riders have others, by those of all.
  expect(ridesOf(0.5, [0.1, 0.9])).toBe(ridesOf(0.1));
});
