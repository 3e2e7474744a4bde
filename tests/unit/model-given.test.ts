import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { GivenRoute, Relation } from '../../src/contract/request.ts';
import { compileProblem } from '../../src/model/compile.ts';
import { planOf } from '../property/solve-plan.ts';
import { NO_COSTS, rawRoute, reload, requestOf, type Step, shipment, task, vehicle } from './plan-world.ts';

const given = (index: number, steps: Step[], rest: Partial<GivenRoute>): GivenRoute => ({
  ...{ ...rawRoute(index, steps), locked: 0, pinned: false },
  ...rest,
});
const relation = (kind: Relation['kind'], ...tasks: number[]): Relation => ({ kind, tasks, minGap_s: 0 });

/** Paths of the errors of two vans with what is given to them; tasks 4 and 5 are shipments. */
function errorsOf(routes: GivenRoute[], relations: Relation[]): string[] {
  const tasks = [0, 1, 2, 3].map((t) => task(`t${t}`, 10 * t + 10));
  const both = [shipment('s4', 10, 20), shipment('s5', 20, 30)];
  const vans = [vehicle({ id: 'one', shift: [0, 1000] }), vehicle({ id: 'two', shift: [0, 1000] })];
  const outcome = compileProblem(requestOf([...tasks, ...both], vans, { routes, relations }));
  if (outcome.ok) return [];
  return outcome.errors.map(({ code, path }) => (code === 'kept_infeasible' ? path : code));
}

