import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../src/contract/parse.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import type { RequestInput } from '../../src/contract/schema.ts';
import { Rng } from '../../src/kit/rng.ts';
import { BIG, MANDATORY, type Problem } from '../../src/model/problem.ts';
import { Blinks } from '../../src/routing/moves/blinks.ts';
import { Cross } from '../../src/routing/moves/cross.ts';
import { hasRoom } from '../../src/routing/moves/feasible.ts';
import { Insertion } from '../../src/routing/moves/insertion.ts';
import { join, pack, packedLength, unpack } from '../../src/routing/state/packed.ts';
import { refresh } from '../../src/routing/state/refresh.ts';
import { isAllSound } from '../../src/routing/state/sound.ts';
import { NOWHERE, Tours } from '../../src/routing/state/tours.ts';
import { Undo } from '../../src/routing/state/undo.ts';
import { compiled } from './solve-plan.ts';
import { expectedTables, plainOf, routeCost, segmentsOf, tablesOf } from './solve-reference.ts';
import { anyRequest } from './solve-world.ts';

/** Several vehicles that differ in nothing, so that routes can be crossed. */
const ONE_KIND = { tasks: [4, 10], kinds: [1, 1], count: [3, 5] } as const satisfies Parameters<typeof anyRequest>[0];
const ALIKE = { mixed: false, fixed: false, capacity: true, shifts: false, limits: 'none' } as const;
const SMALL = { tasks: [1, 8], kinds: [1, 3], count: [1, 2] } as const satisfies Parameters<typeof anyRequest>[0];

/** Routes with more on board than their vehicle takes, or more tasks than it may serve. */
function overloaded(tours: Tours, slots: number[]): number[] {
  const { dimensions, delivered, picked, capacity, maxTasks } = tours.problem;
  return slots.filter((slot) => {
    const tasks = plainOf(tours).routes.find((route) => route.slot === slot)?.tasks ?? [];
    const type = tours.type[slot]!;
    const isFull = Array.from({ length: dimensions }, (_, d) => {
      let load = tasks.reduce((sum, t) => sum + delivered[t * dimensions + d]!, 0);
      const loads = [load, ...tasks.map((t) => (load += picked[t * dimensions + d]! - delivered[t * dimensions + d]!))];
      return Math.max(...loads) > capacity[type * dimensions + d]!;
    });
    return isFull.includes(true) || tasks.length > maxTasks[type]!;
  });
}

/**
 * What ruin and recreate do to tours, in any order: some tasks out, some in, all taken back. One number of each step says
 * where, the rest follows from the state.
 */
const step = fc.record({
  kind: fc.constantFrom('begin', 'cut', 'cut', 'cross', 'insert', 'insert', 'insert', 'leave', 'recall', 'rollback'),
  where: fc.nat(1000),
  length: fc.integer({ min: 1, max: 4 }),
});
const steps = fc.array(step, { minLength: 1, maxLength: 30 });

class Player {
  readonly tours: Tours;
  private readonly undo: Undo;
  private readonly insertion: Insertion;
  private readonly crossing: Cross;
  crossed = 0;
  takenBack = 0;
  private loose: number[];
  private before: { tables: unknown; segments: unknown; loose: number[] };

  constructor(problem: Problem) {
    this.tours = new Tours(problem);
    this.undo = new Undo(this.tours);
    this.insertion = new Insertion(this.tours, null, new Blinks(new Rng(1), 0), problem.nearest);
    this.crossing = new Cross(this.tours, new Rng(1));
    this.loose = Array.from({ length: problem.tasks }, (_, t) => t);
    // Tours that something was inserted into at first: rollbacks to nothing are too easy.
    for (const t of this.loose.splice(0, Math.ceil(problem.tasks / 2))) this.place(t);
    this.before = this.begin();
  }

  /** Whether only routes that are crossed tell if they may be. */
  get tries(): boolean {
    return this.crossing.tries;
  }

