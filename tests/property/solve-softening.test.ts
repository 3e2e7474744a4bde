import { describe, expect, it } from 'vitest';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import type { Problem } from '../../src/model/problem.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { LedPrice, Softening } from '../../src/routing/search/softening.ts';
import { unitsOf } from '../../src/routing/state/excess.ts';
import type { Linked } from '../../src/routing/state/packed.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { vehicle } from '../unit/plan-world.ts';
import { compiled, town } from '../unit/pool-world.ts';

/** Few vehicles that are nearly full, each task one to five units. */
function tightTown(): RoutingRequest {
  const request = town(120);
  const load = request.tasks.reduce((sum, { load: [amount] }) => sum + amount!, 0);
  return { ...request, vehicles: [vehicle({ count: 9, capacity: [Math.ceil(load / 8.8)] })] };
}

/** The same town with vans of two sizes, and with a third of the tasks collected after all deliveries. */
function twoSizes(): RoutingRequest {
  const request = tightTown();
  const [van] = request.vehicles;
  const [most] = van!.capacity!;
  const costs = { ...van!.costs, fixed: 500 };
  return { ...request, vehicles: [van!, { ...van!, id: 'truck', count: 4, capacity: [2 * most!], costs }] };
}
function backhauls(): RoutingRequest {
  const request = tightTown();
  const tasks = request.tasks.map((task, i) => (i % 3 > 0 ? task : { ...task, kind: 'pickup' as const }));
  const load = tasks.reduce((sum, { kind, load: [amount] }) => sum + (kind === 'pickup' ? 0 : amount!), 0);
  const van = { ...request.vehicles[0]!, capacity: [Math.ceil(load / 8.8)], backhauls: 'after_deliveries' as const };
  return { ...request, tasks, vehicles: [van] };
}

/** The same town with goods that have weight and volume, told in units of very different size, of which now this, now that is the most of a van. */
const twoDimensions = () => withVolume(tightTown(), 8.8);
/** @param vans that the volume of all fills */
function withVolume(request: RoutingRequest, vans: number): RoutingRequest {
  const tasks = request.tasks.map((each, i) => ({ ...each, load: [each.load[0]!, 40 * (1 + ((i * 7) % 5))] }));
  const volume = tasks.reduce((sum, { load: [, amount] }) => sum + amount!, 0);
  const [van] = request.vehicles;
  return { ...request, tasks, vehicles: [{ ...van!, capacity: [van!.capacity![0]!, Math.ceil(volume / vans)] }] };
}
function twoDimensionsBothWays(): RoutingRequest {
  const request = twoDimensions();
  const tasks = request.tasks.map((task, i) => (i % 3 > 0 ? task : { ...task, kind: 'pickup' as const }));
  const capacity = [0, 1].map((d) => {
    const load = tasks.reduce((sum, { kind, load }) => sum + (kind === 'pickup' ? 0 : load[d]!), 0);
    return Math.ceil(load / 8.8);
  });
  const [van] = request.vehicles;
  const truck = {
    ...van!,
    id: 'truck',
    count: 4,
    capacity: capacity.map((most) => 2 * most),
    backhauls: 'after_deliveries' as const,
  };
  return { ...request, tasks, vehicles: [{ ...van!, capacity, backhauls: 'after_deliveries' as const }, truck] };
}
/** The same, and a longest duty. */
const longDaysInTwo = () => withVolume(longDays(), 12);

/** The same town, and vans that go so far and serve so many at most. */
function limitedVans(): RoutingRequest {
  const request = tightTown();
  return { ...request, vehicles: [{ ...request.vehicles[0]!, maxTasks: 16, maxDistance_m: 5000 }] };
}

/** The same town with a second place for every task. */
function options(): RoutingRequest {
  const request = tightTown();
  const tasks = request.tasks.map((each, i) => {
    const other = { ...each.stops[0]!, place: 1 + ((i * 7) % request.tasks.length) };
    return { ...each, stops: [each.stops[0]!, other] };
  });
  return { ...request, tasks };
}

