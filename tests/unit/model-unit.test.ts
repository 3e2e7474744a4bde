import { describe, expect, it } from 'vitest';
import { NO_COSTS, placesAt, requestOf, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';

const positions = Array.from({ length: 40 }, (_, i): [number, number] => [1000 * ((i * 17) % 40), 300 * (i % 7)]);

describe('what one more task costs, and what is near', () => {
  // Every third stop takes two hours.
  const tasks = positions.map((_, i) => task(`t${i}`, i, { service_s: i % 3 === 0 ? 7200 : 60 }));
  const measured = (costs: Partial<typeof NO_COSTS>) => {
    const vehicles = [vehicle({ count: 9, costs: { ...NO_COSTS, per_km: 1, ...costs } })];
    const { problem } = compiled(requestOf(tasks, vehicles, { places: placesAt(positions) }));
    return { unit: problem.arcUnit / problem.costScale, near: [...problem.near], remote: [...problem.remoteness] };
  };

  it('is told by travel, not by what stops cost wherever one comes from', () => {
    const { unit, near, remote } = measured({});
    const paid = measured({ per_service_hour: 100 });
    expect(paid.unit).toBeCloseTo(unit, 4);
    expect(paid.near).toEqual(near);
    expect(paid.remote.indexOf(Math.max(...paid.remote))).toBe(remote.indexOf(Math.max(...remote)));
    expect(measured({ per_task: 50 }).unit).toBeCloseTo(unit, 4);
  });
});

describe('the share of a vehicle', () => {
  it('is that of what a vehicle carries, where none carries all goods', () => {
    const tasks = positions.map((_, i) => task(`t${i}`, i, { load: i % 2 === 0 ? [2, 0] : [0, 2] }));
    const unitOf = (...capacities: number[][]) => {
      const vehicles = capacities.map((capacity, k) =>
        vehicle({ id: `v${k}`, count: 9, capacity, costs: { ...NO_COSTS, per_km: 0.001, fixed: 80 } }),
      );
      const { problem } = compiled(requestOf(tasks, vehicles, { places: placesAt(positions) }));
      return problem.arcUnit / problem.costScale;
    };
    // Twenty tasks of a kind fill one.
    expect(unitOf([40, 0], [0, 40])).toBeLessThan(80 / 10);
    expect(unitOf([40, 40])).toBeLessThan(80 / 10);
  });
});

describe('of a fleet with few cheap vehicles', () => {
  const tasks = positions.map((_, i) => task(`t${i}`, i, { load: [1] }));
  const unitOf = (...fleet: [count: number, capacity: number, fixed: number, per_km: number][]) => {
    const vehicles = fleet.map(([count, capacity, fixed, per_km], k) =>
      vehicle({ id: `v${k}`, count, capacity: [capacity], costs: { ...NO_COSTS, fixed, per_km } }),
    );
    const { problem } = compiled(requestOf(tasks, vehicles, { places: placesAt(positions) }));
    return problem.arcUnit / problem.costScale;
  };
  const vans = [9, 10, 60, 0.4] as const;

  it('those that carry most of the tasks say what one more costs', () => {
    const ofVans = unitOf([...vans]);
    expect(unitOf([1, 5, 0, 0.05], [...vans])).toBeCloseTo(ofVans, 2);
    expect(unitOf([5, 5, 0, 0.05], [...vans])).toBeLessThan(0.2 * ofVans);
    // Where all of them are too few it is the dearest.
    expect(unitOf([1, 5, 0, 0.05], [1, 10, 60, 0.4])).toBeCloseTo(ofVans, 2);
  });
});
