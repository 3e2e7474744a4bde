import { describe, expect, it } from 'vitest';
import type { Task, Vehicle } from '../../src/contract/request.ts';
import { reload, requestOf, type Step, shipment, task, vehicle } from './plan-world.ts';
import { Track } from './route-world.ts';

const trackOf = (tasks: Task[], rest: Partial<Vehicle> = {}, more: Parameters<typeof requestOf>[2] = {}) =>
  new Track(requestOf(tasks, [vehicle({ reloads: [reload(0)], ...rest })], more));
const second = (index: number): Step => ({ task: index, part: 1 });
const RELOAD: Step = { reload: 0 };

describe('loads (L1)', () => {
  it('add up deliveries, pickups, shipments and what was on board before', () => {
    const tasks = [
      task('d', 1, { load: [3] }),
      task('p', 2, { kind: 'pickup', load: [2] }),
      shipment('s', 3, 5, { load: [4] }),
      task('v', 4, { kind: 'visit', load: [9] }),
      task('e', 6, { load: [1] }),
    ];
    const track = trackOf(tasks, { initialLoad: [10] });
    const loads = (steps: Step[]) => track.detail(steps).loads.map(([load]) => load);
    expect(loads([0, 1, 2, 3, second(2), 4])).toEqual([14, 11, 13, 17, 17, 13, 12]);
    // Pickups and what was on board are unloaded at the reload, the shipment stays; the last delivery is loaded.
    expect(loads([0, 1, 2, RELOAD, 3, second(2), 4])).toEqual([13, 10, 12, 16, 5, 5, 1, 0]);
  });

  it('are held against the capacity on every leg, in every dimension', () => {
    const tasks = [shipment('s', 1, 3, { load: [1, 2] }), task('d', 2, { load: [0, 2] })];
    expect(trackOf(tasks, { capacity: [1, 4] }).run([0, 1, second(0)])).toBe(true);
    expect(trackOf(tasks, { capacity: [1, 3] }).run([0, 1, second(0)])).toBe(false);
    expect(trackOf(tasks, { capacity: [1, 3] }).run([1, 0, second(0)])).toBe(true);
    expect(trackOf(tasks, { capacity: [1, 4], initialLoad: [1, 0] }).run([0, 1, second(0)])).toBe(false);
  });

  it('count what a delivery takes back from its stop on, to the end of its trip', () => {
    const tasks = [task('a', 1, { load: [5], returnLoad: [4] }), task('b', 2, { load: [3] })];
    const loads = (steps: Step[], capacity: number[]) => {
      const track = trackOf(tasks, { capacity });
      return track.run(steps) ? track.detail(steps).loads.map(([load]) => load) : null;
    };
    expect(loads([0, 1], [8])).toEqual([8, 7, 4]);
    expect(loads([0, RELOAD, 1], [5])).toEqual([5, 4, 3, 0]);
    expect(loads([0, 1], [7])).toBeNull();
    const more = [task('a', 1, { load: [1], returnLoad: [9] }), task('b', 2, { load: [1] })];
    expect(trackOf(more, { capacity: [9] }).run([1, 0])).toBe(true);
    expect(trackOf(more, { capacity: [9] }).run([0, 1])).toBe(false);
  });

  it('keep what is on board of a vehicle in progress across reloads, for this vehicle only', () => {
    const tasks = [task('a', 5, { load: [2], onBoardOf: 0 }), task('b', 5, { load: [3] })];
    const fleet = [vehicle({ reloads: [reload(0)], inProgress: true }), vehicle({ id: 'other' })];
    const track = new Track(requestOf(tasks, fleet));
    expect(track.detail([1, RELOAD, 0]).loads.map(([load]) => load)).toEqual([5, 2, 2, 0]);
    expect(track.run([0])).toBe(true);
    expect(new Track(requestOf(tasks, fleet), 1).run([0])).toBe(false);
  });

  it('count what a vehicle in progress does not deliver, until the first reload or the end', () => {
    const tasks = [task('a', 5, { load: [2], onBoardOf: 0 }), task('p', 6, { kind: 'pickup', load: [3] })];
    const track = (capacity: number) =>
      new Track(requestOf(tasks, [vehicle({ reloads: [reload(0)], inProgress: true, capacity: [capacity] })]));
    const loads = (steps: Step[]) =>
      track(9)
        .detail(steps)
        .loads.map(([load]) => load);
    expect(loads([1])).toEqual([2, 5]);
    expect(loads([1, RELOAD])).toEqual([2, 5, 0]);
    expect(loads([RELOAD, 1])).toEqual([2, 0, 3]);
    expect([[1], [1, 0], [0, 1], [RELOAD, 1]].map((steps) => track(4).run(steps))).toEqual([false, false, true, true]);
    expect(track(5).run([1])).toBe(true);
  });

  it('are empty to the last digit when all is delivered', () => {
    const tasks = [0.1, 0.2, 0.3].map((load, i) => shipment(`s${i}`, i, i + 5, { load: [load] }));
    const { loads } = trackOf(tasks).detail([0, 1, 2, second(1), second(0), second(2)]);
    expect(loads.at(-1)).toEqual(new Float64Array([0]));
  });
});