/** The same town with a longest duty, and a window for every third task. */
function longDays(): RoutingRequest {
  const request = tightTown();
  const tasks = request.tasks.map((each, i) => {
    const opens = (i * 37) % 1500;
    const windows: [number, number][] = i % 3 > 0 ? [] : [[opens, opens + 1200]];
    return { ...each, stops: each.stops.map((stop) => ({ ...stop, windows, service_s: 10 })) };
  });
  const van = request.vehicles[0]!;
  return { ...request, tasks, vehicles: [{ ...van, count: 14, capacity: [0.7 * van.capacity![0]!], maxDuty_s: 1900 }] };
}

/** The same, and every window again after a break. */
function brokenDays(): RoutingRequest {
  const request = longDays();
  const again = ([opens, closes]: [number, number]): [number, number][] => [
    [opens, opens + 500],
    [opens + 800, closes + 400],
  ];
  const tasks = request.tasks.map((task) => ({
    ...task,
    stops: task.stops.map((stop) => ({ ...stop, windows: stop.windows.flatMap(again) })),
  }));
  return { ...request, tasks };
}

/** The same windows and no longest duty. */
function windowed(): RoutingRequest {
  const request = longDays();
  return { ...request, vehicles: [{ ...request.vehicles[0]!, maxDuty_s: null }] };
}

/** Load above capacity, counted route by route, and of each dimension in its unit: of all together, or where pickups come last of either kind. */
function overloadOf(problem: Problem, { slots, size, first, next, type }: Linked) {
  const { delivered, picked, capacity, features, dimensions } = problem;
  const units = unitsOf(problem);
  let overload = 0;
  for (let slot = 0; slot < slots; slot++) {
    if (size[slot] === 0) continue;
    for (let d = 0; d < dimensions; d++) {
      let [brought, taken] = [0, 0];
      for (let v = first[slot]!; v >= 0; v = next[v]!) {
        brought += delivered[v * dimensions + d]!;
        taken += picked[v * dimensions + d]!;
      }
      const loads = features.backhauls ? [brought, taken] : [brought + taken];
      for (const load of loads) overload += units[d]! * Math.max(0, load - capacity[type[slot]! * dimensions + d]!);
    }
  }
  return overload;
}

/** Ticks of duty beyond the longest, summed: what begins as late as the earliest end allows is shortest. */
function overtimeOf(problem: Problem, { slots, size, first, next, type }: Linked) {
  const { durations, durationClass, nodes, windowOpens, windowCloses, windowStart, service, opens, closes } = problem;
  const windowsOf = (v: number) =>
    [...windowOpens.subarray(windowStart[v]!, windowStart[v + 1]!)].map(
      (from, w) => [from, windowCloses[windowStart[v]! + w]!] as const,
    );
  const from = (v: number, arrival: number) =>
    Math.max(arrival, windowsOf(v).find(([, until]) => arrival <= until)![0]);
  const by = (v: number, due: number) => Math.min(due, windowsOf(v).findLast(([opens]) => due >= opens)![1]);
  let overtime = 0;
  for (let slot = 0; slot < slots; slot++) {
    if (size[slot] === 0) continue;
    const kind = type[slot]!;
    const travel = (from: number, to: number) => durations[(durationClass[kind]! * nodes + from) * nodes + to]!;
    const visits: number[] = [];
    for (let v = first[slot]!; v >= 0; v = next[v]!) visits.push(v);
    const [start, end] = [problem.startNode[kind]!, problem.endNode[kind]!];
    let time = opens[kind]!;
    for (const [i, v] of visits.entries()) {
      time = from(v, time + travel(visits[i - 1] ?? start, v)) + service[v]!;
    }
    time += travel(visits.at(-1)!, end);
    let late = Math.min(time, closes[kind]!);
    for (const [i, v] of [...visits.entries()].reverse()) {
      late = by(v, late - travel(v, visits[i + 1] ?? end) - service[v]!);
    }
    overtime += Math.max(0, time - (late - travel(start, visits[0]!)) - problem.maxDuty[kind]!);
  }
  return overtime;
}

