import { describe, expect, it } from 'vitest';
import type { RoutingRequest, Task, Vehicle } from '../../src/contract/request.ts';
import { NO_COSTS, objective, pause, placesAt, reload, requestOf, softWindow, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';

const HOUR = 3600;
const COSTS = { ...NO_COSTS, per_km: 1, per_hour: 10 };
const overtime = { after_s: 11 * HOUR, per_hour: 20 };
const slow = (from_s: number) => ({ zone: null, steps: [{ from_s, factor: 0.5 }] });

/** Deliveries by vans from eight to six, with a rule of tasks, of vehicles, or of the whole day. */
function featuresOf(tasks: Partial<Task>, vans: Partial<Vehicle>, rest: Partial<RoutingRequest> = {}) {
  const homes = Array.from({ length: 5 }, (_, i) => task(`t${i}`, i + 1, { load: [1], ...tasks }));
  const van = vehicle({ count: 2, shift: [8 * HOUR, 18 * HOUR], costs: COSTS, capacity: [4], ...vans });
  const request = requestOf(homes, [van], rest);
  const traffic = rest.profiles?.[0]?.traffic ?? [];
  return compiled({ ...request, profiles: request.profiles.map((profile) => ({ ...profile, traffic })) }).problem
    .features;
}

describe('a rule that nothing on the day can break', () => {
  const plain = featuresOf({}, {});
  const windows = [[7 * HOUR, 19 * HOUR]] as [number, number][];

  // One had every route simulated, or searched as on days with windows: up to a tenth dearer in twice the time.
  it.each<[string, Partial<Task & { windows: typeof windows }>, Partial<Vehicle>, Partial<RoutingRequest>?]>([
    ['goods that nobody has', { goods: 'food' }, {}, { incompatibleGoods: [['food', 'paint']] }],
    ['goods that are there before the day', { release_s: 5 * HOUR }, {}],
    ['rides as long as a day', { maxRide_s: 10 * HOUR }, {}],
    ['soft windows as wide', { softWindows: [softWindow([7 * HOUR, 19 * HOUR])] } as Partial<Task>, {}],
    ['windows as wide', { windows }, {}],
    ['overtime beyond the shift', {}, { costs: { ...COSTS, overtime } }],
    ['duty and driving as long as the shift', {}, { maxDuty_s: 10 * HOUR, maxDriving_s: 10 * HOUR }],
    ['as many tasks as there are', {}, { maxTasks: 5 }],
    ['a break in the evening', {}, { breaks: [pause('tea', 900, { windows: [[17 * HOUR, 20 * HOUR]] })] }],
    ['a break at night', {}, { breaks: [pause('nap', 900, { windows: [[2 * HOUR, 4 * HOUR]] })] }],
    ['a break after more driving than there is', {}, { breaks: [pause('rest', 900, { afterDriving_s: 10 * HOUR })] }],
    ['reloads on a single trip', {}, { reloads: [reload(0)], maxTrips: 1 }],
    ['last in, first out among deliveries', {}, { unloading: 'lifo' }],
    ['collections that there are none of after deliveries', {}, { backhauls: 'after_deliveries' }],
    [
      'objectives that cannot differ',
      {},
      {},
      { objectives: [[objective('unserved')], [objective('cost'), objective('change')]] },
    ],
  ])('leaves the day as it is: %s', (_, tasks, vans, rest) => {
    expect(featuresOf(tasks, vans, rest)).toEqual(plain);
  });

  // Nothing was left to tell long ways from short ones.
  it.each(['lateness', 'change'] as const)('stays an objective where it is the only one: %s', (name) => {
    const homes = Array.from({ length: 3 }, (_, i) => task(`t${i}`, i + 1));
    const objectives = [[objective('unserved')], [objective('vehicles')], [objective(name)]];
    const places = placesAt([0, 1, 3, 9].map((km): [number, number] => [km * 10_000, 0]));
    const { arcs } = compiled(requestOf(homes, [vehicle({ count: 2, costs: COSTS })], { objectives, places })).problem;
    expect(arcs.some((arc) => arc > 0)).toBe(true);
  });

  it.each<[string, Partial<Task>, Partial<Vehicle>, Partial<RoutingRequest>?]>([
    ['goods of two tasks', { goods: 'food' }, {}, { incompatibleGoods: [['food', 'food']] }],
    ['goods that come by day', { release_s: 8 * HOUR + 1 }, {}],
    ['a break that must be taken', {}, { breaks: [pause('tea', 900, { windows: [[17 * HOUR, 18 * HOUR - 1]] })] }],
    ['goods that are there before the day, where some vehicle has no shift', { release_s: 5 * HOUR }, { shift: null }],
    [
      'traffic by day',
      {},
      {},
      {
        profiles: [
          { kind: 'euclidean', name: 'car', scale: 1, speed_m_per_s: 1, rounding: 'none', traffic: [slow(17 * HOUR)] },
        ],
      },
    ],
  ])('is told from one that may be broken: %s', (_, tasks, vans, rest) => {
    expect(featuresOf(tasks, vans, rest).exact).toBe(true);
  });
});
