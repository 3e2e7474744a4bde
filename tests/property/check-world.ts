import fc from 'fast-check';
import type { RoutingPlan } from '../../src/contract/plan.ts';
import type { Costs, Place, Profile, RoutingRequest, Task, Vehicle, Window } from '../../src/contract/request.ts';
import type { RawSolution } from '../../src/model/solution.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { REPORT, requestOf, task, vehicle } from '../unit/plan-world.ts';

/**
 * Requests with a raw solution that is feasible by construction. First a request without limits, and any routes; then
 * limits are laid around what those routes do: windows around begins, shifts around routes, capacities above loads.
 */
export interface World {
  request: RoutingRequest;
  raw: RawSolution;
}

const MAX_PLACES = 9;
const SKILLS = ['lift', 'cold', 'dog'];
const amount = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 9, noNaN: true }));
const skills = fc.subarray(SKILLS);
const rate = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 100, noNaN: true }));
/** Room left beside what is needed: often none, so that limits bind. */
const room = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 300 }));

const profile: fc.Arbitrary<Profile> = fc.oneof(
  fc.record({
    kind: fc.constant('great_circle' as const),
    name: fc.constant('p'),
    speed_kmh: fc.double({ min: 5, max: 90, noNaN: true }),
    detour: fc.double({ min: 1, max: 2, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('euclidean' as const),
    name: fc.constant('p'),
    scale: fc.constantFrom(1, 10, 1000),
    speed_m_per_s: fc.constantFrom(1, 7.5),
    rounding: fc.constantFrom('none' as const, 'nearest' as const, 'down' as const),
  }),
  fc
    .array(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: MAX_PLACES, maxLength: MAX_PLACES }), {
      minLength: MAX_PLACES,
      maxLength: MAX_PLACES,
    })
    .map((rows): Profile => {
      const durations_s = rows.map((row, i) => row.map((value, j) => (i === j ? 0 : value)));
      const distances_m = durations_s.map((row) => row.map((value) => value * 11));
      return { kind: 'matrix', name: 'p', durations_s, distances_m };
    }),
);

const places: fc.Arbitrary<Place[]> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 })), {
    minLength: MAX_PLACES,
    maxLength: MAX_PLACES,
  })
  .map((positions) =>
    positions.map(([x, y], i) => ({ id: i % 2 === 0 ? `p${i}` : null, position: [13 + x / 1000, 51 + y / 1000] })),
  );

const place = fc.integer({ min: 0, max: MAX_PLACES - 1 });

const freeTask = fc.record({
  kind: fc.constantFrom('delivery' as const, 'pickup' as const, 'visit' as const),
  place,
  load: fc.tuple(amount, amount),
  service_s: fc.integer({ min: 0, max: 300 }),
  cost: rate,
  prize: fc.option(fc.double({ min: 0, max: 200, noNaN: true })),
  label: fc.option(fc.constantFrom('home', 'locker')),
});

const costs: fc.Arbitrary<Costs> = fc.record({
  ...{ fixed: rate, per_km: rate, per_hour: rate, per_travel_hour: rate },
  ...{ per_service_hour: rate, per_waiting_hour: rate, per_task: rate },
});

const freeVehicle = fc.record({
  count: fc.integer({ min: 1, max: 2 }),
  speedFactor: fc.constantFrom(1, 1, 0.7, 2),
  start: fc.option(place),
  end: fc.option(place),
  skills,
  costs,
});

/** How a task, or a vehicle, is hemmed in once its times and loads are known. */
const taskLimits = fc.record({
  needs: skills,
  needsAny: skills,
  forbids: skills,
  only: fc.boolean(),
  /** Waited for before this task, so that windows hold up all that follows. */
  gap_s: room,
  windows: fc.integer({ min: 0, max: 3 }),
  before_s: room,
  after_s: room,
});
const vehicleLimits = fc.record({
  ...{ shift: fc.boolean(), before_s: room, after_s: room },
  ...{ capacity: fc.boolean(), spare: room },
  ...{ distance: fc.boolean(), driving: fc.boolean(), duty: fc.boolean(), tasks: fc.boolean() },
});

export const world: fc.Arbitrary<World> = fc
  .record({
    ...{ profile, places },
    tasks: fc.array(fc.record({ free: freeTask, limits: taskLimits, route: fc.integer({ min: -1, max: 3 }) }), {
      minLength: 1,
      maxLength: 9,
    }),
    vehicles: fc.array(fc.record({ free: freeVehicle, limits: vehicleLimits }), { minLength: 1, maxLength: 3 }),
    startsAt_ms: fc.option(fc.constant(Date.UTC(2026, 10, 23))),
    clock_s: fc.constantFrom(0, 0, 1_795_000_000),
  })
  .map((parts) => {
    const tasks = parts.tasks.map(({ free: { place: x, ...rest } }, i) => task(`t${i}`, x, { ...rest }));
    const vehicles = parts.vehicles.map(({ free }, i) => vehicle({ id: `v${i}`, ...free }));
    const free = requestOf(tasks, vehicles, {
      ...{ places: parts.places, profiles: [parts.profile] },
      startsAt_ms: parts.clock_s === 0 ? parts.startsAt_ms : null,
    });
    const raw = rawOf(
      free,
      parts.tasks.map(({ route }) => route),
    );
    const timed = withTimes(free, raw, parts);
    return { request: withLimits(timed, raw, parts), raw };
  });

