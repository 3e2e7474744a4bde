import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../src/contract/parse.ts';
import type { RoutingRequest, Vehicle } from '../../src/contract/request.ts';
import { withValue } from './errors-of.ts';
import { globeDay, richDay } from './samples.ts';

function normalised(request: unknown): RoutingRequest {
  const parsed = parseRequest(request);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.value;
}

const rich = normalised(richDay());
const taskOf = (id: string, { tasks } = rich) => tasks.find((task) => task.id === id)!;
const named = ({ id, shiftNumber, firstNumber, count }: Vehicle) => [id, shiftNumber, firstNumber, count];

describe('tasks', () => {
  it('have one stop per option, and shipments two lists of them', () => {
    const { tasks } = normalised(withValue(richDay(), 'routes', []));
    const [shipment, delivery, visit] = tasks.slice(3);
    expect(shipment).toMatchObject({ kind: 'shipment', maxRide_s: 3600, goods: 'soap', onBoardOf: null });
    expect([shipment!.stops.length, shipment!.deliveryStops.length]).toEqual([1, 2]);
    expect(delivery).toMatchObject({ release_s: 3600, stops: [{ label: 'locker' }, { cost: 2, label: null }] });
    expect(visit).toMatchObject({
      stops: [
        {
          setup_s: 30,
          setupByType: [{ type: 'lorry', seconds: 90 }],
          serviceByType: [{ type: 'lorry', seconds: 300 }],
          softWindows: [{ window: [0, 60], early_cost_per_hour: 0, late_cost_per_hour: 5 }],
        },
      ],
    });
    expect(taskOf('p')).toMatchObject({ due_s: 72_000, release_s: null });
  });
});

describe('zones', () => {
  it('hold the places in them, border included, holes not', () => {
    const at = (x: number, y: number) => ({ kind: 'visit', id: `${x} ${y}`, at: [x, y] });
    const ring = (size: number) => [
      [-size, -size],
      [size, -size],
      [size, size],
      [-size, size],
      [-size, -size],
    ];
    const request = normalised({
      kind: 'routing',
      version: 1,
      profiles: [{ kind: 'euclidean', name: 'car' }],
      places: [{ id: 'unused', position: [0, 0] }],
      zones: [
        { id: 'whole', polygon: [ring(10)] },
        { id: 'rim', polygon: [ring(10), ring(5)] },
      ],
      tasks: [at(0, 1), at(7, 0), at(10, 3), at(11, 0)],
      vehicles: [{ id: 'v', zones: ['rim', 'rim'] }],
    });
    expect(request.places.map(({ zones }) => zones)).toEqual([[0], [0], [0, 1], [0, 1], []]);
    expect(request.vehicles[0]!.zones).toEqual([1]);
  });

  it('hold no place without a position', () => {
    expect(rich.places.find(({ id }) => id === 'hub')).toEqual({ id: 'hub', position: null, zones: [] });
  });

  it('are numbered where traffic and tariffs name them', () => {
    expect(rich.profiles[0]!.traffic).toEqual([
      { zone: 0, steps: [{ from_s: 25_200, factor: 0.7 }] },
      {
        zone: null,
        steps: [
          { from_s: 25_200, factor: 0.8 },
          { from_s: 36_000, factor: 1.1 },
        ],
      },
    ]);
    expect(rich.vehicles.at(-2)).toMatchObject({
      tariff: [
        { zone: 0, upTo: [5, 5], price: 4 },
        { zone: null, upTo: null, price: 9 },
      ],
    });
  });
});