  play({ kind, where, length }: { kind: string; where: number; length: number }): void {
    const { tours, loose } = this;
    if (kind === 'begin') this.before = this.begin();
    if (kind === 'cut') this.cut(where, length);
    if (kind === 'cross') this.cross(where, length);
    if (kind === 'insert' && loose.length > 0) this.place(loose.splice(where % loose.length, 1)[0]!);
    if (kind === 'leave' && loose.length > 0) tours.addAbsent(loose.splice(where % loose.length, 1)[0]!);
    if (kind === 'recall' && tours.absentCount > 0) loose.push(tours.takeAbsent(where % tours.absentCount));
    if (kind === 'rollback') this.rollback();
  }

  rollback(): void {
    this.undo.rollback();
    this.loose = [...this.before.loose];
    expect({ tables: tablesOf(this.tours), segments: segmentsOf(this.tours) }).toEqual({
      tables: this.before.tables,
      segments: this.before.segments,
    });
    this.before = this.begin();
  }

  private begin() {
    this.undo.begin();
    return { tables: tablesOf(this.tours), segments: segmentsOf(this.tours), loose: [...this.loose] };
  }

  private place(task: number): void {
    if (this.insertion.find(task)) {
      this.undo.touch(this.insertion.slot);
      this.insertion.apply(task);
    } else this.tours.addAbsent(task);
  }

  /** Crosses two routes where that keeps the rules, and says so truly. */
  private cross(where: number, length: number): void {
    const { tours, crossing, undo } = this;
    const { routes } = plainOf(tours);
    // What was cut can have left a route that may not stay as it is.
    if (routes.length < 2 || !crossing.applies || !isAllSound(tours, undo)) return;
    const one = routes[where % routes.length]!;
    const other = routes[(where + 1 + (length % (routes.length - 1))) % routes.length]!;
    const after = ({ tasks }: typeof one, at: number) => tasks[(at % (tasks.length + 1)) - 1] ?? -1;
    const gaps = [one.slot, after(one, where), other.slot, after(other, where >> 2)] as const;
    // More than any way costs, but less than an arc that nobody drives.
    const cost = crossing.costOf(...gaps, BIG / 2);
    if (cost >= NOWHERE) return;
    undo.touch(one.slot);
    undo.touch(other.slot);
    const before = tours.cost - tours.extra[one.slot]! - tours.extra[other.slot]!;
    const tables = tablesOf(tours);
    if (!crossing.run(...gaps)) {
      expect(crossing.tries).toBe(true);
      expect(tablesOf(tours)).toEqual(tables);
      this.takenBack++;
      return;
    }
    this.crossed++;
    expect(tours.cost - tours.extra[one.slot]! - tours.extra[other.slot]! - before).toBe(cost);
    expect(isAllSound(tours, undo)).toBe(true);
    expect(overloaded(tours, [one.slot, other.slot])).toEqual([]);
  }

  private cut(where: number, length: number): void {
    const { tours } = this;
    const { routes } = plainOf(tours);
    if (routes.length === 0) return;
    const { slot, tasks } = routes[where % routes.length]!;
    const from = where % tasks.length;
    const string = tasks.slice(from, from + length);
    this.undo.touch(slot);
    tours.cut(string[0]!, string.at(-1)!);
    refresh(tours, slot);
    this.loose.push(...string);
  }
}

