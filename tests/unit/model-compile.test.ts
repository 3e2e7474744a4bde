import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Profile, RoutingRequest } from '../../src/contract/request.ts';
import { vehicleTypes } from '../../src/model/fleet.ts';
import { attachProblem, MANDATORY, type Problem } from '../../src/model/problem.ts';
import { ceilTicks, floorTicks, ScaleFinder } from '../../src/model/scale.ts';
import { compiled, planOf } from '../property/solve-plan.ts';
import { anyRequest } from '../property/solve-world.ts';
import { NO_COSTS, placesAt, requestOf, task, vehicle } from './plan-world.ts';

const SMALL = { tasks: [1, 9], kinds: [1, 3], count: [1, 3] } as const satisfies Parameters<typeof anyRequest>[0];
const problemOf = (request: RoutingRequest): Problem => compiled(request).problem;

describe('a compiled problem', () => {
  it('is the same seen through another view of its buffer', () => {
    fc.assert(
      fc.property(anyRequest(SMALL), (request) => {
        const problem = problemOf(request);
        expect(attachProblem(problem.buffer)).toEqual(problem);
        expect(problem.buffer).toBeInstanceOf(SharedArrayBuffer);
      }),
      { seed: 31, numRuns: 100 },
    );
  });

  it('lays its tables out without overlap, and transposes share memory only where it is symmetric', () => {
    fc.assert(
      fc.property(anyRequest(SMALL), (request) => {
        const problem = problemOf(request);
        const tables = Object.values(problem).filter((table) => ArrayBuffer.isView(table));
        const spans = [...new Map(tables.map((t) => [`${t.byteOffset} ${t.byteLength}`, t])).values()]
          .filter((t) => t.byteLength > 0)
          .sort((a, b) => a.byteOffset - b.byteOffset);
        for (const [i, table] of spans.slice(1).entries()) {
          const before = spans[i]!;
          expect(table.byteOffset).toBeGreaterThanOrEqual(before.byteOffset + before.byteLength);
        }
        expect(problem.arcs.byteOffset === problem.arcsTo.byteOffset).toBe(problem.features.symmetric);
      }),
      { seed: 32, numRuns: 100 },
    );
  });

  it('refuses a buffer of another make', () => {
    expect(() => attachProblem(new SharedArrayBuffer(256))).toThrow(RangeError);
  });

  it('has transposes that are transposes, and rows of neighbours in order, last those that share no tour', () => {
    fc.assert(
      fc.property(anyRequest(SMALL), (request) => {
        const p = problemOf(request);
        const square = p.nodes * p.nodes;
        for (let at = 0; at < p.arcs.length; at++) {
          const [base, i, j] = [at - (at % square), Math.floor((at % square) / p.nodes), at % p.nodes];
          expect(p.arcsTo[base + j * p.nodes + i]).toBe(p.arcs[at]);
          if (p.durations.length > 0) expect(p.durationsTo[base + j * p.nodes + i]).toBe(p.durations[at]);
        }
        const classes = p.arcs.length / square;
        // Without what stops cost by themselves, which is on the diagonal.
        const way = (c: number, a: number, b: number) =>
          p.arcs[c * square + a * p.nodes + b]! - p.arcs[c * square + b * p.nodes + b]!;
        const nearness = (a: number, b: number) =>
          Math.max(0, Math.min(...Array.from({ length: classes }, (_, c) => [way(c, a, b), way(c, b, a)]).flat()));
        const follows = (a: number, b: number) => {
          const spare = p.windowCloses[p.windowStart[b + 1]! - 1]! - p.windowOpens[p.windowStart[a]!]! - p.service[a]!;
          return Array.from({ length: classes }, (_, c) => p.durations[c * square + a * p.nodes + b]!).some(
            (travel) => travel <= spare,
          );
        };
        const isTimed = p.features.timed && p.durations.length > 0;
        const isApart = (a: number, b: number) => {
          const types = Array.from({ length: p.types }, (_, v) => v * p.visits);
          const noVehicle = !types.some((row) => p.allowed[row + a] === 1 && p.allowed[row + b] === 1);
          return noVehicle || (isTimed && !follows(a, b) && !follows(b, a));
        };
        expect(p.nearest).toBe(p.tasks - 1);
        for (let t = 0; t < p.tasks; t++) {
          const row = [...p.near.subarray(t * p.nearest, (t + 1) * p.nearest)];
          expect(new Set([...row, t]).size).toBe(p.tasks);
          const apart = row.map((other) => isApart(t, other));
          expect(apart).toEqual([...apart].sort());
          for (const side of [false, true]) {
            const keys = row.filter((_, k) => apart[k] === side).map((other) => nearness(t, other));
            expect(keys).toEqual([...keys].sort((a, b) => a - b));
          }
        }
      }),
      { seed: 33, numRuns: 60 },
    );
  });
});