describe('what must stay', () => {
  const pinned = { pinned: true };

  it('keeps the rules of its route', () => {
    const tasks = [task('a', 10, { windows: [[0, 5]] })];
    const outcome = compileProblem(
      requestOf(tasks, [vehicle({ shift: [0, 1000] })], { routes: [given(0, [0], pinned)] }),
    );
    expect(outcome).toMatchObject({ ok: false, errors: [{ code: 'kept_infeasible', path: 'routes[0]' }] });
  });

  it('is enough for its vehicle where all of it stays', () => {
    const tasks = [task('a', 10, { load: [1] }), task('b', 20, { load: [3] })];
    const van = vehicle({ capacity: [10], minLoad: [4] });
    const errors = (steps: Step[], rest: Partial<GivenRoute>) => {
      const outcome = compileProblem(requestOf(tasks, [van], { routes: [given(0, steps, rest)] }));
      return outcome.ok ? [] : outcome.errors.map(({ code }) => code);
    };
    expect(errors([0], pinned)).toEqual(['kept_infeasible']);
    expect(errors([0, 1], pinned)).toEqual([]);
    // What is locked may be joined by more.
    expect(errors([0], { locked: 1 })).toEqual([]);
  });

  it.each<[string, GivenRoute[], Relation[], string[]]>([
    ['apart', [given(0, [0, 1], pinned)], [relation('different_vehicles', 0, 1)], ['routes[0]']],
    ['apart, locked', [given(0, [0, 1], { locked: 2 })], [relation('different_vehicles', 2, 0, 1)], ['routes[0]']],
    ['apart, one of them free', [given(0, [0, 1], { locked: 1 })], [relation('different_vehicles', 0, 1)], []],
    ['together', [given(0, [0], pinned), given(1, [1], pinned)], [relation('same_vehicle', 0, 1)], ['routes[1]']],
    ['together, on one', [given(0, [0, 1], pinned), given(1, [2], pinned)], [relation('same_vehicle', 0, 1)], []],
    ['together, one of them free', [given(0, [0], pinned), given(1, [1], {})], [relation('same_vehicle', 0, 1)], []],
  ])('keeps its relations: %s', (_, routes, relations, paths) => {
    expect(errorsOf(routes, relations)).toEqual(paths);
  });

  it('does not wait for what waits for it', () => {
    const routes = [given(0, [0, 1], pinned), given(1, [2, 3], pinned)];
    expect(errorsOf(routes, [relation('sequence', 1, 2), relation('sequence', 3, 0)])).toEqual(['routes[0]']);
    expect(errorsOf(routes, [relation('sequence', 0, 2, 1), relation('sequence', 1, 3)])).toEqual([]);
    // The rest of a shipment comes after what is locked.
    const halves = (t: number): Step[] => [{ task: t }, { task: t, part: 1 }];
    const picked = [given(0, [0, ...halves(4)], { locked: 2 }), given(1, [1, ...halves(5)], { locked: 2 })];
    expect(errorsOf(picked, [relation('sequence', 4, 1)])).toEqual([]);
    expect(errorsOf(picked, [relation('sequence', 4, 1), relation('sequence', 5, 0)])).toEqual(['routes[0]']);
  });

  it('does not wait until it is too late', () => {
    // 't' waits for 'f', which is done at 50; by itself it would be on time at 20.
    const day = (closes_s: number, more: Partial<Parameters<typeof vehicle>[0]> = {}) => {
      const tasks = [task('f', 50), task('t', 20, { windows: [[0, closes_s]] })];
      const vans = [vehicle({ id: 'one', shift: [0, 1000] }), vehicle({ id: 'two', shift: [0, 1000], ...more })];
      const request = requestOf(tasks, vans, {
        routes: [given(0, [0], pinned), given(1, [1], { locked: 1 })],
        relations: [relation('sequence', 0, 1)],
      });
      const outcome = compileProblem(request);
      return outcome.ok ? checkPlan(request, planOf(request, { iterations: 10 })).violations : outcome.errors;
    };
    const cause = "what must stay on 'two' number 1 comes too late where it waits for other tasks that must stay";
    expect(day(49)).toMatchObject([{ code: 'kept_infeasible', path: 'routes[1]', cause }]);
    expect(day(50)).toEqual([]);
    expect(day(60, { maxDuty_s: 40 })).toEqual([]);
    expect(day(60, { shift: [0, 49] })).toMatchObject([{ path: 'routes[1]' }]);
    // A vehicle in progress is on duty from the beginning, however late it leaves.
    expect(day(60, { inProgress: true, maxDuty_s: 70 })).toEqual([]);
  });

  it('may come home by another way than straight from what is locked', () => {
    // 'a' lies next to 'b', and the way home from it is long.
    const far = (from: number, to: number) => (from === to ? 0 : from === 1 && to === 0 ? 1000 : 100);
    const legs = [0, 1, 2, 3].map((from) => [0, 1, 2, 3].map((to) => far(from, to)));
    const places = legs.map((_, p) => ({ id: `p${p}`, position: null, zones: [] }));
    const profile = { name: 'given', traffic: [], kind: 'matrix' as const, durations_s: legs, distances_m: legs };
    const vans = [0, 1].map((v) => vehicle({ id: `v${v}`, start: 0, end: 0, shift: [0, 500] }));
    const request = requestOf([task('a', 1), task('b', 2), task('c', 3)], vans, {
      places,
      profiles: [profile],
      routes: [given(0, [0, 1], { locked: 1 }), given(1, [2], { locked: 1 })],
      relations: [relation('sequence', 0, 2)],
    });
    expect(compileProblem(request)).toMatchObject({ ok: true });
  });

  it('is nothing to refuse where it is a reload out of time of a vehicle that has nothing to do', () => {
    const late = vehicle({ id: 'late', shift: [1000, 20_000], reloads: [reload(20, { windows: [[0, 10]] })] });
    const request = requestOf([task('a', 30)], [late, vehicle({ id: 'other', shift: [0, 1000] })], {
      routes: [given(0, [{ reload: 0 }], { locked: 1 })],
    });
    const plan = planOf(request, { iterations: 10 });
    expect(checkPlan(request, plan).violations).toEqual([]);
    expect(plan.unassigned).toEqual([]);
  });

  it('does not wait for what nobody can serve', () => {
    const tasks = [task('x', 10, { skills: ['wings'] }), task('f', 20), task('t', 30)];
    const errors = (...order: number[]) => {
      const request = requestOf(tasks, [vehicle({ shift: [0, 1000] })], {
        routes: [given(0, [2], pinned)],
        relations: [relation('sequence', ...order)],
      });
      const outcome = compileProblem(request);
      return outcome.ok ? [] : outcome.errors.map(({ cause }) => cause);
    };
    const words = (id: string) => `what must stay on 'van' number 1 waits for task '${id}', which no vehicle can serve`;
    expect(errors(0, 2)).toEqual([words('x')]);
    expect(errors(0, 1, 2)).toEqual([words('f')]);
    expect(errors(2, 0)).toEqual([]);
  });

  it('gets the rest of its shipments in another order, or at other places, where that of the route is too late', () => {
    const late = shipment('late', 10, 90);
    const soon = shipment('soon', 20, 30);
    soon.deliveryStops[0]!.windows = [[0, 30]];
    late.deliveryStops.unshift({ ...late.deliveryStops[0]!, windows: [[0, 5]] });
    const halves: Step[] = [{ task: 0 }, { task: 1 }, { task: 0, part: 1 }, { task: 1, part: 1 }];
    const request = requestOf([late, soon], [vehicle({ shift: [0, 1000] })], {
      routes: [given(0, halves, { locked: 2 })],
    });
    const plan = planOf(request, { iterations: 10 });
    expect(plan.unassigned).toEqual([]);
    expect(checkPlan(request, plan).violations).toEqual([]);
  });

  it('gets the rest of many shipments in order of their windows', () => {
    const each = [0, 1, 2, 3, 4, 5, 6, 7];
    const tasks = each.map((i) => shipment(`s${i}`, 1, 10 + i));
    tasks.forEach((one, i) => (one.deliveryStops[0]!.windows = [[0, 10 + i]]));
    const steps: Step[] = [...each, ...each.toReversed().map((i) => ({ task: i, part: 1 as const }))];
    const request = requestOf(tasks, [vehicle({ shift: [0, 1000] })], { routes: [given(0, steps, { locked: 8 })] });
    expect(compileProblem(request)).toMatchObject({ ok: true });
  });

  it('may reload where that is what it takes', () => {
    const van = vehicle({ id: 'van', shift: [0, 1000], reloads: [reload(20)] });
    const tasks = [task('p', 10, { kind: 'pickup', due_s: 30 }), task('d', 40), task('x', 1)];
    const planned = (steps: Step[], relations: Relation[] = []) => {
      const routes = [given(0, steps, { locked: 1 }), given(1, [2], pinned)];
      const request = requestOf(tasks, [van, vehicle({ id: 'other', shift: [0, 1000] })], { routes, relations });
      const plan = planOf(request, { iterations: 20 });
      expect(checkPlan(request, plan).violations).toEqual([]);
      return plan.unassigned;
    };
    expect(planned([0, { reload: 0 }, 1])).toEqual([]);
    expect(planned([0, { reload: 0 }, 1], [relation('sequence', 2, 0)])).toEqual([]);
    expect(planned([0])).toEqual([]);
  });

  it('is nothing where it is a reload of a vehicle that has nothing to do', () => {
    const vans = [
      vehicle({ id: 'dear', shift: [0, 1000], reloads: [reload(20)], costs: { ...NO_COSTS, fixed: 100 } }),
      vehicle({ id: 'cheap', shift: [0, 1000] }),
    ];
    for (const rest of [{ locked: 1 }, pinned]) {
      const steps: Step[] = rest === pinned ? [{ reload: 0 }] : [{ reload: 0 }, 0, 1];
      const request = requestOf([task('a', 30), task('b', 40)], vans, { routes: [given(0, steps, rest)] });
      const plan = planOf(request, { iterations: 50 });
      expect(checkPlan(request, plan).violations).toEqual([]);
      expect(plan.routes.map(({ vehicle: id }) => id)).toEqual(['cheap']);
    }
  });

  it.each([0, 1])('keeps which of two reloads alike it named: %i', (index) => {
    const tasks = [task('a', 10, { load: [1] }), task('b', 20, { load: [1] }), task('c', 30, { load: [1] })];
    const van = vehicle({ capacity: [1], reloads: [reload(0), reload(0)] });
    const routes = [given(0, [0, { reload: index }, 1], { locked: 2 })];
    const request = requestOf(tasks, [van], { routes });
    const plan = planOf(request, { iterations: 50 });
    expect(plan.unassigned).toEqual([]);
    expect(checkPlan(request, plan).violations).toEqual([]);
    expect(plan.routes[0]!.stops.flatMap(({ reload: named }) => named ?? [])).toEqual([index, 0]);
  });
});