describe('vehicles', () => {
  it('are split into shifts, and by progress', () => {
    expect(rich.vehicles.map(named)).toEqual([
      ['van', null, 1, 1],
      ['van', null, 2, 1],
      ['van', null, 3, 2],
      ['bike', 1, 1, 1],
      ['bike', 2, 1, 1],
      ['carrier', null, 1, 1],
      ['courier', null, 1, 1],
    ]);
    expect(rich.vehicles.map(({ shift }) => shift)).toEqual([
      [25_200, 64_800],
      [40_000, 64_800],
      [25_200, 64_800],
      [20_000, 40_000],
      [50_000, 70_000],
      null,
      null,
    ]);
  });

  it('with one shift in a list are as with one', () => {
    const { vehicles } = normalised(withValue(globeDay(), 'vehicles.1.shifts', [[5, 9]]));
    expect(vehicles[1]).toMatchObject({ id: 'bike', shiftNumber: null, shift: [5, 9] });
  });

  it('in progress start where they are, with what is left of their limits', () => {
    const { start, end, ...vehicle } = rich.vehicles[1]!;
    expect(rich.places[start!]!.position).toEqual([13.4, 52.45]);
    expect(end).toBe(rich.vehicles[0]!.end);
    expect(vehicle).toMatchObject({
      inProgress: true,
      initialLoad: [1, 0],
      costs: { fixed: 0, per_km: 0.4, overtime: { after_s: 18_800, per_hour: 30 } },
      breaks: [{ id: 'rest', windows: null, afterDriving_s: 16_200 }],
      maxDistance_m: 40_000,
      maxDriving_s: 16_000,
      maxDuty_s: 26_000,
      maxTasks: 30,
      maxTrips: 2,
      minDuty_s: 0,
      minLoad: null,
      overdrawn: { maxDistance_m: 0, maxDriving_s: 0, maxDuty_s: 0, maxTasks: 0, maxTrips: 0 },
    });
  });

  it('in progress keep what they have used beyond their limits', () => {
    const limits = { max_distance_m: 20_000, max_tasks: 2, max_trips: 2, reloads: [{ at: [13.4, 52.5] }] };
    const used = { driven_m: 21_000, tasks_done: 4, trips_done: 3 };
    const progress = { at: [13.4, 52.45], time: '2027-03-16T10:00:00Z', ...used };
    const day = withValue(globeDay(), 'vehicles.1', { ...globeDay().vehicles[1]!, ...limits });
    const { vehicles } = normalised(withValue(day, 'routes', [{ vehicle: 'bike', tasks: [], progress }]));
    expect(vehicles[1]).toMatchObject({
      ...{ maxDistance_m: 0, maxTasks: 0, maxTrips: 1 },
      // The fourth trip is the one it is on.
      overdrawn: { maxDistance_m: 1000, maxTasks: 2, maxTrips: 2, maxDuty_s: 0 },
    });
  });

  it('that wait keep theirs', () => {
    expect(rich.vehicles[0]).toMatchObject({
      inProgress: false,
      initialLoad: null,
      costs: { fixed: 50, overtime: { after_s: 28_800 } },
      breaks: [{ id: 'lunch', windows: [[43_200, 46_800]], afterDriving_s: null, maxLoad: [5, 5] }, { id: 'rest' }],
      maxDistance_m: 100_000,
      maxTrips: 3,
      minDuty_s: 3600,
      minLoad: [1, 0],
      zones: [1, 0],
      co2_g_per_km: 180,
      backhauls: 'after_deliveries',
      unloading: 'lifo',
    });
    expect(rich.vehicles[3]).toMatchObject({ breaks: [], reloads: [], maxTrips: null, zones: null, tariff: null });
  });

  it('in progress bring along what they have driven since a break, no more than calls for the next', () => {
    const [given, tooMuch] = [900, 17_000].map((since_s) => {
      const day = normalised(withValue(richDay(), 'routes.1.progress.since_break_s', since_s));
      return day.vehicles[1]!.breaks[0]!.drivenBefore_s;
    });
    expect([given, tooMuch]).toEqual([900, 16_200]);
    expect(rich.vehicles[1]!.breaks[0]!.drivenBefore_s).toBe(0);
  });

  it('never have less than nothing left', () => {
    const used = withValue(richDay(), 'routes.1.progress.driven_m', 1e9);
    expect(normalised(used).vehicles[1]!.maxDistance_m).toBe(0);
  });
});

