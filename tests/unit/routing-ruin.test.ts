import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { Ruin } from '../../src/routing/moves/ruin.ts';
import { unpack } from '../../src/routing/state/packed.ts';
import { refresh } from '../../src/routing/state/refresh.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { Undo } from '../../src/routing/state/undo.ts';
import { NO_COSTS, placesAt, rawRoute, requestOf, shipment, task, vehicle } from './plan-world.ts';
import { compiled, town } from './pool-world.ts';

const VANS = 6;
const PER_VAN = 30;
const RUNS = 1000;

/** How many tasks are removed from a day of which so many stops of each route stay: on average, and at most. */
function removed(locked: number): [mean: number, most: number] {
  const routes = Array.from({ length: VANS }, (_, v) => {
    const steps = Array.from({ length: PER_VAN }, (_, i) => v * PER_VAN + i);
    return { ...rawRoute(v, steps), locked, pinned: false };
  });
  // Simulated in either case.
  const costs = { ...NO_COSTS, per_km: 1000, overtime: { after_s: 1e6, per_hour: 1 } };
  const vehicles = routes.map((_, v) => vehicle({ id: `v${v}`, costs }));
  const { problem } = compiled({ ...town(VANS * PER_VAN), vehicles, routes });
  const tours = new Tours(problem);
  unpack(problem.initial!, tours);
  const rng = new Rng(1);
  const undo = new Undo(tours);
  const ruin = new Ruin(tours, undo, rng);
  const stays = (stop: number) => stop % PER_VAN >= locked || tours.route[stop]! >= 0;
  let [sum, most] = [0, 0];
  for (let run = 0; run < RUNS; run++) {
    undo.begin();
    ruin.run(rng.below(problem.tasks), PER_VAN);
    sum += ruin.count;
    most = Math.max(most, ruin.count);
    expect(tours.route.every((_, stop) => stays(stop))).toBe(true);
    undo.rollback();
  }
  return [sum / RUNS, most];
}

describe('strings', () => {
  it.each([1, 3])('are no longer where %i stops of each route stay', (locked) => {
    const [mean, most] = removed(0);
    const [meanBeside, mostBeside] = removed(locked);
    expect(meanBeside).toBeGreaterThan(0.8 * mean);
    expect(meanBeside).toBeLessThan(1.1 * mean);
    expect(mostBeside).toBeLessThan(1.2 * most);
  });

  it('are cut short where less than that may go', () => {
    const [mean, most] = removed(PER_VAN - 2);
    expect(mean).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(2 * VANS);
  });
});

describe('strings of a single long route, or two', () => {
  // One of at most ten stops was all that a ruin took off a single vehicle, however many it serves.
  it.each([
    [1, 0],
    [2, 0],
    [1, 1e6],
    [2, 1e6],
  ])('are several of a route: %i vans, windows until %i', (vans, until_s) => {
    const day = town(vans * 90);
    const windows: [number, number][] = until_s > 0 ? [[0, until_s]] : [];
    const tasks = day.tasks.map((each) => ({ ...each, stops: each.stops.map((one) => ({ ...one, windows })) }));
    const routes = Array.from({ length: vans }, (_, v) => ({
      ...rawRoute(
        v,
        Array.from({ length: 90 }, (_, i) => v * 90 + i),
      ),
      ...{ locked: 0, pinned: false },
    }));
    const { problem } = compiled({ ...day, tasks, vehicles: routes.map((_, v) => vehicle({ id: `v${v}` })), routes });
    const tours = new Tours(problem);
    unpack(problem.initial!, tours);
    const rng = new Rng(1);
    const undo = new Undo(tours);
    const ruin = new Ruin(tours, undo, rng);
    let removed = 0;
    for (let run = 0; run < RUNS; run++) {
      undo.begin();
      ruin.run(rng.below(problem.tasks), 90);
      removed += ruin.count;
      let planned = 0;
      for (let slot = 0; slot < tours.slots; slot++)
        for (let v = tours.size[slot]! > 0 ? tours.first[slot]! : -1; v >= 0; v = tours.next[v]!) planned++;
      expect(planned).toBe(problem.tasks - ruin.count);
      undo.rollback();
    }
    expect(removed / RUNS).toBeGreaterThan(8);
  });
});

describe('tasks that share a route', () => {
  // A change of the places of two of them took all off, to be placed one after the other.
  it.each([[3], [PER_VAN - 2]])('are removed one by one, or all of them for another route: %i of them', (mates) => {
    const group = Array.from({ length: mates }, (_, i) => i);
    const relations = [{ kind: 'same_vehicle' as const, tasks: group, minGap_s: 0 }];
    const routes = Array.from({ length: VANS }, (_, v) => {
      const steps = Array.from({ length: PER_VAN }, (_, i) => v * PER_VAN + i);
      return { ...rawRoute(v, steps), locked: 0, pinned: false };
    });
    const vehicles = routes.map((_, v) => vehicle({ id: `v${v}` }));
    const { problem } = compiled({ ...town(VANS * PER_VAN), vehicles, routes, relations });
    const tours = new Tours(problem);
    unpack(problem.initial!, tours);
    const rng = new Rng(1);
    const undo = new Undo(tours);
    const ruin = new Ruin(tours, undo, rng);
    let [some, all] = [0, 0];
    for (let run = 0; run < RUNS; run++) {
      undo.begin();
      ruin.run(tours.problem.taskOf[0]!, PER_VAN);
      const left = group.filter((stop) => tours.route[stop]! >= 0).length;
      if (left === 0) all++;
      else if (left < mates) some++;
      undo.rollback();
    }
    expect(some).toBeGreaterThan(RUNS / 10);
    expect(all).toBeGreaterThan(RUNS / 20);
  });
});

describe('strings of patches', () => {
  /** Most tasks that one ruin takes off four long tours, with so many shipments among 320 tasks. */
  function most(shipments: number): number {
    const rng = new Rng(3);
    const positions = Array.from({ length: 320 }, (): [number, number] => [rng.below(10_000), rng.below(10_000)]);
    const tasks = positions.map((_, i) =>
      i < shipments ? shipment(`t${i}`, i, 319 - i, { load: [0] }) : task(`t${i}`, i, { load: [0] }),
    );
    const van = vehicle({ count: 4, costs: { ...NO_COSTS, per_km: 1 } });
    const { problem } = compiled(requestOf(tasks, [van], { places: placesAt(positions) }));
    const tours = new Tours(problem);
    for (let stop = 0; stop < problem.stops; stop++) tours.append(stop, Math.floor((4 * stop) / problem.stops), 0);
    for (let slot = 0; slot < 4; slot++) refresh(tours, slot);
    const undo = new Undo(tours);
    const ruin = new Ruin(tours, undo, rng);
    let most = 0;
    for (let run = 0; run < 300; run++) {
      undo.begin();
      ruin.run(rng.below(problem.tasks), problem.stops / 4);
      most = Math.max(most, ruin.count);
      undo.rollback();
    }
    return most;
  }

  // One shipment kept them from the whole day: long tours were up to a fifth longer.
  it.each([
    [0, true],
    [1, true],
    [16, true],
    [64, false],
  ])('are taken where few tasks are shipments: %i of 320', (shipments, areTaken) => {
    expect(most(shipments) > 80).toBe(areTaken);
  });
});