describe('tours', () => {
  it('keep every table as a calculation from scratch has it, and rollback restores all of them', () => {
    fc.assert(
      fc.property(anyRequest(SMALL), steps, (request, moves) => {
        const { problem } = compiled(request);
        const player = new Player(problem);
        const check = () => {
          const tables = tablesOf(player.tours);
          expect(tables).toEqual(expectedTables(problem, plainOf(player.tours)));
          // What follows one insertion is what follows from the whole route.
          const segments = segmentsOf(player.tours);
          for (const { slot } of plainOf(player.tours).routes) refresh(player.tours, slot);
          expect(segmentsOf(player.tours)).toEqual(segments);
        };
        check();
        for (const move of moves) {
          player.play(move);
          check();
        }
        player.rollback();
        check();
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it.each([
    ['of all kinds', {}, 100],
    ['with collections after deliveries', { mixed: true, limits: 'none', backhauls: 'after_deliveries' }, 100],
    ['with collections after a delivery', { mixed: true, limits: 'none', backhauls: 'after_a_delivery' }, 50],
    ['with loads that go up and down', { mixed: true, capacity: true, limits: 'none' }, 100],
    ['with a longest distance', { limits: 'distance' }, 50],
    ['with so many tasks', { limits: 'tasks' }, 50],
    ['with several windows and short days', { windows: 'several', costs: 'hour', limits: 'duty' }, 100],
  ] as const)(
    'may be crossed wherever that is found to keep the rules, at the cost that is found: %s',
    (_, mix, least) => {
      const players: Player[] = [];
      const crosses = fc.array(fc.oneof({ weight: 3, arbitrary: step.map((s) => ({ ...s, kind: 'cross' })) }, step));
      fc.assert(
        fc.property(anyRequest(ONE_KIND, { ...ALIKE, ...mix }), crosses, (request, moves) => {
          const { problem } = compiled(request);
          const player = new Player(problem);
          players.push(player);
          for (const move of moves) {
            player.play(move);
            expect(tablesOf(player.tours)).toEqual(expectedTables(problem, plainOf(player.tours)));
          }
          player.rollback();
        }),
        { seed: 13, numRuns: 700 },
      );
      // Not everywhere, but often enough for this to be a test.
      expect(players.reduce((sum, { crossed }) => sum + crossed, 0)).toBeGreaterThan(least);
      if (players.some(({ tries }) => tries))
        expect(players.reduce((sum, { takenBack }) => sum + takenBack, 0)).toBeGreaterThan(3);
    },
  );

  it('come back from words the same', () => {
    fc.assert(
      fc.property(anyRequest(SMALL), steps, (request, moves) => {
        const { problem } = compiled(request);
        const player = new Player(problem);
        for (const move of moves) player.play(move);
        const { tours } = player;
        const words = new Int32Array(packedLength(problem, tours.slots));
        const length = pack(problem, tours, words);
        const back = new Tours(problem);
        unpack(words, back);
        const again = new Int32Array(words.length);
        expect(pack(problem, back, again)).toBe(length);
        expect(again).toEqual(words);
        expect([back.cost, back.missing]).toEqual([tours.cost, tours.missing]);
        expect(tablesOf(back)).toEqual(expectedTables(problem, plainOf(back)));
        const joined = new Int32Array(words.length);
        expect(join([words, Int32Array.of(0, 0)], joined)).toBe(length);
        expect(joined).toEqual(words);
      }),
      { seed: 12, numRuns: 100 },
    );
  });
});

describe('insertion', () => {
  const draws = fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 });

  it('finds the cheapest of all feasible places, at the difference of the costs', () => {
    fc.assert(
      fc.property(anyRequest(SMALL), draws, (request, order) => findsTheCheapest(request, order)),
      { seed: 13, numRuns: 400 },
    );
  });

  it.each(['one', 'several'] as const)('does so where a place pays by the waiting it saves, windows: %s', (windows) => {
    const waiting = anyRequest(
      { tasks: [4, 8], kinds: [1, 2], count: [1, 1] },
      { windows, costs: 'waiting', capacity: false, fixed: false, limits: 'none', prizes: 'none' },
    );
    fc.assert(
      fc.property(waiting, draws, (request, order) => findsTheCheapest(request, order)),
      { seed: 14, numRuns: 400 },
    );
  });

  it('does so where days are short and stops have several windows', () => {
    const short = anyRequest(
      { tasks: [4, 9], kinds: [1, 2], count: [1, 2] },
      { windows: 'several', costs: 'hour', capacity: false, limits: 'duty', prizes: 'none' },
    );
    fc.assert(
      fc.property(short, draws, (request, order) => findsTheCheapest(request, order)),
      { seed: 16, numRuns: 400 },
    );
  });

  it('gives no route a vehicle that does not carry what is on it', () => {
    const parsed = parseRequest(smallVanOnly());
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    findsTheCheapest(parsed.value, [1, 0, 2], true);
  });

  it('does so where full routes may get other vehicles', () => {
    const fleets = anyRequest(
      { tasks: [4, 9], kinds: [2, 3], count: [1, 3] },
      { windows: 'none', shifts: false, costs: 'distance', heterogeneous: true, limits: 'none', prizes: 'none' },
    );
    fc.assert(
      fc.property(fleets, draws, (request, order) => findsTheCheapest(request, order, true)),
      {
        seed: 15,
        numRuns: 400,
      },
    );
  });
});

/** A stop that only the small van may serve, and a large van on which something is collected before all is delivered. */
function smallVanOnly(): RequestInput {
  const at: [number, number] = [1000, 0];
  const van = (id: string, load: number) => ({
    id,
    start: [0, 0] as [number, number],
    end: [0, 0] as [number, number],
    capacity: [load],
  });
  return {
    ...{ kind: 'routing', version: 1, profiles: [{ kind: 'euclidean', name: 'car', speed_m_per_s: 10 }] },
    tasks: [
      { kind: 'pickup', id: 'return', at, load: [1] },
      { kind: 'delivery', id: 'parcel', at, load: [7] },
      { kind: 'visit', id: 'leaflets', at, forbidden_vehicles: ['large'] },
    ],
    vehicles: [{ ...van('large', 13) }, { ...van('small', 7), count: 2 }],
  };
}

/** Whether routes are looked through as a whole, as short ones are, or by way of neighbours. */
function findsTheCheapest(request: RoutingRequest, draws: number[], upgrading = false): void {
  const { problem } = compiled(request);
  for (const meanSize of [1, Number.POSITIVE_INFINITY]) findsAll(problem, draws, upgrading, meanSize);
}

function findsAll(problem: Problem, draws: number[], upgrading: boolean, meanSize: number): void {
  const tours = new Tours(problem);
  const insertion = new Insertion(tours, null, new Blinks(new Rng(1), 0), problem.nearest);
  insertion.upgrading = upgrading;
  insertion.meanSize = meanSize;
  const order = Array.from({ length: problem.tasks }, (_, t) => t).sort((a, b) => draws[a]! - draws[b]! || a - b);
  for (const task of order) {
    const cheapest = cheapestByTrying(problem, tours, task, upgrading);
    const found = insertion.find(task);
    expect(found ? insertion.cost : null).toBe(cheapest);
    const before = tours.cost;
    if (!found) continue;
    insertion.apply(task);
    expect(tours.cost - before).toBe(cheapest);
  }
}

/** Tries every place of every route, full ones also with other vehicles, and every kind of vehicle that is left; null where none is feasible or worth it. */
function cheapestByTrying(problem: Problem, tours: Tours, task: number, upgrading: boolean): number | null {
  const worth = problem.prize[task] === MANDATORY ? Number.POSITIVE_INFINITY : problem.prize[task]!;
  let best = worth;
  const offer = (type: number, tasks: number[], before: number) => {
    const cost = routeCost(problem, type, tasks);
    if (cost !== null && cost - before < best) best = cost - before;
  };
  for (const { slot, type, tasks } of plainOf(tours).routes) {
    const before = routeCost(problem, type, tasks)!;
    const grows = upgrading && !hasRoom(tours, task, slot, type);
    for (let other = 0; other < problem.types; other++) {
      if (other !== type && (!grows || tours.used[other]! >= problem.count[other]!)) continue;
      for (let i = 0; i <= tasks.length; i++) offer(other, [...tasks.slice(0, i), task, ...tasks.slice(i)], before);
    }
  }
  for (let type = 0; type < problem.types; type++) {
    if (tours.used[type]! < problem.count[type]!) offer(type, [task], 0);
  }
  return best < worth ? best : null;
}
