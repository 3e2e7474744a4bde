import { describe, expect, it } from 'vitest';
import type { Profile, RoutingRequest, Task, Window } from '../../src/contract/request.ts';
import { BIG } from '../../src/model/problem.ts';
import { compiled, planOf } from '../property/solve-plan.ts';
import { placesAt, reload, requestOf, task, vehicle } from './plan-world.ts';

/** A second as of 2026. */
const E = 1_795_000_000;
const SERVICE_S = 30;
const shift: Window = [E, E + 36_000];

/** Five stops a minute apart from each other: four with narrow windows, and one that is open for long. */
function minutes(any: Window, van: Window, rest: Partial<Task> = {}): RoutingRequest {
  const rows = Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (__, j) => 60 * Math.abs(i - j)));
  const profile: Profile = { kind: 'matrix', name: 'm', traffic: [], durations_s: rows, distances_m: rows };
  const narrow = (i: number) =>
    task(`t${i}`, i, { service_s: SERVICE_S, windows: [[E + 90 * i - 60, E + 90 * i + 60]] });
  const tasks = [task('any', 5, { windows: [any], ...rest }), ...[1, 2, 3, 4].map(narrow)];
  return requestOf(tasks, [vehicle({ shift: van })], { profiles: [profile] });
}

const servedIn = (request: RoutingRequest) => planOf(request).unassigned.length === 0;
/** Ticks of a second. */
const scaleOf = (request: RoutingRequest) => compiled(request).problem.service[1]! / SERVICE_S;

describe('ticks', () => {
  it.each<[string, RoutingRequest]>([
    ['a window', minutes([0, E + 86_400], shift)],
    ['a shift', minutes([E, E + 86_400], [0, E + 36_000])],
    ['both, long before second 0', minutes([-1e9, E + 86_400], [-1e10, E + 36_000])],
    ['a window of somebody who collects for a hub', minutes([0, 1e10], shift, { kind: 'pickup', due_s: E + 9000 })],
  ])('are no coarser for %s that opened long ago', (_, request) => {
    expect(scaleOf(request)).toBe(1);
    expect(servedIn(request)).toBe(true);
  });

  it('stay as fine where all there is happened long ago', () => {
    const request = minutes([E, E + 86_400], shift);
    const earlier = (window: Window): Window => [window[0] - 2 * E, window[1] - 2 * E];
    const tasks = request.tasks.map((each) => ({
      ...each,
      stops: each.stops.map((stop) => ({ ...stop, windows: stop.windows.map(earlier) })),
    }));
    const long = { ...request, tasks, vehicles: [vehicle({ shift: earlier(shift) })] };
    expect(scaleOf(long)).toBe(1);
    expect(servedIn(long)).toBe(true);
  });

  it('begin before what opens late, as far as what closes first can wait for', () => {
    const { windowOpens, windowCloses } = compiled(minutes([E - 500, E + 86_400], shift)).problem;
    expect(windowOpens[1]! - windowOpens[0]!).toBe(530);
    expect(windowCloses[0]! - windowOpens[1]!).toBe(86_370);
  });

  it('fit 32 bits where a depot for reloading opened long ago', () => {
    const tasks = Array.from({ length: 14 }, (_, i) => task(`t${i}`, 10 + i, { load: [1] }));
    const van = { shift, capacity: [1], reloads: [reload(1, { windows: [[0, 9e9]] })] };
    const places = placesAt(Array.from({ length: 30 }, (_, x) => [x, 0.3 * x]));
    const request = requestOf(tasks, [vehicle(van)], { places });
    for (const opens of compiled(request).problem.windowOpens) expect(opens).toBe(-BIG);
    expect(planOf(request, { iterations: 20 }).unassigned).toEqual([]);
  });

  it('see the windows of a day with a place that has no position, where only a carrier goes', () => {
    const places = [...placesAt([[0, 0]]), { id: 'x', position: null, zones: [] }, ...placesAt([[10, 5]])];
    const profiles: Profile[] = [requestOf([]).profiles[0]!, { kind: 'none', name: 'out', traffic: [] }];
    const van = vehicle({ shift: [0, 3e6] });
    const carrier = vehicle({ id: 'c', profile: 1, start: null, end: null, shift: [0, 3e6] });
    const tasks = [
      task('x', 1, { onlyVehicles: ['c'] }),
      task('late', 2, { windows: [[2_500_000, 2_500_100]], forbiddenVehicles: ['c'] }),
    ];
    expect(servedIn(requestOf(tasks, [van, carrier], { places, profiles }))).toBe(true);
  });
});
