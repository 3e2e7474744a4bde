import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { GivenRoute, Profile, Relation, RoutingRequest, Task, Vehicle } from '../../src/contract/request.ts';
import { withLeftOut } from '../../src/jobs/left-out.ts';
import { hopelessTasks, searchedWithout } from '../../src/model/hopeless.ts';
import { inGivenOrder } from '../../src/model/order.ts';
import { solvedOf } from '../property/solve-plan.ts';
import {
  NO_COSTS,
  objective,
  pause,
  placesAt,
  rawRoute,
  requestOf,
  type Step,
  shipment,
  stop,
  task,
  vehicle,
} from './plan-world.ts';

const idsOf = (request: RoutingRequest) => hopelessTasks(request).map((t) => request.tasks[t]!.id);
const given = (index: number, steps: Step[], rest: Partial<GivenRoute> = {}): GivenRoute => ({
  ...{ ...rawRoute(index, steps), locked: 0, pinned: false },
  ...rest,
});
const sequence = (...tasks: number[]): Relation => ({ kind: 'sequence', tasks, minGap_s: 0 });
/** Places are seconds and metres apart, the depot at 0; everything else is right. */
const easy = (id: string) => task(id, 1);

describe('what no vehicle can serve', () => {
  const windows = (...list: [number, number][]) => ({ windows: list });
  it.each<[string, Task, Partial<Vehicle>]>([
    ['skills', task('x', 5, { skills: ['cold'] }), {}],
    ['lists', task('x', 5, { onlyVehicles: [] }), {}],
    ['its load', task('x', 5, { load: [4] }), { capacity: [3] }],
    ['what it takes back', task('x', 5, { load: [1], returnLoad: [4] }), { capacity: [3] }],
    ['the load of a shipment', shipment('x', 5, 6, { load: [4] }), { capacity: [3] }],
    ['a window before its shift', task('x', 5, windows([0, 99])), { shift: [100, 900] }],
    ['a window after its shift', task('x', 5, windows([950, 990])), { shift: [100, 900] }],
    ['the way there', task('x', 50, windows([100, 149])), { shift: [100, 900] }],
    ['the way home', task('x', 50, windows([851, 860])), { shift: [100, 900] }],
    ['service', task('x', 50, { ...windows([800, 860]), service_s: 51 }), { shift: [100, 900] }],
    ['the longest duty', task('x', 50, { service_s: 10 }), { maxDuty_s: 109 }],
    ['the longest driving', task('x', 50), { maxDriving_s: 99 }],
    ['the longest way', task('x', 50), { maxDistance_m: 99 }],
    [
      'the windows of a shipment',
      shipment('x', 50, 60, { deliveryStops: [stop(60, windows([0, 159]))] }),
      { shift: [100, 900] },
    ],
  ])('is told by %s', (_, hopeless, van) => {
    expect(idsOf(requestOf([easy('a'), hopeless], [vehicle(van)]))).toEqual(['x']);
    expect(idsOf(requestOf([easy('a'), hopeless], [vehicle(van), vehicle({ id: 'none', count: 0 })]))).toEqual(['x']);
    // Whatever keeps a van from it, not every vehicle has to be able to.
    const able = vehicle({ id: 'able', skills: ['cold'] });
    const isAllowed = hopeless.onlyVehicles === null;
    expect(idsOf(requestOf([easy('a'), hopeless], [vehicle(van), able]))).toEqual(isAllowed ? [] : ['x']);
  });

  it.each<[string, Task, Partial<Vehicle>]>([
    ['there is a second option', task('x', 5, { stops: [stop(5, windows([0, 9])), stop(6)] }), { shift: [100, 900] }],
    ['it is just in time', task('x', 50, { ...windows([0, 150]), service_s: 700 }), { shift: [100, 900] }],
    ['it is just short enough', task('x', 50), { maxDuty_s: 100, maxDriving_s: 100, maxDistance_m: 100 }],
    ['visits load nothing', task('x', 5, { kind: 'visit', load: [4] }), { capacity: [3] }],
    ['others may spare its setup', task('x', 50, { setup_s: 90, service_s: 5 }), { maxDuty_s: 105 }],
    ['breaks may be elsewhere', task('x', 50), { maxDuty_s: 100, breaks: [pause('b', 30, { windows: [[0, 1e6]] })] }],
    ['where it starts is open', task('x', 50, windows([100, 100])), { shift: [100, 150], start: null }],
    ['it has left nowhere by any time', task('x', 50, windows([0, 0])), {}],
  ])('is not what is only hard: %s', (_, hard, van) => {
    expect(idsOf(requestOf([easy('a'), hard], [vehicle(van)]))).toEqual([]);
  });

  it('is told by travel only where no way round can be quicker', () => {
    const far = task('x', 90, { windows: [[0, 50]] });
    const day = (profile: Profile) =>
      requestOf([easy('a'), far], [vehicle({ shift: [0, 900] })], { profiles: [profile] });
    const [plane] = requestOf([]).profiles as [Extract<Profile, { kind: 'euclidean' }>];
    expect(idsOf(day(plane))).toEqual(['x']);
    // Each of a hundred legs may be a second shorter than it is.
    expect(idsOf(day({ ...plane, rounding: 'down' }))).toEqual([]);
    const rush: Profile['traffic'][number] = { zone: null, steps: [{ from_s: 700, factor: 2 }] };
    expect(idsOf(day({ ...plane, traffic: [rush] }))).toEqual([]);
    const rows = Array.from({ length: 100 }, (_, i) => Array.from({ length: 100 }, (_, j) => Math.abs(i - j)));
    expect(idsOf(day({ kind: 'matrix', name: 'm', durations_s: rows, distances_m: rows, traffic: [] }))).toEqual([]);
  });

  it('is also what waits for it', () => {
    const tasks = [easy('a'), task('x', 5, { skills: ['cold'] }), easy('b'), easy('c'), easy('d')];
    const relations = [sequence(3, 4), sequence(0, 1, 2), sequence(2, 3)];
    expect(idsOf(requestOf(tasks, [vehicle()], { relations }))).toEqual(['x', 'b', 'c', 'd']);
  });

  it('is left to others where it has to stay, or all are', () => {
    const cold = (id: string) => task(id, 5, { skills: ['cold'] });
    const tasks = [easy('a'), cold('x'), cold('y'), easy('b')];
    const routes = [given(0, [0, 1], { locked: 2 })];
    expect(idsOf(requestOf(tasks, [vehicle()], { routes }))).toEqual(['y']);
    const after = { routes: [given(0, [3], { pinned: true })], relations: [sequence(2, 3)] };
    expect(idsOf(requestOf(tasks, [vehicle()], after))).toEqual([]);
    expect(idsOf(requestOf([cold('x'), cold('y')], [vehicle()]))).toEqual([]);
    const aboard = task('x', 5, { skills: ['cold'], onBoardOf: 0 });
    expect(idsOf(requestOf([easy('a'), aboard], [vehicle({ inProgress: true })]))).toEqual([]);
  });
});

