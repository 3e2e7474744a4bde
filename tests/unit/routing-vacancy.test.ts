import { describe, expect, it } from 'vitest';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { Blinks } from '../../src/routing/moves/blinks.ts';
import { Insertion } from '../../src/routing/moves/insertion.ts';
import { Refusals } from '../../src/routing/moves/refusals.ts';
import { Vacancy } from '../../src/routing/moves/vacancy.ts';
import { refresh } from '../../src/routing/state/refresh.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { Undo } from '../../src/routing/state/undo.ts';
import { objective, requestOf, shipment, task, vehicle } from './plan-world.ts';
import { compiled, town } from './pool-world.ts';

interface World {
  /** What it is made of. */
  of: 'deliveries' | 'shipments' | 'all';
  windows: number;
  longest_s: number | null;
  /** The first window opens anywhere in these. */
  spread_s?: number;
}

/** A town with errands in so many windows each. */
function errands({ of, windows, longest_s, spread_s = 2500 }: World, seed: number): RoutingRequest {
  const rng = new Rng(seed);
  const jobs = Array.from({ length: 24 }, (_, i) => {
    const load = [1 + rng.below(6)];
    const opens = Array.from({ length: windows }, (_, w) => 4000 * w + rng.below(spread_s));
    const rest = { load, service_s: 20, windows: opens.map((at): [number, number] => [at, at + 1400]) };
    if (of === 'shipments' || (of === 'all' && rng.below(3) > 0)) return shipment(`s${i}`, 2 * i + 1, 2 * i + 2, rest);
    return task(`t${i}`, 2 * i + 1, { ...rest, kind: of === 'deliveries' || rng.below(3) > 0 ? 'delivery' : 'pickup' });
  });
  const shift: [number, number] = [0, 12_000];
  const limits = longest_s === null ? {} : { maxDuty_s: longest_s };
  return requestOf(jobs, [vehicle({ count: 24, capacity: [16], shift, ...limits })], {
    places: town(48).places,
    objectives: [[objective('unserved')], [objective('vehicles')], [objective('cost')]],
  });
}

/** Tours of all tasks but the last few, which are on none. */
function started(request: RoutingRequest, seed: number) {
  const { problem } = compiled(request);
  const tours = new Tours(problem);
  const undo = new Undo(tours);
  const insertion = new Insertion(tours, null, new Blinks(new Rng(seed), 0), problem.nearest);
  undo.begin();
  for (let t = 0; t < problem.tasks - 4; t++) insertion.place(t, undo);
  const left = [1, 2, 3, 4].map((k) => problem.tasks - k);
  return { tours, undo, insertion, left };
}

function tasksOn(tours: Tours, slot: number): number[] {
  const found = new Set<number>();
  for (let v = tours.first[slot]!; v >= 0; v = tours.next[v]!) found.add(tours.problem.taskOf[v]!);
  return [...found];
}

/** Every route, with its tasks, and a task that wants room there. */
function* occasions(request: RoutingRequest, seed: number) {
  const { tours, undo, insertion, left } = started(request, seed);
  const vacancy = new Vacancy(tours);
  for (let slot = 0; slot < tours.slots; slot++) {
    if (tours.size[slot] === 0) continue;
    const tasks = tasksOn(tours, slot);
    for (const wants of left) {
      vacancy.lookAt(wants, slot);
      yield { tours, undo, insertion, vacancy, slot, tasks, wants };
    }
  }
}

/** What `Vacancy` says of every one or two tasks of every route, beside what comes of taking them off. */
function* answers(request: RoutingRequest, seed: number): Generator<{ told: boolean; is: boolean }> {
  for (const { tours, undo, insertion, vacancy, slot, tasks, wants } of occasions(request, seed)) {
    for (const one of tasks) {
      for (const other of [-1, ...tasks.filter((t) => t < one)]) {
        const told = vacancy.mayFit(one, other);
        undo.begin();
        undo.touch(slot);
        for (const t of [one, other]) if (t >= 0) tours.cutTask(t);
        refresh(tours, slot);
        const is = tours.size[slot]! > 0 && insertion.findOn(wants, slot);
        undo.rollback();
        yield { told, is };
      }
    }
  }
}

describe('room on a route once others are gone', () => {
  for (const of of ['deliveries', 'shipments'] as const) {
    for (const windows of [0, 1, 2]) {
      it(`is told as it is, for ${of} with windows: ${windows}`, () => {
        const seen = { room: 0, none: 0 };
        for (const seed of [1, 2, 3, 4, 5, 6]) {
          for (const { told, is } of answers(errands({ of, windows, longest_s: null }, seed), seed)) {
            expect(told).toBe(is);
            if (is) seen.room++;
            else seen.none++;
          }
        }
        expect(seen.room).toBeGreaterThan(20);
        expect(seen.none).toBeGreaterThan(20);
      });
    }
  }

  it('is not denied where duty and mixed loads have a say as well', () => {
    const seen = { room: 0, none: 0, tooMuch: 0 };
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      for (const { told, is } of answers(errands({ of: 'all', windows: 1, longest_s: 5000 }, seed), seed)) {
        if (is) expect(told).toBe(true);
        if (is) seen.room++;
        else if (told) seen.tooMuch++;
        else seen.none++;
      }
    }
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
  });
});

describe('tasks that matter', () => {
  it('are both of those that make room together and not alone, but for one in fifty', () => {
    const seen = { both: 0, not: 0, passedOver: 0 };
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      for (const of of ['deliveries', 'shipments'] as const) {
        const request = errands({ of, windows: 1, longest_s: null, spread_s: 9000 }, seed);
        for (const { vacancy, tasks } of occasions(request, seed)) {
          const alone = tasks.filter((t) => !vacancy.mayFit(t, -1));
          const matters = new Set(alone.filter((t) => vacancy.matters(t)));
          for (const one of alone) {
            for (const other of alone.filter((t) => t < one)) {
              const isPair = matters.has(one) && matters.has(other);
              if (!isPair) seen.passedOver++;
              if (vacancy.mayFit(one, other)) seen[isPair ? 'both' : 'not']++;
            }
          }
        }
      }
    }
    expect(seen.both).toBeGreaterThan(50);
    expect(seen.not).toBeLessThanOrEqual(seen.both / 50);
    expect(seen.passedOver).toBeGreaterThan(50);
  });
});

describe('refusals', () => {
  it('hold for a task and a route as long as that stays as it is', () => {
    const { tours, undo, left } = started(errands({ of: 'shipments', windows: 1, longest_s: null }, 1), 1);
    const refusals = new Refusals(tours);
    const slot = tours.route[tours.at[0]!]!;
    const [wants, another] = left as [number, number];
    expect(refusals.has(wants, slot)).toBe(false);
    refusals.note(wants, slot);
    expect([refusals.has(wants, slot), refusals.has(another, slot)]).toEqual([true, false]);
    undo.begin();
    undo.touch(slot);
    tours.cutTask(0);
    refresh(tours, slot);
    expect(refusals.has(wants, slot)).toBe(false);
    undo.rollback();
    expect(refusals.has(wants, slot)).toBe(true);
  });
});