describe('given routes', () => {
  it('name entry, number and steps; the lowest number that is free', () => {
    const step = (id: string, option = 0, part: 0 | 1 = 0) => {
      const task = rich.tasks.findIndex((each) => each.id === id);
      return { kind: 'step', task, part, option };
    };
    expect(rich.routes).toEqual([
      { vehicle: 0, number: 1, steps: [step('a')], locked: 0, pinned: true },
      {
        vehicle: 1,
        number: 2,
        steps: [step('s'), step('o', 1), { kind: 'reload', reload: 0 }, step('b')],
        locked: 1,
        pinned: false,
      },
      { vehicle: 4, number: 1, steps: [], locked: 0, pinned: false },
    ]);
    const routes = [
      { vehicle: 'van', number: 1, tasks: ['b'] },
      { vehicle: 'van', tasks: ['s', 'a', 's'] },
    ];
    const other = normalised({ ...richDay(), routes });
    expect(other.vehicles.map(named).slice(0, 2)).toEqual([
      ['van', null, 1, 4],
      ['bike', 1, 1, 1],
    ]);
    expect(other.routes.map(({ vehicle, number }) => [vehicle, number])).toEqual([
      [0, 1],
      [0, 2],
    ]);
    expect(other.routes[1]!.steps).toEqual([step('s'), step('a'), step('s', 0, 1)]);
  });

  it('leave of a shipment on board its delivery, of a delivery no release', () => {
    expect(taskOf('s')).toMatchObject({ kind: 'delivery', deliveryStops: [], onBoardOf: 1 });
    expect(taskOf('s').stops.map(({ service_s }) => service_s)).toEqual([60, 0]);
    expect(taskOf('o')).toMatchObject({ kind: 'delivery', onBoardOf: 1, release_s: null });
    expect(taskOf('a').onBoardOf).toBeNull();
  });

  it('of several vehicles in progress take each out of the kind', () => {
    const progress = { at: 'depot', time: 40_000 };
    const routes = [4, 1, 3].map((number) => ({ vehicle: 'van', number, progress }));
    const { vehicles, routes: given } = normalised({ ...richDay(), routes });
    const vans = vehicles.filter(({ id }) => id === 'van');
    expect(vans.map(({ firstNumber, count, inProgress }) => [firstNumber, count, inProgress])).toEqual([
      [1, 1, true],
      [2, 1, false],
      [3, 1, true],
      [4, 1, true],
    ]);
    expect(given.map(({ vehicle, number }) => [vehicle, number])).toEqual([
      [3, 4],
      [0, 1],
      [2, 3],
    ]);
    expect(vans[0]).toMatchObject({ maxDuty_s: 36_000, initialLoad: null });
  });
});

describe('the rest', () => {
  it('is numbered', () => {
    expect(rich.relations).toEqual([
      { kind: 'same_vehicle', tasks: [0, 1], minGap_s: 0 },
      { kind: 'different_vehicles', tasks: [0, 2], minGap_s: 0 },
      { kind: 'sequence', tasks: [0, 2, 5], minGap_s: 60 },
    ]);
    expect(rich.incompatibleGoods).toEqual([['food', 'soap']]);
    expect(rich.explain).toMatchObject({ vehicles: [0], unassigned: true, slots: [{ windows: [[36_000, 40_000]] }] });
    expect(rich.places[rich.explain.slots[0]!.task.stops[0]!.place]!.position).toEqual([13.4, 52.4]);
    expect(rich.options.search).toBe(false);
  });

  it('puts unserved first, and fills in weights', () => {
    const plain = { of: 'hours', measure: 'max' };
    expect(rich.objectives).toEqual([
      [{ name: 'unserved', weight: 1, ...plain }],
      [{ name: 'vehicles', weight: 1, ...plain }],
      [
        { name: 'cost', weight: 1, ...plain },
        { name: 'balance', weight: 2, of: 'tasks', measure: 'spread' },
      ],
      [{ name: 'co2', weight: 1, ...plain }],
    ]);
    const names = (objectives: unknown) =>
      normalised({ ...globeDay(), objectives }).objectives.map((level) => level.map(({ name }) => name));
    expect(names(undefined)).toEqual([['unserved'], ['cost']]);
    expect(names(['unserved'])).toEqual([['unserved']]);
  });

  it('defaults to a search that explains nothing', () => {
    const { explain, routes, options } = normalised(globeDay());
    expect(explain).toEqual({ vehicles: [], unassigned: false, slots: [] });
    expect([routes, options.search]).toEqual([[], true]);
  });
});