describe('a search without what no vehicle can serve', () => {
  it('is of the rest of the request, and its solutions of all of it', () => {
    const tasks = ['a', 'b', 'x', 'c', 'd'].map((id, t) => task(id, 9 - t, id === 'x' ? { skills: ['cold'] } : {}));
    const relations: Relation[] = [
      { kind: 'same_vehicle', tasks: [0, 2, 4], minGap_s: 0 },
      { kind: 'different_vehicles', tasks: [2, 3], minGap_s: 0 },
    ];
    const request = requestOf(tasks, [vehicle()], { relations, routes: [given(0, [3, 2, 1], { locked: 1 })] });
    const { request: searched, order, left } = searchedWithout(request, hopelessTasks(request));
    expect(order.map((t) => tasks[t]!.id)).toEqual(searched.tasks.map(({ id }) => id));
    expect(left).toEqual([2]);
    expect(searched.relations.map((one) => one.tasks.map((t) => searched.tasks[t]!.id))).toEqual([['a', 'd']]);
    const idOf = (step: GivenRoute['steps'][number]) => step.kind === 'step' && searched.tasks[step.task]!.id;
    expect(searched.routes).toMatchObject([{ locked: 1, pinned: false }]);
    expect(searched.routes[0]!.steps.map(idOf)).toEqual(['c', 'b']);
    const raw = inGivenOrder(
      { routes: searched.routes, unassigned: [order.indexOf(0), order.indexOf(4)] },
      order,
      left,
    );
    expect(raw.routes[0]!.steps.map((step) => step.kind === 'step' && step.task)).toEqual([3, 1]);
    expect(raw.unassigned).toEqual([0, 2, 4]);
  });

  it('keeps what a given route has after such a task', () => {
    const tasks = [task('x', 5, { skills: ['cold'] }), task('a', 10), task('b', 20)];
    const request = requestOf(tasks, [vehicle()], { routes: [given(0, [0, 1, 2])] });
    const { plan } = solvedOf(request, { iterations: 0 });
    expect(plan.routes[0]!.stops.flatMap((one) => ('task' in one ? [one.task] : []))).toEqual(['a', 'b']);
    expect(plan.unassigned.map(({ task: id, reason }) => [id, reason])).toEqual([['x', 'no_skilled_vehicle']]);
  });

  it('tells what the whole costs', () => {
    const tasks = [task('a', 10), task('x', 5, { skills: ['cold'], prize: 70 }), task('y', 5, { skills: ['cold'] })];
    const objectives = [
      [objective('unserved')],
      [objective('cost', { weight: 2 }), objective('change', { weight: 3 })],
    ];
    const request = requestOf(tasks, [vehicle()], { objectives, routes: [given(0, [0, 2])] });
    const left = hopelessTasks(request);
    expect(withLeftOut(request, left)({ cost: 5, unassigned: 1 })).toEqual({ cost: 5 + 2 * 70 + 3, unassigned: 3 });
    expect(solvedOf(request).cost).toBeCloseTo(solvedOf(request, { without: ['hopeless'] }).cost, 6);
  });

  it('finds the tours that it finds on a day without it, with fixed costs and all', () => {
    const positions = Array.from({ length: 81 }, (_, i): [number, number] => [(i * 389) % 997, (i * 631) % 997]);
    const places = placesAt([...positions, [90_000, 90_000]]);
    const homes = positions.slice(1).map((_, i) => task(`t${i}`, i + 1, { service_s: 60, load: [1] }));
    const vans = [vehicle({ count: 10, shift: [0, 9000], costs: { ...NO_COSTS, per_km: 1, per_hour: 1, fixed: 20 } })];
    const toursOf = (tasks: Task[]) => {
      const request = requestOf(tasks, vans, { places });
      const { plan } = solvedOf(request, { iterations: 3000 });
      expect(checkPlan(request, plan).violations).toEqual([]);
      return { tours: plan.routes.map(({ stops }) => stops), left: plan.unassigned };
    };
    const { tours } = toursOf(homes);
    const skilled = toursOf(homes.toSpliced(40, 0, task('x', 5, { skills: ['cold'], load: [1] })));
    expect(skilled.tours).toEqual(tours);
    expect(skilled.left).toMatchObject([{ task: 'x', reason: 'no_skilled_vehicle' }]);
    const wrongAddress = toursOf([...homes, task('y', 81)]);
    expect(wrongAddress.tours).toEqual(tours);
    expect(wrongAddress.left).toMatchObject([{ task: 'y', reason: 'window_unreachable' }]);
  });

  it('is not looked for without end: the last of a great many are searched as others are', () => {
    const far = Array.from({ length: 90 }, (_, i) => stop(i, { windows: [[0, 50]] }));
    const orders = Array.from({ length: 180 }, (_, i) => task(`t${i}`, 0, { stops: far }));
    const unlike = Array.from({ length: 90 }, (_, i) => vehicle({ id: `v${i}`, start: i, shift: [100, 900] }));
    const hopeless = hopelessTasks(requestOf([easy('a'), ...orders], unlike));
    expect(hopeless.length).toBeGreaterThan(90);
    expect(hopeless.length).toBeLessThan(180);
    expect(hopeless).not.toContain(0);
  });
});