type Parts = {
  tasks: { limits: typeof taskLimits extends fc.Arbitrary<infer T> ? T : never }[];
  vehicles: { limits: typeof vehicleLimits extends fc.Arbitrary<infer T> ? T : never }[];
  clock_s: number;
};

/** Route r of a task is the r-th vehicle there is, counting every one of a kind; -1 or too many: unassigned. */
function rawOf({ vehicles }: RoutingRequest, routeOfTask: number[]): RawSolution {
  const all = vehicles.flatMap(({ count }, v) => Array.from({ length: count }, (_, i) => [v, i + 1] as const));
  const tasksOn = (route: number) => routeOfTask.flatMap((r, i) => (r === route ? [i] : []));
  const routes = all.flatMap(([index, number], r) =>
    tasksOn(r).length === 0 ? [] : [{ vehicle: index, number, tasks: tasksOn(r) }],
  );
  return { routes, unassigned: routeOfTask.flatMap((r, i) => (r < 0 || r >= all.length ? [i] : [])) };
}

/** Windows around the begins of the plan without any, and shifts around its routes. */
function withTimes(free: RoutingRequest, raw: RawSolution, parts: Parts): RoutingRequest {
  const plan = buildPlan(free, raw, REPORT);
  const delays = new Map(free.tasks.map(({ id }, i) => [id, parts.tasks[i]!.limits.gap_s]));
  const begins = new Map<string, number>();
  let latest_s = 400;
  for (const { stops, ends_s } of plan.routes) {
    let late_s = 0;
    for (const { task: id, begin_s } of stops) {
      if (id === undefined) continue;
      late_s += delays.get(id)!;
      begins.set(id, begin_s + late_s);
    }
    latest_s = Math.max(latest_s, ends_s + late_s);
  }
  const tasks = free.tasks.map((one, i) => {
    const { limits } = parts.tasks[i]!;
    const windows = windowsAround((begins.get(one.id) ?? 100) + parts.clock_s, limits);
    return { ...one, stops: [{ ...one.stops[0]!, windows }] };
  });
  const vehicles = free.vehicles.map((one, i) => {
    const { shift, before_s, after_s } = parts.vehicles[i]!.limits;
    const routes = plan.routes.filter(({ vehicle: id }) => id === one.id);
    const starts_s = Math.min(...routes.map((route) => route.starts_s), 400) - before_s + parts.clock_s;
    const ends_s = latest_s + after_s + parts.clock_s;
    return { ...one, shift: shift ? ([starts_s, ends_s] satisfies Window) : null };
  });
  return { ...free, tasks, vehicles };
}

/** Up to three disjoint windows, one of them around `begin_s`. */
function windowsAround(begin_s: number, { windows, before_s, after_s }: Parts['tasks'][number]['limits']): Window[] {
  const around: Window = [begin_s - before_s, begin_s + after_s];
  const later: Window = [around[1] + 10, around[1] + 60];
  const earlier: Window = [around[0] - 60, around[0] - 10];
  return [[], [around], [around, later], [earlier, around, later]][windows]!;
}

/** Skills, lists, capacities and limits that the plan with times keeps, often to the last unit. */
function withLimits(timed: RoutingRequest, raw: RawSolution, parts: Parts): RoutingRequest {
  const plan = buildPlan(timed, raw, REPORT);
  const vehicleOf = new Map(plan.routes.flatMap((route) => route.stops.map(({ task: id }) => [id, route.vehicle])));
  const tasks = timed.tasks.map((one, i): Task => {
    const { needs, needsAny, forbids, only } = parts.tasks[i]!.limits;
    const by = timed.vehicles.find(({ id }) => id === vehicleOf.get(one.id));
    if (!by) return only ? { ...one, skills: needs, forbiddenSkills: forbids } : one;
    const has = (skill: string) => by.skills.includes(skill);
    return {
      ...one,
      skills: needs.filter(has),
      anySkills: needsAny.some(has) ? needsAny : [],
      forbiddenSkills: forbids.filter((skill) => !has(skill)),
      onlyVehicles: only ? [by.id] : null,
      forbiddenVehicles: only
        ? []
        : timed.vehicles.map(({ id }) => id).filter((id) => id !== by.id && forbids.length > 1),
    };
  });
  return { ...timed, tasks, vehicles: timed.vehicles.map((one, i) => limited(one, plan, parts.vehicles[i]!.limits)) };
}

function limited(one: Vehicle, plan: RoutingPlan, limits: Parts['vehicles'][number]['limits']): Vehicle {
  const routes = plan.routes.filter(({ vehicle: id }) => id === one.id);
  const most = (field: 'distance_m' | 'driving_s' | 'duty_s' | 'tasks') =>
    Math.max(0, ...routes.map((route) => route[field])) + limits.spare;
  const capacity = [0, 1].map((d) => Math.max(0, ...routes.map(({ max_load }) => max_load[d]!)) + limits.spare);
  return {
    ...one,
    capacity: limits.capacity ? capacity : null,
    maxDistance_m: limits.distance ? most('distance_m') : null,
    maxDriving_s: limits.driving ? most('driving_s') : null,
    maxDuty_s: limits.duty ? most('duty_s') : null,
    maxTasks: limits.tasks ? most('tasks') : null,
  };
}