it('refuses half a shipment, and one delivered before it is picked up', () => {
  const track = trackOf([shipment('s', 1, 3), task('d', 2)]);
  expect(track.run([0, 1])).toBe(false);
  expect(track.run([1, second(0)])).toBe(false);
  expect(track.run([second(0), 1, 0])).toBe(false);
  expect(track.run([0, 1, second(0)])).toBe(true);
  expect(track.sim.served).toBe(2);
});

describe('last in, first out (L2)', () => {
  it('puts what a delivery takes back on top of the rest of its trip', () => {
    const track = trackOf([task('a', 1, { load: [1], returnLoad: [1] }), task('b', 2)], { unloading: 'lifo' });
    expect(track.run([0, 1])).toBe(false);
    expect(track.run([1, 0])).toBe(true);
    expect(track.run([0, RELOAD, 1])).toBe(true);
  });

  const tasks = [
    shipment('s', 1, 5),
    shipment('t', 2, 6),
    task('d', 3),
    task('p', 4, { kind: 'pickup' }),
    task('v', 4, { kind: 'visit' }),
  ];
  const track = trackOf(tasks, { unloading: 'lifo' });

  it.each<[string, boolean, Step[]]>([
    ['one shipment inside another', true, [0, 1, second(1), second(0)]],
    ['shipments that cross', false, [0, 1, second(0), second(1)]],
    ['a delivery below a shipment', false, [0, 2, second(0)]],
    ['a delivery before a shipment', true, [2, 0, second(0)]],
    ['a delivery below a pickup', false, [3, 2]],
    ['a delivery of the next trip', true, [3, RELOAD, 2]],
    ['a pickup upon a shipment', false, [0, 3, second(0)]],
    ['a shipment upon a pickup', true, [3, 0, second(0)]],
    ['a reload with a shipment on board', false, [0, RELOAD, second(0)]],
    ['a visit between', true, [0, 4, second(0)]],
  ])('%s: %s', (_, fits, steps) => {
    expect(track.run(steps)).toBe(fits);
    expect(trackOf(tasks).run(steps)).toBe(true);
  });
});

describe('incompatible goods (L3)', () => {
  const tasks = [
    task('food', 1, { goods: 'food' }),
    task('paint', 2, { goods: 'paint' }),
    task('waste', 3, { goods: 'paint', kind: 'pickup' }),
    shipment('meal', 4, 5, { goods: 'food' }),
    task('look', 6, { goods: 'paint', kind: 'visit' }),
    task('box', 6, { goods: 'box' }),
  ];
  const track = trackOf(tasks, {}, { incompatibleGoods: [['food', 'paint']] });

  it.each<[string, boolean, Step[]]>([
    ['both from the start', false, [0, 1]],
    ['in two trips', true, [0, RELOAD, 1]],
    ['picked up when the other is gone', true, [0, 2]],
    ['picked up while the other is on board', false, [2, 0]],
    ['a shipment beside a delivery', false, [3, 1, second(3)]],
    ['a shipment after it', true, [1, 3, second(3)]],
    ['a shipment across a reload to the other', false, [3, RELOAD, 1, second(3)]],
    ['a pickup that is unloaded at the reload', true, [2, RELOAD, 0]],
    ['a visit', true, [4, 0]],
    ['goods nobody names', true, [5, 1]],
  ])('%s: %s', (_, fits, steps) => {
    expect(track.run(steps)).toBe(fits);
  });
});

describe('backhauls (L4)', () => {
  const tasks = [task('d', 1), task('p', 2, { kind: 'pickup' }), shipment('s', 3, 4), task('e', 5)];
  const after = trackOf(tasks, { backhauls: 'after_deliveries' });
  const strict = trackOf(tasks, { backhauls: 'after_a_delivery' });

  it('come after the deliveries of their trip', () => {
    expect(after.run([0, 1])).toBe(true);
    expect(after.run([1, 0])).toBe(false);
    expect(after.run([1, RELOAD, 0])).toBe(true);
    expect(after.run([2, 0, second(2), 1])).toBe(true);
    expect(after.run([1])).toBe(true);
  });

  it('may need a delivery on the route', () => {
    expect(strict.run([1])).toBe(false);
    expect(strict.run([1, 2, second(2)])).toBe(false);
    expect(strict.run([0, 1])).toBe(true);
    expect(strict.run([1, RELOAD, 0])).toBe(true);
  });
});
