import fc from 'fast-check';
import type { Costs, Place, Profile, RoutingRequest, Task, Vehicle, Window } from '../../src/contract/request.ts';
import { NO_COSTS, placesAt, requestOf, task, vehicle } from '../unit/plan-world.ts';

/**
 * Requests of any size with a random mix of features. Features are drawn first and values after them, so that most
 * requests have some features and not all: what hides behind a feature shows when it stands alone.
 */
export interface Size {
  tasks: [number, number];
  /** Kinds of vehicle. */
  kinds: [number, number];
  /** Vehicles of a kind. */
  count: [number, number];
}

const DAY_S = 1000;
/** A whole number of seconds, as of 2026. */
const EPOCH_S = 1_795_000_000;
const SKILLS = ['cold', 'lift'];

const mix = fc.record({
  travel: fc.constantFrom('nearest', 'exact', 'matrix', 'great_circle'),
  dimensions: fc.integer({ min: 1, max: 2 }),
  capacity: fc.boolean(),
  mixed: fc.boolean(),
  windows: fc.constantFrom('none', 'none', 'one', 'several'),
  shifts: fc.boolean(),
  costs: fc.constantFrom('distance', 'distance', 'hour', 'waiting', 'stops', 'all'),
  fixed: fc.boolean(),
  heterogeneous: fc.boolean(),
  depots: fc.boolean(),
  open: fc.boolean(),
  skills: fc.boolean(),
  prizes: fc.constantFrom('none', 'none', 'some', 'all'),
  priorities: fc.boolean(),
  limits: fc.constantFrom('none', 'none', 'none', 'duty', 'driving', 'distance', 'tasks'),
  epoch: fc.boolean(),
  crowded: fc.boolean(),
  setups: fc.constantFrom('none', 'none', 'none', 'some'),
  byType: fc.constantFrom(false, false, false, true),
});
type Mix = (typeof mix extends fc.Arbitrary<infer T> ? T : never) & {
  /** Not drawn. */
  backhauls?: Vehicle['backhauls'];
};

const die = (max: number) => fc.integer({ min: 0, max });
const rawTask = fc.record({
  ...{ x: die(100), y: die(100), kind: die(5), load: fc.tuple(die(9), die(9)), service: die(60) },
  ...{ opens: die(DAY_S), width: die(300), gap: die(200), windows: die(3), skill: die(6), prize: die(40) },
  ...{ priority: die(2), cost: die(5), optional: fc.boolean(), tail: fc.double({ min: 0, max: 0.99, noNaN: true }) },
  setup: die(40),
});
const rawVehicle = fc.record({
  ...{
    start: die(2),
    end: die(2),
    openStart: fc.boolean(),
    openEnd: fc.boolean(),
    capacity: fc.tuple(die(20), die(20)),
  },
  ...{ skills: fc.subarray(SKILLS), speed: die(3), price: die(3), fixed: die(30), limit: die(100), shift: die(400) },
});
type RawTask = typeof rawTask extends fc.Arbitrary<infer T> ? T : never;
type RawVehicle = typeof rawVehicle extends fc.Arbitrary<infer T> ? T : never;

/** @param fixed overrules features, e.g. `{ prizes: 'none' }` */
export function anyRequest(size: Size, fixed: Partial<Mix> = {}): fc.Arbitrary<RoutingRequest> {
  const [minTasks, maxTasks] = size.tasks;
  const [minKinds, maxKinds] = size.kinds;
  const [minCount, maxCount] = size.count;
  return fc
    .record({
      mix,
      tasks: fc.array(rawTask, { minLength: minTasks, maxLength: maxTasks }),
      kinds: fc.array(fc.record({ raw: rawVehicle, count: fc.integer({ min: minCount, max: maxCount }) }), {
        minLength: minKinds,
        maxLength: maxKinds,
      }),
      depots: fc.array(fc.tuple(die(100), die(100)), { minLength: 3, maxLength: 3 }),
    })
    .map(({ mix: drawn, tasks, kinds, depots }) => {
      const mixed = { ...drawn, ...fixed };
      // Where driving is limited, service by type takes a simulation.
      const features = { ...mixed, byType: mixed.byType && mixed.limits !== 'driving' };
      return build(features, tasks, kinds, depots, Math.max(1, tasks.length / kinds.length));
    });
}

function build(
  features: Mix,
  raws: RawTask[],
  kinds: { raw: RawVehicle; count: number }[],
  depots: [number, number][],
  perKind: number,
): RoutingRequest {
  // Tasks at nine addresses, or each anywhere.
  const cell = features.crowded ? 50 : 1;
  const points = [...depots, ...raws.map(({ x, y }): [number, number] => [x - (x % cell), y - (y % cell)])];
  const { places, profile } = travelFor(features, points);
  const clock_s = features.epoch ? EPOCH_S : 0;
  const tasks = raws.map((raw, i) => taskOf(features, raw, i, clock_s));
  const vehicles = kinds.map(({ raw, count }, i) => {
    const model = features.heterogeneous ? raw : { ...kinds[0]!.raw, skills: raw.skills };
    return vehicleOf(features, { ...model, start: raw.start, end: raw.end }, i, count, clock_s, perKind);
  });
  const profiles = [profile];
  return requestOf(tasks, vehicles, {
    places,
    profiles,
    options: { search: true, time_s: null, iterations: 300, seed: 1, threads: 1 },
  });
}

