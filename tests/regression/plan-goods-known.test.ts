import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import type { RequestInput } from '../../src/contract/schema.ts';
import { explainPlan } from '../../src/explain/index.ts';
import { judgeGiven } from '../../src/jobs/judge.ts';
import { compileProblem } from '../../src/model/compile.ts';
import { planOf } from '../property/solve-plan.ts';
import { hindrancesOf } from '../unit/explain-world.ts';

type Tasks = RequestInput['tasks'];
type Van = RequestInput['vehicles'][number];
type Route = NonNullable<RequestInput['routes']>[number];

const HOME: [number, number] = [0, 0];
const ROAD: [number, number] = [9000, 100];
const parcel = (id: string, x: number, rest = {}): Tasks[number] => ({ id, kind: 'delivery', at: [x, 0], ...rest });

/** A van, 10 m a second, that is on the road after an hour. */
function dayOf(
  tasks: Tasks,
  progress: Partial<Route['progress'] & {}>,
  van: Partial<Van> = {},
  given: Partial<Route> = {},
) {
  return {
    places: [{ id: 'depot', position: HOME }],
    tasks,
    vehicles: [{ id: 'van', start: HOME, end: HOME, shift: [0, 36_000], ...van }] satisfies [Van],
    routes: [{ vehicle: 'van', steps: [], ...given, progress: { at: ROAD, time: 3600, ...progress } }] satisfies [
      Route,
    ],
  };
}

function requestOf(day: ReturnType<typeof dayOf>, more: Partial<RequestInput> = {}): RoutingRequest {
  const profiles: RequestInput['profiles'] = [{ kind: 'euclidean', name: 'car', speed_m_per_s: 10 }];
  const parsed = parseRequest({ kind: 'routing', version: 1, profiles, ...day, ...more });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.value;
}

/** The stops of all routes by task or kind, and what is left out for which reason; the plan keeps all rules. */
function planned(day: ReturnType<typeof dayOf>) {
  const request = requestOf(day);
  const plan = planOf(request, { iterations: 200 });
  expect(checkPlan(request, plan).violations).toEqual([]);
  return {
    stops: plan.routes.flatMap(({ stops }) => stops.map(({ task, kind }) => task ?? kind)),
    left: plan.unassigned.map(({ task, reason }) => [task, reason]),
  };
}

const reloads = [{ at: HOME }];
const served = { stops: ['start', 'a', 'end'], left: [] };

describe('a van on the road of which is known what it has on board', () => {
  const one = [parcel('a', 9000)];

  it('delivers nothing else', () => {
    expect(planned(dayOf(one, { on_board: [] }))).toEqual({ stops: [], left: [['a', 'no_allowed_vehicle']] });
    const two = planned(dayOf([...one, parcel('b', 8000)], { on_board: ['b'] }, {}, { steps: ['b'] }));
    expect(two).toEqual({ stops: ['start', 'b', 'end'], left: [['a', 'no_allowed_vehicle']] });
    expect(hindrancesOf(dayOf(one, { on_board: [] }))).toMatchObject([
      { number: 1, rule: 'no_allowed_vehicle.on_board', frees: null },
    ]);
  });

  it('may have anything where that is not known, and load it where it starts', () => {
    expect(planned(dayOf(one, {}))).toEqual(served);
    expect(planned(dayOf(one, { on_board: [], at: HOME }))).toEqual(served);
    expect(planned(dayOf(one, { on_board: [], at: 'depot' }))).toEqual(served);
  });

  it('reloads before it delivers anything else', () => {
    const tasks = [...one, parcel('b', 8000)];
    const day = dayOf(tasks, { on_board: ['b'] }, { reloads }, { steps: ['b', 'a'] });
    const once = planned(day);
    expect(once.left).toEqual([]);
    expect(once.stops.indexOf('reload')).toBeGreaterThan(0);
    expect(once.stops.indexOf('a')).toBeGreaterThan(once.stops.indexOf('reload'));
    // Two trips more for five and five, after the two that are on board.
    const many = Array.from({ length: 12 }, (_, i) => parcel(`t${i}`, 8000 + 37 * i, { load: [1] }));
    const full = dayOf(many, { on_board: ['t0', 't1'] }, { reloads, capacity: [5] }, { steps: ['t0', 't1'] });
    const { stops, left } = planned(full);
    expect(left).toEqual([]);
    expect(stops.slice(0, stops.indexOf('reload')).sort()).toEqual(['start', 't0', 't1']);
    expect(stops.filter((stop) => stop === 'reload')).toHaveLength(2);
  });

  it('has no room for it where it may reload no more', () => {
    const day = dayOf(one, { on_board: [], trips_done: 1 }, { reloads, max_trips: 2 });
    expect(planned(day)).toEqual({ stops: [], left: [['a', 'no_room']] });
    expect(hindrancesOf(day)).toMatchObject([{ frees: "max_trips of 'van' 1 more" }]);
  });

  it('picks up, visits and brings from one place to another all the same', () => {
    const tasks: Tasks = [
      { id: 'p', kind: 'pickup', at: [8900, 0] },
      { id: 'v', kind: 'visit', at: [8800, 0] },
      { id: 's', kind: 'shipment', pickup: { at: [8700, 0] }, delivery: { at: [8600, 0] } },
    ];
    expect(planned(dayOf(tasks, { on_board: [] }))).toEqual({ stops: ['start', 'p', 'v', 's', 's', 'end'], left: [] });
  });

  it('is offered no appointment for it, where another van is', () => {
    const slots = [{ task: parcel('a', 9000), windows: [[3600, 9000]] as [[number, number]] }];
    const day = dayOf([parcel('b', 8000)], { on_board: ['b'] }, { count: 2 }, { steps: ['b'] });
    const request = requestOf(day, { explain: { slots } });
    const explained = explainPlan(request, planOf(request, { iterations: 50 }));
    expect(explained.slots![0]!.slots).toMatchObject([{ vehicle: 'van', number: 2, cost: 18 }]);
  });

  it('breaks a rule where it is given what it has not', async () => {
    const judged = async (steps: NonNullable<Route['steps']>, van: Partial<Van>) => {
      const day = dayOf([...one, parcel('b', 9000)], { on_board: [] }, van, { steps });
      const { violations } = await judgeGiven(requestOf(day, { options: { search: false } }));
      return violations!.map(({ cause, path }) => [cause, path]);
    };
    const first = [['not_on_board', 'routes[0].stops[1]']];
    expect(await judged(['a', 'b'], {})).toEqual([...first, ['not_on_board', 'routes[0].stops[2]']]);
    expect(await judged(['a', { reload: 0 }, 'b'], { reloads })).toEqual(first);
    expect(await judged([{ reload: 0 }, 'b', 'a'], { reloads })).toEqual([]);
    const locked = requestOf(dayOf(one, { on_board: [] }, { reloads }, { steps: ['a'], locked: 1 }));
    expect(compileProblem(locked)).toMatchObject({ ok: false, errors: [{ code: 'kept_infeasible' }] });
  });
});