describe('matrices of a problem', () => {
  const rows = [
    [0, 7, 11],
    [5, 0, 3],
    [13, 2, 0],
  ];
  const matrix: Profile = {
    ...{ kind: 'matrix', name: 'm', traffic: [], durations_s: rows },
    distances_m: rows.map((row) => row.map((value) => 10 * value)),
  };
  const places = rows.map((_, i) => ({ id: `p${i}`, position: null, zones: [] }));
  const costs = { ...NO_COSTS, per_km: 1000 };
  const table = (values: Int32Array, nodes: number) =>
    Array.from({ length: nodes }, (_, i) => [...values.subarray(i * nodes, (i + 1) * nodes)]);

  it('keep directions apart, and put what a stop costs on the arcs that lead to it', () => {
    const tasks = [task('a', 1, { cost: 100 }), task('b', 2, { cost: 1000 })];
    const p = problemOf(requestOf(tasks, [vehicle({ costs, maxDistance_m: 1e6 })], { places, profiles: [matrix] }));
    // Nodes: a, b, depot.
    expect(table(p.arcs, 3)).toEqual([
      [100, 30 + 1000, 50],
      [20 + 100, 1000, 130],
      [70 + 100, 110 + 1000, 0],
    ]);
    expect(table(p.distances, 3)).toEqual([
      [0, 30, 50],
      [20, 0, 130],
      [70, 110, 0],
    ]);
    expect(p.features.symmetric).toBe(false);
    expect(p.durations).toHaveLength(0);
  });

  // Thousands of vehicles with starts of their own have millions of arcs between them.
  it('lead from the start of a vehicle to its own end, and to that of no other', () => {
    const vans = [0, 10].map((start) => vehicle({ id: `van ${start}`, start, end: start + 3 }));
    const { arcs, nodes, startNode, endNode, costScale } = problemOf(requestOf([task('a', 20)], vans));
    const arc = (from: number, to: number) => arcs[startNode[from]! * nodes + endNode[to]!]! / costScale;
    expect([arc(0, 0), arc(1, 1), arc(0, 1), arc(1, 0)]).toEqual([3, 3, 0, 0]);
  });

  it('cost nothing from nowhere and to nowhere but the stop itself', () => {
    const tasks = [task('a', 1, { cost: 100, windows: [[0, 9]] }), task('b', 2)];
    const p = problemOf(requestOf(tasks, [vehicle({ costs, start: null, end: null })], { places, profiles: [matrix] }));
    expect([p.startNode[0], p.endNode[0], p.nodes]).toEqual([2, 2, 3]);
    expect(table(p.arcs, 3)[2]).toEqual([100, 0, 0]);
    expect(table(p.arcs, 3).map((row) => row[2])).toEqual([0, 0, 0]);
    expect(table(p.durations, 3)).toEqual([
      [0, 3, 0],
      [2, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('give every kind of travel a class of its own, and equal ones the same', () => {
    const fleet = [
      vehicle({ id: 'v', costs }),
      vehicle({ id: 'slow', costs, speedFactor: 0.5 }),
      vehicle({ id: 'small', costs, capacity: [1] }),
      vehicle({ id: 'dear', costs: { ...costs, fixed: 9 } }),
      vehicle({ id: 'long', costs: { ...costs, per_km: 2000 } }),
    ];
    const timed = [task('a', 1, { windows: [[0, 99]] }), task('b', 2)];
    const p = problemOf(requestOf(timed, fleet, { places, profiles: [matrix] }));
    expect([...p.costClass]).toEqual([0, 1, 0, 0, 2]);
    expect([...p.durationClass]).toEqual([0, 1, 0, 0, 0]);
    expect([...p.distanceClass]).toEqual([0, 0, 0, 0, 0]);
    expect(p.durations.length).toBe(2 * p.nodes ** 2);
    expect(p.durations[9 + 1]).toBe(2 * p.durations[1]!);
  });
});

describe('technicians with wages of their own', () => {
  const [VISITS, TECHNICIANS, PER_KM] = [30, 8, 0.3];
  const perHour = (v: number) => 18 + v / 10;
  const team = () => {
    const positions = Array.from({ length: VISITS + TECHNICIANS }, (_, i): [number, number] => [
      i * 389,
      (i * 631) % 997,
    ]);
    const tasks = Array.from({ length: VISITS }, (_, i) => task(`t${i}`, i, { service_s: 600 }));
    const vehicles = Array.from({ length: TECHNICIANS }, (_, v) => {
      const costs = { ...NO_COSTS, per_km: PER_KM, per_hour: perHour(v) };
      const home = VISITS + v;
      return vehicle({ id: `v${v}`, start: home, end: home, shift: [0, 40_000], costs, minDuty_s: 1 });
    });
    return requestOf(tasks, vehicles, { places: placesAt(positions) });
  };

  it('share the ways they drive, at prices of their own', () => {
    const p = problemOf(team());
    const square = p.nodes ** 2;
    expect([...p.costClass]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([p.seconds.length, p.metres.length]).toEqual([square, square]);
    for (let type = 0; type < p.types; type++)
      for (let stop = 0; stop < p.stops; stop++) {
        const at = p.startNode[type]! * p.nodes + stop;
        const way = (PER_KM * p.metres[at]!) / 1000 + (perHour(type) * p.seconds[at]!) / 3600;
        const ticks = p.arcs[type * square + at]! - p.arcs[type * square + stop * p.nodes + stop]!;
        expect(Math.abs(ticks - way * p.costScale)).toBeLessThanOrEqual(1);
        expect(p.arcsTo[type * square + stop * p.nodes + p.startNode[type]!]).toBe(p.arcs[type * square + at]);
      }
  });
});

describe('kinds of vehicle', () => {
  const grouped = (request: RoutingRequest) => vehicleTypes(request).map(({ members, count }) => [count, members]);

  it('are one where only ids and descriptions differ', () => {
    const fleet = [
      vehicle({ id: 'a', count: 2 }),
      vehicle({ id: 'b', description: 'red' }),
      vehicle({ id: 'c', capacity: [5] }),
      vehicle({ id: 'none', count: 0 }),
    ];
    expect(grouped(requestOf([task('t', 1)], fleet))).toEqual([
      [
        3,
        [
          { vehicle: 0, from: 1, count: 2 },
          { vehicle: 1, from: 1, count: 1 },
        ],
      ],
      [1, [{ vehicle: 2, from: 1, count: 1 }]],
    ]);
  });

  it('are told apart where a task names one of them', () => {
    const fleet = [vehicle({ id: 'a' }), vehicle({ id: 'b' }), vehicle({ id: 'c' })];
    const request = requestOf([task('t', 1, { forbiddenVehicles: ['b'] })], fleet);
    expect(grouped(request)).toEqual([
      [
        2,
        [
          { vehicle: 0, from: 1, count: 1 },
          { vehicle: 2, from: 1, count: 1 },
        ],
      ],
      [1, [{ vehicle: 1, from: 1, count: 1 }]],
    ]);
    expect(planOf(request).routes[0]!.vehicle).not.toBe('b');
  });

  it('may serve what skills and lists allow', () => {
    const fleet = [vehicle({ id: 'a', skills: ['x', 'y'] }), vehicle({ id: 'b', skills: ['x'] }), vehicle({ id: 'c' })];
    const tasks = [
      task('any', 1),
      task('both', 1, { skills: ['x', 'y'] }),
      task('one of', 1, { anySkills: ['y', 'z'] }),
      task('not', 1, { forbiddenSkills: ['y'] }),
      task('only', 1, { onlyVehicles: ['c', 'a'] }),
      task('nobody', 1, { onlyVehicles: [] }),
    ];
    const p = problemOf(requestOf(tasks, fleet));
    const allowed = fleet.map((_, v) => [...p.allowed.subarray(v * p.tasks, (v + 1) * p.tasks)].join(''));
    expect(allowed).toEqual(['111010', '100100', '100110']);
  });
});

describe('what it is to leave a task out', () => {
  it('is a price for optional tasks; for others priority decides before number', () => {
    const tasks = [
      task('optional', 1, { prize: 7 }),
      task('plain', 2),
      task('plain too', 3),
      task('urgent', 4, { priority: 1 }),
    ];
    const p = problemOf(requestOf(tasks));
    expect([...p.prize]).toEqual([7, MANDATORY, MANDATORY, MANDATORY]);
    const [optional, plain, too, urgent] = p.weight as unknown as [number, number, number, number];
    expect(optional).toBe(0);
    expect(plain).toBe(too);
    expect(urgent).toBeGreaterThan(plain + too);
  });
});

describe('scales', () => {
  const scaleOf = (values: number[], most = 1e8, finest = 1000) => {
    const finder = new ScaleFinder();
    for (const value of values) finder.see(value);
    return finder.scale(most, finest);
  };

  it('are 1 for whole numbers and fine for others, as far as they fit', () => {
    expect(scaleOf([0, 5, 1e8])).toBe(1);
    expect(scaleOf([0.5, 5])).toBe(1000);
    expect(scaleOf([0.5, 5e5])).toBeCloseTo(100, 9);
    expect(scaleOf([1e9])).toBeCloseTo(0.1, 9);
  });

  it('of loads are parts of a unit where powers of ten would round', () => {
    const scaleOfLoads = (values: number[], most = 1e9) => {
      const finder = new ScaleFinder();
      for (const value of values) finder.see(value);
      return finder.exactScale(most, 1e6);
    };
    expect(scaleOfLoads([1 / 3, 2 / 3, 1])).toBe(3);
    expect(scaleOfLoads([0.3333333333, 4])).toBe(3);
    expect(scaleOfLoads([1 / 12, 1 / 8, 2])).toBe(24);
    expect(scaleOfLoads([0.1, 1 / 3])).toBe(30);
    expect(scaleOfLoads([2, 3])).toBe(1);
    expect(scaleOfLoads([0.5, 0.25])).toBe(1e6);
    expect(scaleOfLoads([0.5, 3e8])).toBe(2);
    expect(scaleOfLoads([0.333, 1 / 3])).toBe(3000);
    // Not thirds: three of them are more than one.
    expect(scaleOfLoads([0.33334, 1])).toBe(1e6);
    expect(scaleOfLoads([Math.SQRT2, 1 / 3])).toBe(1e6);
    expect(scaleOfLoads([1 / 3, 9e8])).toBe(1);
  });

  it('of whole requests keep whole numbers as they are', () => {
    const tasks = [task('a', 10, { windows: [[30, 60]], service_s: 7, load: [3] }), task('b', 20)];
    const p = problemOf(requestOf(tasks, [vehicle({ capacity: [10], shift: [0, 200] })]));
    expect(p.costScale).toBe(1);
    expect([p.windowOpens[0], p.windowCloses[0], p.service[0], p.delivered[0]]).toEqual([30, 60, 7, 3]);
    expect([p.opens[0], p.closes[0], p.capacity[0]]).toEqual([0, 200, 10]);
  });

  it('count times from the earliest that matters, so that epoch seconds keep their fractions', () => {
    const at = 1_795_000_000;
    const tasks = [task('a', 10, { windows: [[at + 30.25, at + 60.75]] })];
    const p = problemOf(requestOf(tasks, [vehicle({ shift: [at, at + 200] })]));
    const sinceOpening = [p.windowOpens[0]!, p.windowCloses[0]!, p.closes[0]!].map((tick) => tick - p.opens[0]!);
    expect(sinceOpening).toEqual([30_250, 60_750, 200_000]);
  });

  it('round so that what fits in ticks fits in fact', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.constantFrom(1, 10, 1000), (value, scale) => {
        expect(ceilTicks(value * scale) / scale).toBeGreaterThanOrEqual(value - 2e-6);
        expect(floorTicks(value * scale) / scale).toBeLessThanOrEqual(value + 2e-6);
        expect(ceilTicks(value * scale) - floorTicks(value * scale)).toBeLessThanOrEqual(1);
      }),
    );
    for (const whole of [1, 7, 123_456]) expect([ceilTicks(whole), floorTicks(whole)]).toEqual([whole, whole]);
    expect(ceilTicks(0.1 * 3 * 10)).toBe(3);
    expect(floorTicks(0.29 * 100)).toBe(29);
  });
});