/** One unit of the grid is about ten metres and ten seconds, whatever the profile. */
function travelFor({ travel }: Mix, points: [number, number][]): { places: Place[]; profile: Profile } {
  const onGrid = placesAt(points);
  const euclidean = (rounding: 'none' | 'nearest'): Profile => ({
    ...{ kind: 'euclidean', name: 'grid', traffic: [], scale: 10, speed_m_per_s: 1, rounding },
  });
  switch (travel) {
    case 'great_circle': {
      const places = placesAt(points.map(([x, y]) => [13 + x / 7000, 51 + y / 11000]));
      return { places, profile: { kind: 'great_circle', name: 'air', traffic: [], speed_kmh: 3.6, detour: 1.1 } };
    }
    case 'matrix':
      return { places: onGrid, profile: oneWayStreets(points) };
    default:
      return { places: onGrid, profile: euclidean(travel === 'nearest' ? 'nearest' : 'none') };
  }
}

/** Asymmetric, and shortest paths in itself: a stop left out never makes a route longer. */
function oneWayStreets(points: [number, number][]): Profile {
  const cost = points.map(([x, y], i) =>
    points.map(([u, v], j) => (i === j ? 0 : 5 * (Math.abs(x - u) + Math.abs(y - v)) + 3 * Math.max(0, x - u) + 1)),
  );
  const distances_m = cost.map((row) => row.map((c) => 3 * c));
  return { kind: 'matrix', name: 'streets', traffic: [], durations_s: cost, distances_m };
}

function taskOf(features: Mix, raw: RawTask, index: number, clock_s: number): Task {
  const kinds: Task['kind'][] = features.mixed ? ['delivery', 'delivery', 'pickup', 'pickup', 'pickup', 'visit'] : [];
  // With visits in between routes with backhauls are simulated.
  if (features.backhauls !== undefined) kinds.pop();
  const optional = features.prizes === 'all' || (features.prizes === 'some' && raw.optional);
  const stops = features.costs === 'stops' || features.costs === 'all';
  const kind = kinds[raw.kind] ?? 'delivery';
  return task(`t${index}`, index + 3, {
    kind,
    load: raw.load.slice(0, features.dimensions).map((amount) => (kind === 'visit' ? 0 : amount)),
    service_s: raw.service,
    serviceByType: features.byType
      ? [
          { type: 'quick', seconds: raw.service >> 1 },
          { type: 'slow', seconds: 90 },
        ]
      : [],
    setup_s: features.setups === 'none' ? 0 : raw.setup,
    windows: windowsOf(features, raw, clock_s),
    cost: stops ? raw.cost : 0,
    skills: features.skills && raw.skill === 0 ? ['cold'] : [],
    anySkills: features.skills && raw.skill === 1 ? SKILLS : [],
    forbiddenSkills: features.skills && raw.skill === 2 ? ['lift'] : [],
    forbiddenVehicles: features.skills && raw.skill === 3 ? ['v0'] : [],
    prize: optional ? raw.prize : null,
    priority: features.priorities && !optional ? raw.priority : 0,
  });
}

function windowsOf({ windows, travel }: Mix, raw: RawTask, clock_s: number): Window[] {
  if (windows === 'none' || raw.windows === 0) return [];
  const opens = clock_s + raw.opens + (travel === 'exact' ? raw.tail : 0);
  const first: Window = [opens, opens + raw.width];
  if (windows === 'one' || raw.windows === 1) return [first];
  const later = first[1] + 1 + raw.gap;
  return [first, [later, later + raw.width]];
}

function vehicleOf(
  features: Mix,
  raw: RawVehicle,
  index: number,
  count: number,
  clock_s: number,
  perKind: number,
): Vehicle {
  const opens = clock_s + raw.shift;
  const size = Math.max(1, perKind / count);
  const limit = (kind: Mix['limits'], base: number) =>
    features.limits === kind ? Math.round(base * (0.3 + raw.limit / 50) * Math.sqrt(size)) : null;
  const capacity = raw.capacity.slice(0, features.dimensions).map((c) => 5 + Math.round(c * size * 0.5));
  return vehicle({
    ...{ id: `v${index}`, count },
    start: features.open && raw.openStart ? null : features.depots ? raw.start : 0,
    end: features.open && raw.openEnd ? null : features.depots ? raw.end : 0,
    shift: features.shifts ? [opens, opens + 500 + 10 * raw.limit] : null,
    capacity: features.capacity ? capacity : null,
    skills: features.skills ? raw.skills : [],
    backhauls: features.backhauls ?? 'mixed',
    type: features.byType ? [null, 'quick', 'slow', 'other'][raw.speed]! : null,
    speedFactor: features.heterogeneous ? [1, 1, 0.5, 2][raw.speed]! : 1,
    costs: costsOf(features, raw),
    maxDistance_m: limit('distance', 2500),
    maxDriving_s: limit('driving', 1500),
    maxDuty_s: limit('duty', 1500),
    maxTasks: features.limits === 'tasks' ? 1 + Math.round((size * raw.limit) / 50) : null,
  });
}

function costsOf({ costs, fixed }: Mix, raw: RawVehicle): Costs {
  const price = 1 + raw.price;
  const base = { ...NO_COSTS, fixed: fixed ? raw.fixed : 0 };
  switch (costs) {
    case 'distance':
      return { ...base, per_km: 10 * price };
    case 'hour':
      return { ...base, per_hour: 36 * price };
    case 'waiting':
      return { ...base, per_km: 10 * price, per_waiting_hour: 20 * price };
    case 'stops':
      return { ...base, per_km: 10 * price, per_task: price, per_service_hour: 15 };
    default:
      return {
        ...base,
        per_km: 5,
        per_hour: 20 * price,
        per_travel_hour: 5,
        per_service_hour: 7,
        per_waiting_hour: 9,
        per_task: 1,
      };
  }
}