describe.each([
  ['one kind of vehicle', tightTown],
  ['two kinds of vehicles', twoSizes],
  ['backhauls', backhauls],
  ['vehicles with limits', limitedVans],
  ['a choice of places', options],
  ['long days', longDays],
  ['days with broken windows', brokenDays],
  ['windows', windowed],
  ['goods of two dimensions', twoDimensions],
  ['goods of two dimensions, backhauls and two kinds of vehicles', twoDimensionsBothWays],
  ['long days, goods of two dimensions', longDaysInTwo],
])('what is beyond what is allowed, at a price, %s', (_, make) => {
  const { problem } = compiled(make());
  const limited = problem.features.duty;
  const run = (seed: number, chunks: number, look: (anneal: Anneal) => void) => {
    const anneal = new Anneal(new Tours(problem), new Rng(seed, 0));
    anneal.construct();
    anneal.softens = true;
    for (let k = 0; k < chunks; k++) {
      anneal.run(20, problem.arcUnit);
      look(anneal);
    }
  };

  it('is counted right through all that is done and taken back', () => {
    const beyond = { load: 0, duty: 0 };
    for (const seed of [1, 2, 3]) {
      run(seed, 60, ({ tours }) => {
        const { excess } = tours;
        expect(excess.load).toBe(overloadOf(problem, tours));
        expect(excess.duty).toBe(limited ? overtimeOf(problem, tours) : 0);
        if (excess.load > 0) beyond.load++;
        if (excess.duty > 0) beyond.duty++;
      });
    }
    expect(beyond.load).toBeGreaterThan(10);
    expect(beyond.duty > 10).toBe(limited);
  });

  it('is never in the best', () => {
    run(4, 60, ({ bestTours }) => {
      expect(overloadOf(problem, bestTours)).toBe(0);
      if (limited) expect(overtimeOf(problem, bestTours)).toBe(0);
    });
  });

  it('is never taken for the best where a search begins with it', () => {
    run(6, 60, (anneal) => {
      const { load, duty } = anneal.tours.excess;
      const isBeyond = load > 0 || duty > 0;
      anneal.restart();
      expect(anneal.bestMissing === Number.POSITIVE_INFINITY).toBe(isBeyond);
    });
  });

  it('stays within what a route may have', () => {
    const { mostLoad, mostDuty } = Softening.for(problem)!;
    const kinds = problem.features.backhauls ? 2 : 1;
    run(5, 60, ({ tours }) => {
      const used = [...tours.size.keys()].filter((slot) => tours.size[slot]! > 0);
      const sum = (table: Int32Array) => used.reduce((all, slot) => all + table[tours.type[slot]!]!, 0);
      const units = [...unitsOf(problem)];
      const mostOf = (type: number) =>
        units.reduce((all, unit, d) => all + unit * mostLoad[type * problem.dimensions + d]!, 0);
      expect(tours.excess.load).toBeLessThanOrEqual(
        kinds * used.reduce((all, slot) => all + mostOf(tours.type[slot]!), 0),
      );
      expect(tours.excess.duty).toBeLessThanOrEqual(sum(mostDuty));
      for (const slot of used) expect(tours.excess.dutyOf[slot]).toBeLessThanOrEqual(mostDuty[tours.type[slot]!]!);
    });
  });
});

describe('the price of what is beyond what is allowed', () => {
  it('rises where few states do without, and falls where many do, within bounds', () => {
    const price = new LedPrice(5);
    for (let k = 0; k < 200; k++) price.adapt(0, 50);
    expect(price.price).toBeGreaterThan(5);
    const dear = price.price;
    for (let k = 0; k < 400; k++) price.adapt(50, 50);
    expect(price.price).toBeLessThan(dear);
    for (let k = 0; k < 5000; k++) price.adapt(50, 50);
    expect(price.price).toBeCloseTo(5 / 1000);
  });

  it('is for walls that are measured to matter only', () => {
    const request = tightTown();
    const [van] = request.vehicles;
    expect(Softening.for(compiled({ ...request, vehicles: [{ ...van!, capacity: null }] }).problem)).toBeNull();
    const timed = Softening.for(compiled({ ...request, vehicles: [{ ...van!, shift: [0, 10_000] }] }).problem)!;
    expect(timed.load).not.toBeNull();
    expect(timed.duty).toBeNull();
    const roomy = longDays();
    const { load, duty } = Softening.for(
      compiled({ ...roomy, vehicles: [{ ...roomy.vehicles[0]!, capacity: null }] }).problem,
    )!;
    expect(load).toBeNull();
    expect(duty).not.toBeNull();
  });
});
