import { describe, expect, it } from 'vitest';
import { NO_COSTS, placesAt, requestOf, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';

const HOMES = 8;
const PARCELS = 30;

/** Parcels for a locker, of which half are given a place of their own at the same position, and a home every kilometre from there. */
function lockerDay() {
  const locker = Array.from({ length: PARCELS / 2 }, (): [number, number] => [0, 0]);
  const homes = Array.from({ length: HOMES }, (_, h): [number, number] => [1000 * (h + 1), 0]);
  const atHomes = homes.map((_, h) => task(`home ${h}`, locker.length + h));
  const parcels = Array.from({ length: PARCELS }, (_, k) => task(`parcel ${k}`, k % locker.length));
  return requestOf([...atHomes, ...parcels], [vehicle()], { places: placesAt([...locker, ...homes]) });
}

describe('nearest neighbours beside an outside carrier', () => {
  const positions = Array.from({ length: 40 }, (_, i): [number, number] => [1000 * ((i * 17) % 40), 0]);
  const tasks = positions.map((_, i) => task(`t${i}`, i));
  const nearOf = (...carriers: ReturnType<typeof vehicle>[]) => {
    const { problem } = compiled(requestOf(tasks, [...carriers, vehicle()], { places: placesAt(positions) }));
    const { near, spot, stops, remoteness, costScale } = problem;
    return [[...near], [...spot.subarray(0, stops)], [...remoteness].map((ticks) => ticks / costScale)];
  };

  it('are those of the vans, where it is paid by the day or by the parcel', () => {
    const byDay = vehicle({ id: 'by day', costs: { ...NO_COSTS, fixed: 90 } });
    const byParcel = vehicle({ id: 'by parcel', costs: { ...NO_COSTS, per_task: 4 } });
    expect(nearOf(byDay)).toEqual(nearOf());
    expect(nearOf(byParcel)).toEqual(nearOf());
  });
});

describe('nearest neighbours on a day with a locker', () => {
  const { problem } = compiled(lockerDay());
  const { near, nearest, stops, spot, arcs, nodes } = problem;
  const rowOf = (stop: number) => [...near.subarray(stop * nearest, (stop + 1) * nearest)];
  const all = Array.from({ length: stops }, (_, stop) => stop);
  const isParcel = (stop: number) => stop >= HOMES;

  it('are all other stops once, where there are no more than are listed', () => {
    for (const stop of all) expect(rowOf(stop).sort((a, b) => a - b)).toEqual(all.filter((other) => other !== stop));
  });

  it('are few of each spot before the rest of any', () => {
    for (const stop of all) {
      const head = rowOf(stop).slice(0, 10 + HOMES - (isParcel(stop) ? 0 : 1));
      expect(head.filter(isParcel)).toHaveLength(10);
      const arcTo = head.map((other) => arcs[stop * nodes + other]!);
      expect(arcTo).toEqual(arcTo.toSorted((a, b) => a - b));
    }
  });

  it('differ from parcel to parcel in which of the locker they are', () => {
    const heads = all.filter(isParcel).map((stop) => rowOf(stop)[0]);
    expect(new Set(heads).size).toBeGreaterThan(PARCELS / 2);
  });

  it('measure what one more task costs by arcs to other spots', () => {
    expect(spot[HOMES]).toBe(spot[HOMES + PARCELS - 1]);
    expect(problem.arcUnit / problem.costScale).toBeGreaterThan(1000);
  });
});
