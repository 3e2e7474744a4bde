import { describe, expect, it } from 'vitest';
import type { RoutingRequest, Vehicle } from '../../src/contract/request.ts';
import { dealFleet } from '../../src/districts/fleet.ts';
import { nearestStarts } from '../../src/districts/starts.ts';
import { Rng } from '../../src/kit/rng.ts';
import { placesAt, task, vehicle } from './plan-world.ts';
import { town } from './pool-world.ts';

const WIDTH = 20;

/** Districts side by side, each of so many tasks, of which none is on a route; then places for starts. */
function sideBySide(districts: number, starts: [number, number][], each = 20) {
  const rng = new Rng(7, 0);
  const at = (_: unknown, i: number): [number, number] => [
    WIDTH * (Math.floor(i / each) + rng.double()),
    WIDTH * rng.double(),
  ];
  const positions = Array.from({ length: districts * each }, at);
  const request: RoutingRequest = {
    ...town(1),
    places: placesAt([...positions, ...starts]),
    tasks: positions.map((_, i) => task(`t${i}`, i)),
  };
  const wards = Array.from({ length: districts }, (_, w) => {
    const tasks = Array.from({ length: each }, (_, i) => w * each + i);
    return { tasks, routes: [], absent: tasks };
  });
  const startAt = (s: number) => ({ start: positions.length + s, end: positions.length + s });
  const deal = (vehicles: Vehicle[], given = wards) =>
    dealFleet({ ...request, vehicles }, given, nearestStarts({ ...request, vehicles }));
  return { wards, startAt, deal };
}

const sums = (counts: number[][]) => counts.map((row) => row.reduce((sum, count) => sum + count, 0));
const oneByOne = (count: number, rest: (v: number) => Partial<Vehicle>) =>
  Array.from({ length: count }, (_, v) => vehicle({ id: `van-${v}`, ...rest(v) }));

describe('a fleet that is listed one by one', () => {
  const { deal, startAt } = sideBySide(6, [[60, 10]]);

  it('is dealt as if it was counted', () => {
    const counted = deal([vehicle({ count: 40, ...startAt(0) })]);
    expect(sums(deal(oneByOne(40, () => startAt(0))))).toEqual(sums(counted));
    expect(Math.min(...sums(counted))).toBe(6);
  });

  it('is dealt evenly where all differ in capacity, or in what they may serve', () => {
    expect(sums(deal(oneByOne(15, (v) => ({ ...startAt(0), capacity: [10 + v] })))).sort()).toEqual([2, 2, 2, 3, 3, 3]);
    expect(sums(deal(oneByOne(15, (v) => ({ ...startAt(0), skills: [`s${v}`] })))).sort()).toEqual([2, 2, 2, 3, 3, 3]);
  });

  it('gives a share of each size to every district', () => {
    const counts = deal([
      vehicle({ id: 'small', count: 13, ...startAt(0), capacity: [10] }),
      vehicle({ id: 'large', count: 11, ...startAt(0), capacity: [20] }),
    ]);
    expect(sums(counts)).toEqual([4, 4, 4, 4, 4, 4]);
    for (const [small] of counts) expect([2, 3]).toContain(small);
  });

  it('goes near to where each starts, and not all to one district', () => {
    const rng = new Rng(3, 0);
    const homes = Array.from({ length: 60 }, (): [number, number] => [120 * rng.double(), 20 * rng.double()]);
    const { deal, startAt } = sideBySide(6, homes);
    const counts = deal(oneByOne(60, startAt));
    for (const count of sums(counts)) expect(Math.abs(count - 10)).toBeLessThanOrEqual(1);
    const away = homes.map(([x], v) => Math.abs(x / WIDTH - 0.5 - counts.findIndex((row) => row[v] === 1)));
    expect(away.reduce((sum, one) => sum + one, 0) / 60).toBeLessThan(0.4);
  });

  it('goes to districts farther off as well where all live in one', () => {
    const { deal, startAt } = sideBySide(
      6,
      Array.from({ length: 30 }, (_, v): [number, number] => [0.1 * v, 0.1 * v]),
    );
    expect(sums(deal(oneByOne(30, startAt)))).toEqual([5, 5, 5, 5, 5, 5]);
  });
});

describe('several depots', () => {
  const depots: [number, number][] = [
    [20, 10],
    [60, 10],
    [100, 10],
  ];
  const { wards, deal, startAt } = sideBySide(6, depots);

  it('serve their own districts first, though nothing is on a route yet', () => {
    const counts = deal(depots.map((_, d) => vehicle({ id: `d${d}`, count: 10, ...startAt(d) })));
    expect(counts.map((row) => row.map((count) => count > 0))).toEqual(
      wards.map((_, w) => depots.map((_, d) => d === Math.floor(w / 2))),
    );
    expect(sums(counts)).toEqual([5, 5, 5, 5, 5, 5]);
  });

  it('help out where there are too few vehicles, the nearer the rather', () => {
    const counts = deal(depots.map((_, d) => vehicle({ id: `d${d}`, count: [16, 2, 12][d]!, ...startAt(d) })));
    expect(sums(counts)).toEqual([5, 5, 5, 5, 5, 5]);
    expect(counts.slice(4).every(([first]) => first === 0)).toBe(true);
  });

  it('keep their own vehicles where there are enough of another kind for all', () => {
    const own = depots.map((_, d) => vehicle({ id: `d${d}`, count: [8, 2, 2][d]!, ...startAt(d) }));
    const counts = deal([...own, vehicle({ id: 'carrier', count: 120, start: null, end: null })]);
    expect(counts.map((row) => row[3])).toEqual([20, 20, 20, 20, 20, 20]);
    expect(counts.map((row) => row[0])).toEqual([4, 4, 0, 0, 0, 0]);
  });

  it('send most of what is spare where tasks are on no route', () => {
    const given = wards.map((ward, w) => ({ ...ward, absent: w === 1 ? ward.absent : [] }));
    const counts = deal(
      depots.map((_, d) => vehicle({ id: `d${d}`, count: 5, ...startAt(d) })),
      given,
    );
    expect(sums(counts)[1]).toBeGreaterThan(6);
    expect(sums(counts).reduce((sum, count) => sum + count, 0)).toBe(15);
  });
});
