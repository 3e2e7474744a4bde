import { describe, expect, it } from 'vitest';
import { type Simulated, Simulator } from '../../src/check/simulate.ts';
import type { RouteStep, RoutingRequest, Task, Vehicle } from '../../src/contract/request.ts';
import { withoutIdleRules } from '../../src/model/idle-rules.ts';
import { Dice } from '../support/rich-dice.ts';
import { randomRaw } from '../support/rich-raw.ts';
import type { Slot } from '../support/rich-slots.ts';
import { richRequest } from '../support/rich-world.ts';

/** RICH_CASES=50000 for a long look. */
const CASES = Number(process.env['RICH_CASES'] ?? 600);
const SIZE = { tasks: [1, 10], kinds: [1, 3], count: [1, 3] } as const satisfies Parameters<typeof richRequest>[1];
const HOUR = 3600;

/** A day with shifts, mostly, and with rules that are close to what can bind on either side of it. */
function closeCall(seed: number): RoutingRequest {
  const dice = new Dice(seed, 2);
  const request = richRequest(seed, SIZE, { progress: false });
  const times = request.tasks.flatMap(({ stops }) => stops.flatMap(({ windows }) => windows.flat()));
  const from = Math.min(0, ...times);
  const to = Math.max(12 * HOUR, ...times);
  const hasShifts = dice.chance(0.9);
  const vehicles = request.vehicles.map((vehicle): Vehicle => {
    const shift = vehicle.shift ?? (hasShifts ? [from, to] : null);
    const length_s = shift === null ? to - from : shift[1] - shift[0];
    const near = (limit: number) => limit + dice.pick([-HOUR, -1, 0, 1, HOUR]);
    const perhaps = <T>(value: T, other: T) => (dice.chance(0.3) ? value : other);
    const { overtime } = vehicle.costs;
    return {
      ...vehicle,
      shift,
      costs: { ...vehicle.costs, overtime: overtime && { ...overtime, after_s: Math.max(0, near(length_s)) } },
      maxTrips: vehicle.reloads.length > 0 ? perhaps(1, vehicle.maxTrips) : null,
      maxTasks: perhaps(request.tasks.length - dice.int(0, 1), vehicle.maxTasks),
      maxDuty_s: perhaps(Math.max(0, near(length_s)), vehicle.maxDuty_s),
      maxDriving_s: perhaps(Math.max(0, near(length_s / 2)), vehicle.maxDriving_s),
      breaks: vehicle.breaks.map((each) => {
        if (each.windows === null)
          return { ...each, afterDriving_s: Math.max(1, perhaps(length_s, each.afterDriving_s!)) };
        const opens_s = dice.pick([near(shift?.[0] ?? from) - HOUR, near(shift?.[1] ?? to)]);
        return { ...each, windows: perhaps([[opens_s, near(opens_s) + HOUR]], each.windows) };
      }),
    };
  });
  const tasks = request.tasks.map((task): Task => {
    const soft = dice.chance(0.3);
    const stops = task.stops.map((stop) => ({
      ...stop,
      windows: dice.chance(0.8) ? [[from, to] as [number, number]] : stop.windows,
      softWindows: stop.softWindows.map((one) => (soft ? { ...one, window: [from, to] as [number, number] } : one)),
    }));
    return {
      ...task,
      stops,
      release_s: task.release_s && dice.pick([from, task.release_s]),
      due_s: task.due_s && dice.pick([to, task.due_s]),
    };
  });
  const goods = [...new Set(tasks.flatMap(({ goods }) => (goods === null ? [] : [goods])))];
  const incompatibleGoods =
    dice.chance(0.5) && goods.length > 0
      ? [
          [dice.pick(goods), 'none'],
          [goods[0]!, goods[0]!],
        ]
      : [];
  return {
    ...request,
    vehicles,
    tasks,
    incompatibleGoods: [...request.incompatibleGoods, ...incompatibleGoods] as [string, string][],
  };
}

/** What counts of a route, but for errors of rounding. */
function outcome(route: Simulated | null): string | null {
  if (route === null) return null;
  const { vehicle: _, steps: __, ...rest } = route;
  return JSON.stringify(rest, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value));
}

/** Names of rules that one request has and the other has not. */
function dropped(request: RoutingRequest, binding: RoutingRequest): string[] {
  const names = (items: readonly object[], others: readonly object[]) =>
    items.flatMap((item, i) =>
      Object.entries(item).flatMap(([name, value]) =>
        JSON.stringify(value) === JSON.stringify(others[i]![name as never]) ? [] : [name],
      ),
    );
  return [
    ...names([request], [binding]),
    ...names(request.vehicles, binding.vehicles),
    ...names(request.tasks, binding.tasks),
  ];
}

describe('rules that nothing can break', { timeout: 3_600_000 }, () => {
  it('are told: without them every route is as legal, and comes to the same', () => {
    const seen = new Map<string, number>();
    let [legal, illegal] = [0, 0];
    for (let seed = 1; seed <= CASES; seed++) {
      const request = closeCall(seed);
      const binding = withoutIdleRules(request);
      for (const name of dropped(request, binding)) seen.set(name, (seen.get(name) ?? 0) + 1);
      const [simulator, other] = [new Simulator(request), new Simulator(binding)];
      const fits = ({ vehicle }: Slot, steps: RouteStep[]) => {
        const expected = simulator.route(request.vehicles[vehicle]!, steps);
        const found = other.route(binding.vehicles[vehicle]!, steps);
        expect(outcome(found), `seed ${seed}, vehicle ${vehicle}, ${JSON.stringify(steps)}`).toBe(outcome(expected));
        if (expected === null) illegal++;
        else legal++;
        return expected !== null;
      };
      randomRaw(request, new Dice(seed, 1), fits, 0.02);
    }
    expect(Math.min(legal, illegal)).toBeGreaterThan(CASES);
    const expected = [
      'backhauls',
      'breaks',
      'costs',
      'due_s',
      'incompatibleGoods',
      'maxDriving_s',
      'maxDuty_s',
      'maxTasks',
      'maxRide_s',
    ];
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining([...expected, 'profiles', 'release_s', 'reloads', 'stops', 'unloading']),
    );
  });
});
