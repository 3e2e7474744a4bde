import { describe, expect, it } from 'vitest';
import type { Relation, Task, Vehicle } from '../../src/contract/request.ts';
import { Together } from '../../src/route/together.ts';
import { requestOf, type Step, shipment, task, vehicle } from './plan-world.ts';
import { Track } from './route-world.ts';

const sequence = (tasks: number[], minGap_s = 0): Relation => ({ kind: 'sequence', tasks, minGap_s });

/** Settles routes, one list of steps per vehicle, and runs each. */
function timesOf(tasks: Task[], fleet: Vehicle[], relations: Relation[], routes: Step[][], isWhole = true) {
  const request = requestOf(tasks, fleet, { relations });
  const track = new Track(request);
  const given = routes.map((steps, index) => ({ vehicle: index, steps: track.fill(steps), count: steps.length }));
  const steps = new Map(given.map((route, index) => [route, routes[index]!]));
  const together = new Together(track.sim, (route) => {
    track.fill(steps.get(route as (typeof given)[number])!);
  });
  const settled = together.settle(given, isWhole);
  const begins = given.map((route, index) => {
    track.fill(routes[index]!);
    const fits = track.sim.run(index, route.steps, route.count);
    return fits ? track.begins(route.count) : null;
  });
  together.clear();
  return { settled, begins, keeps: Array.from(track.sim.keeps), notBefore: Array.from(track.sim.notBefore_s) };
}

const two = [vehicle({ shift: [0, 500] }), vehicle({ id: 'other', shift: [0, 500] })];

describe('sequences', () => {
  it('make a later task wait for the one before, with its gap', () => {
    const tasks = [task('a', 30, { service_s: 10 }), task('b', 10)];
    const { settled, begins, keeps, notBefore } = timesOf(tasks, two, [sequence([0, 1], 5)], [[0], [1]]);
    expect(settled).toBe(true);
    expect(begins).toEqual([[30], [45]]);
    expect(keeps).toEqual([0, 0]);
    expect(notBefore.every((bound) => bound === Number.NEGATIVE_INFINITY)).toBe(true);
  });

  it('go on over several routes', () => {
    const tasks = [task('a', 30), task('b', 10, { service_s: 5 }), task('c', 40)];
    const { begins } = timesOf(tasks, two, [sequence([0, 1, 2], 10)], [[0, 2], [1]]);
    expect(begins).toEqual([[30, 55], [40]]);
  });

  it('wait for the delivery of a shipment, with the pickup of the next', () => {
    const tasks = [shipment('s', 10, 30), shipment('t', 5, 6)];
    const both: Step[] = [0, { task: 0, part: 1 }];
    const { begins } = timesOf(tasks, two, [sequence([0, 1])], [both, [1, { task: 1, part: 1 }]]);
    expect(begins).toEqual([
      [10, 30],
      [30, 31],
    ]);
  });

  it('keep a begin that is waited for, when the route would leave later', () => {
    const tasks = [task('a', 10), task('x', 20, { windows: [[100, 100]] }), task('b', 5)];
    const { begins } = timesOf(tasks, two, [sequence([0, 2])], [[0, 1], [2]]);
    expect(begins).toEqual([[10, 100], [10]]);
    const alone = timesOf(tasks, two, [], [[0, 1], [2]]);
    expect(alone.begins[0]).toEqual([90, 100]);
  });

  it('keep a gap on one route', () => {
    const { begins } = timesOf([task('a', 10), task('b', 10)], two, [sequence([0, 1], 30)], [[0, 1], []]);
    expect(begins[0]).toEqual([10, 40]);
  });

  it('start at second 0 where nothing says when', () => {
    const free = [vehicle(), vehicle({ id: 'other' })];
    const { begins } = timesOf([task('a', 30), task('b', 10)], free, [sequence([0, 1])], [[0], [1]]);
    expect(begins).toEqual([[30], [30]]);
  });

  it('refuse routes that wait for each other, are late, or lack the task before', () => {
    const tasks = [task('a', 10), task('b', 20), task('c', 10, { windows: [[0, 15]] })];
    expect(timesOf(tasks, two, [sequence([0, 1])], [[1, 0], []]).settled).toBe(false);
    const crossed = [sequence([0, 1]), sequence([2, 0])];
    expect(
      timesOf(
        tasks.map((one) => ({ ...one, stops: [{ ...one.stops[0]!, windows: [] }] })),
        two,
        [...crossed, sequence([1, 2])],
        [[0], [1, 2]],
      ).settled,
    ).toBe(false);
    expect(timesOf(tasks, two, [sequence([1, 2])], [[1], [2]]).settled).toBe(false);
    expect(timesOf(tasks, two, [sequence([0, 1])], [[1], []]).settled).toBe(false);
  });

  it('wait for no task that is on none of the routes, where these are not a whole plan', () => {
    const tasks = [task('a', 10), task('b', 50), task('c', 20)];
    const { settled, begins } = timesOf(tasks, two, [sequence([0, 1, 2])], [[1], [2]], false);
    expect(settled).toBe(true);
    expect(begins).toEqual([[50], [50]]);
  });
});
