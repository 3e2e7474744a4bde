import { describe, expect, it } from 'vitest';
import type { RouteStep, RoutingRequest, Vehicle } from '../../src/contract/request.ts';
import type { Mix } from '../support/rich-mix.ts';
import { fixedSteps, isAllowed, type Slot, slotsOf } from '../support/rich-slots.ts';
import { parsed, richInput } from '../support/rich-world.ts';
import { isBetter, optimumOf } from './rich-brute.ts';
import { Judge } from './rich-judge.ts';
import { eachRoute } from './rich-routes.ts';
import { sound } from './rich-sound.ts';
import { tinyInput } from './rich-tiny.ts';

/** RICH_CASES=50000 for a long look, RICH_SEED to begin elsewhere. */
const CASES = Number(process.env['RICH_CASES'] ?? 300);
const SEED = Number(process.env['RICH_SEED'] ?? 1);
const seeds = (count: number) => Array.from({ length: count }, (_, i) => SEED + i);
const MAX_PLANS = 2500;

/** The best of all plans, each judged as a whole: slower, and simpler than `optimumOf`. Null: too many to try. */
function bestOfAll(request: RoutingRequest): number[] | null {
  const judge = new Judge(request);
  const routes = slotsOf(request).map((slot) => ({ slot, all: routesOf(request, slot) }));
  const chosen: { slot: Slot; steps: RouteStep[] }[] = [];
  let best: number[] | null = null;
  let plans = 0;
  const choose = (index: number, served: number) => {
    if (plans > MAX_PLANS) return;
    const at = routes[index];
    if (at === undefined) {
      plans++;
      const judged = judge.together(chosen);
      const unassigned = request.tasks.flatMap((_, t) => ((served & (1 << t)) === 0 ? [t] : []));
      const levels = judged && judge.levels(judged, unassigned);
      if (levels && (best === null || isBetter(levels, best))) best = levels;
      return;
    }
    if (fixedSteps(at.slot.given).length === 0) choose(index + 1, served);
    for (const { steps, mask } of at.all) {
      if ((served & mask) !== 0) continue;
      chosen.push({ slot: at.slot, steps });
      choose(index + 1, served | mask);
      chosen.pop();
    }
  };
  choose(0, 0);
  return plans > MAX_PLANS ? null : best;
}

function routesOf(request: RoutingRequest, slot: Slot): { steps: RouteStep[]; mask: number }[] {
  const all: { steps: RouteStep[]; mask: number }[] = [];
  const vehicle = request.vehicles[slot.vehicle]!;
  const mayServe = (task: number) => isAllowed(vehicle, request.tasks[task]!, slot.vehicle);
  eachRoute(request, slot, mayServe, (steps, mask) => all.push({ steps: [...steps], mask }));
  return all;
}

describe('the optimum by enumeration', { timeout: 3_600_000 }, () => {
  it('is the best of all plans, judged one by one', () => {
    let tried = 0;
    for (const seed of seeds(CASES)) {
      const size = { tasks: [1, 3], kinds: [1, 2], count: [1, 2] } as const satisfies Parameters<typeof richInput>[1];
      const request = parsed(sound(richInput(seed, { ...size })));
      const best = bestOfAll(request);
      if (best === null) continue;
      tried++;
      expect(isSame(optimumOf(request)!.levels, best), `seed ${seed}`).toBe(true);
    }
    expect(tried).toBeGreaterThan(CASES / 2);
  });

  it('is never worse with a further vehicle', () => {
    for (const seed of seeds(CASES / 5)) {
      const request = parsed(tinyInput(seed));
      const [first] = request.vehicles;
      const more = { ...first!, id: 'more', count: 1, firstNumber: 1, shiftNumber: null, inProgress: false };
      expectNoWorse(request, { ...request, vehicles: [...request.vehicles, more] }, seed);
    }
  });

  it.each<[string, Partial<Mix>, (request: RoutingRequest) => RoutingRequest]>([
    ['capacity', { capacity: true }, withVehicles({ capacity: null })],
    ['distance', { maxDistance: true }, withVehicles({ maxDistance_m: null })],
    ['driving', { maxDriving: true }, withVehicles({ maxDriving_s: null })],
    ['duty', { maxDuty: true }, withVehicles({ maxDuty_s: null })],
    ['tasks', { maxTasks: true }, withVehicles({ maxTasks: null })],
    ['order of loading', { lifo: true, pickups: true }, withVehicles({ unloading: 'any' })],
    ['order of pickups', { backhauls: true }, withVehicles({ backhauls: 'mixed' })],
    ['least loads', { minLoad: true }, withVehicles({ minLoad: null })],
    ['least hours', { minDuty: true }, withVehicles({ minDuty_s: 0 })],
    ['zones', { zones: true }, withVehicles({ zones: null })],
    ['skills', { skills: true }, withTasks({ skills: [], anySkills: [], forbiddenSkills: [] })],
    ['lists of vehicles', { vehicleLists: true }, withTasks({ onlyVehicles: null, forbiddenVehicles: [] })],
    ['ride times', { maxRide: true }, withTasks({ maxRide_s: null })],
    ['goods', { goods: true }, (request) => ({ ...request, incompatibleGoods: [] })],
    ['relations', { sameVehicle: true, differentVehicles: true }, withSequencesOnly],
  ])('is never worse without limits of %s', (_, fixed, freed) => {
    let better = 0;
    for (const seed of seeds(Math.ceil(CASES / 10))) {
      const request = parsed(tinyInput(seed, fixed));
      if (expectNoWorse(request, freed(request), seed)) better++;
    }
    expect(better).toBeGreaterThan(0);
  });
});

function withVehicles(change: Partial<Vehicle>) {
  return (request: RoutingRequest): RoutingRequest => ({
    ...request,
    vehicles: request.vehicles.map((vehicle) => ({ ...vehicle, ...change })),
  });
}

function withTasks(change: Partial<RoutingRequest['tasks'][number]>) {
  return (request: RoutingRequest): RoutingRequest => ({
    ...request,
    tasks: request.tasks.map((task) => ({ ...task, ...change })),
  });
}

function withSequencesOnly(request: RoutingRequest): RoutingRequest {
  return { ...request, relations: request.relations.filter(({ kind }) => kind === 'sequence') };
}

/** @returns whether it is better. */
function expectNoWorse(request: RoutingRequest, freed: RoutingRequest, seed: number): boolean {
  const [one, other] = [optimumOf(request)!.levels, optimumOf(freed)!.levels];
  expect(isBetter(one, other), `seed ${seed}: ${other} with more freedom, ${one} without`).toBe(false);
  return isBetter(other, one);
}

const isSame = (a: number[], b: number[]) => !isBetter(a, b) && !isBetter(b, a);
