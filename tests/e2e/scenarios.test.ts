import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { booleanPointInPolygon } from '@turf/turf';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { KEY_CALL_H, urgentKey } from '../../data/generate/scenarios/apartments.ts';
import { continueAt } from '../../data/generate/scenarios/progress.ts';
import { checkPlan } from '../../src/check/index.ts';
import { figuresOf } from '../../src/cli/compare.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import type { PlanRoute, PlanStop, RoutingPlan } from '../../src/contract/plan.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import type { RequestInput } from '../../src/contract/schema.ts';
import { solveRouting } from '../../src/jobs/solve.ts';
import { createSolverPool } from '../../src/pool/pool.ts';
import { resultOf, runCli } from '../support/cli.ts';

/**
 * The scenarios of data/scenarios go through the pipeline of every job, with a small search. What is asserted is what the
 * people behind them would look at first; the rules of the model are the checker's business, which looks at every plan.
 */
vi.setConfig({ testTimeout: 120_000 });
const FOLDER = join(import.meta.dirname, '../../data/scenarios');
const BUDGET = { search: true, time_s: null, iterations: 150, seed: 1, threads: 2 };
const HOUR_S = 3600;

const pool = createSolverPool({ threads: 2 });
afterAll(() => pool.close());
const dir = mkdtempSync(join(tmpdir(), 'roundsman-scenarios-'));
afterAll(() => rmSync(dir, { recursive: true }));

interface Solved {
  input: RequestInput;
  request: RoutingRequest;
  plan: RoutingPlan;
}
type ServedStop = PlanStop & { task: string };

const readInput = (name: string) => JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as RequestInput;

async function solve(input: RequestInput): Promise<Solved> {
  const parsed = parseRequest(input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors.slice(0, 5)));
  const request = { ...parsed.value, options: BUDGET };
  const solved = await solveRouting(request, pool);
  if (!solved.ok) throw new Error(JSON.stringify(solved.errors.slice(0, 5)));
  return { input, request, plan: solved.plan };
}

/** Each scenario is solved once, for all tests that look at it. */
const solutions = new Map<string, Promise<Solved>>();
function solved(name: string): Promise<Solved> {
  const known = solutions.get(name) ?? solve(readInput(name));
  solutions.set(name, known);
  return known;
}

const stopsOf = (plan: RoutingPlan): ServedStop[] =>
  plan.routes.flatMap(({ stops }) => stops.filter((stop): stop is ServedStop => stop.task !== undefined));
const stopOf = (plan: RoutingPlan, task: string) => stopsOf(plan).find((stop) => stop.task === task)!;
const routesOf = (plan: RoutingPlan, vehicle: string) => plan.routes.filter((route) => route.vehicle === vehicle);
const isOver = ({ starts_s, ends_s }: PlanRoute, [from, to]: [number, number]) => starts_s < from && ends_s > to;
const seconds = (time: unknown) => (Date.parse(String(time)) - Date.parse('2027-03-16T00:00:00+01:00')) / 1000;

const FILES = [
  ...['parcel-day', 'first-mile', 'apartments', 'apartments-1410', 'carriers-choice', 'carriers-own'],
  ...['cargo-bikes-vans', 'cargo-bikes-bikes', 'cargo-bikes-mixed'],
];

describe('every scenario', () => {
  it.each(FILES)('%s is solved, passes its check, serves everything and has all its figures', async (name) => {
    const { request, plan } = await solved(name);
    expect(checkPlan(request, plan).violations).toEqual([]);
    expect(plan.unassigned).toEqual([]);
    const { load_use, ...figures } = plan.summary;
    for (const [figure, value] of Object.entries(figures)) expect(value, figure).toSatisfy(Number.isFinite);
    expect(load_use).toHaveLength(request.tasks[0]!.load.length);
    expect(figures).toMatchObject({ tasks: request.tasks.length, served: request.tasks.length });
    for (const figure of ['distance_m', 'driving_s', 'service_s', 'duty_s', 'trips', 'cost_per_task'] as const) {
      expect(figures[figure], figure).toBeGreaterThan(0);
    }
  });
});

describe('parcel day', () => {
  it('hands each parcel over once, some of them at relay points and lockers', async () => {
    const { plan } = await solved('parcel-day');
    const labels = Map.groupBy(stopsOf(plan), ({ label }) => label);
    for (const label of ['home', 'business', 'express', 'appointment'])
      expect(labels.get(label)?.length).toBeGreaterThan(0);
    const points = [...(labels.get('relay') ?? []), ...(labels.get('locker') ?? [])];
    // Several parcels for one stop of the van are what relay points are for.
    expect(points.length).toBeGreaterThan(new Set(points.map(({ place }) => place)).size);
    const served = stopsOf(plan).map(({ task }) => task);
    expect(new Set(served).size).toBe(served.length);
  });

  it('brings most express parcels by noon, and is seldom late by more than an hour', async () => {
    const { plan } = await solved('parcel-day');
    const late = stopsOf(plan).flatMap(({ label, lateness_s = 0 }) => (label === 'express' ? [lateness_s] : []));
    expect(late.filter((value) => value === 0).length).toBeGreaterThan(0.7 * late.length);
    expect(late.filter((value) => value > HOUR_S).length).toBeLessThan(0.2 * late.length);
  });

  it('gives whoever drives through it a meal', async () => {
    const { plan } = await solved('parcel-day');
    const meals = { day: [11.5, 13.5], evening: [15.5, 17.5] } as const;
    let through = 0;
    for (const route of plan.routes) {
      const [from, to] = meals[route.vehicle.split('-')[0] as keyof typeof meals];
      if (!isOver(route, [from * HOUR_S, to * HOUR_S])) continue;
      through++;
      expect(route.break_s).toBe(0.75 * HOUR_S);
    }
    expect(through).toBeGreaterThan(0);
  });
});

describe('first mile', () => {
  it('has everything at a hub before its truck leaves', async () => {
    const { input, plan } = await solved('first-mile');
    const due = new Map(input.tasks.flatMap((task) => (task.due === undefined ? [] : [[task.id, seconds(task.due)]])));
    expect(due.size).toBe(60);
    for (const { stops } of plan.routes) {
      stops.forEach((stop, i) => {
        const due_s = stop.kind === 'pickup' ? due.get(stop.task!) : undefined;
        if (due_s === undefined) return;
        const unloaded = stops.slice(i).find(({ kind }) => kind === 'reload' || kind === 'end')!;
        expect(unloaded.begin_s, stop.task!).toBeLessThanOrEqual(due_s);
      });
    }
  });

  it('unloads vans more than once a day, and never mixes food and chemicals', async () => {
    const { input, plan } = await solved('first-mile');
    expect(Math.max(...plan.routes.map(({ trips }) => trips))).toBeGreaterThan(1);
    const goods = new Map(input.tasks.map((task) => [task.id, task.goods]));
    for (const { stops } of plan.routes) {
      let onBoard = new Set<string>();
      for (const { kind, task } of stops) {
        if (kind === 'reload') onBoard = new Set();
        const its = kind === 'pickup' ? goods.get(task!) : undefined;
        if (its) onBoard.add(its);
        expect(onBoard.size).toBeLessThan(2);
      }
    }
  });

  it('has the air freight at the desk before it closes', async () => {
    const { plan } = await solved('first-mile');
    const desk = stopsOf(plan).filter(({ kind, place }) => kind === 'delivery' && place === 'air-desk');
    expect(desk).toHaveLength(6);
    for (const { begin_s } of desk) expect(begin_s).toBeLessThanOrEqual(15.5 * HOUR_S);
  });
});

describe('apartments', () => {
  it('are inspected when the floors are dry, by somebody else', async () => {
    const { input, plan } = await solved('apartments');
    const flats = input.tasks.flatMap(({ id }) => (id.startsWith('clean-') ? [id.slice('clean-'.length)] : []));
    expect(flats.length).toBe(24);
    const vehicleOf = (task: string) =>
      plan.routes.find(({ stops }) => stops.some((stop) => stop.task === task))!.vehicle;
    for (const flat of flats) {
      const [clean, inspect] = [stopOf(plan, `clean-${flat}`), stopOf(plan, `inspect-${flat}`)];
      expect(inspect.begin_s).toBeGreaterThanOrEqual(clean.departure_s + 600);
      expect([vehicleOf(clean.task), vehicleOf(inspect.task)]).toEqual(['team', 'inspector']);
    }
  });

  it('teams bring fresh linen: all of it left the store in time, some on a second trip', async () => {
    const { input, plan } = await solved('apartments');
    const release = new Map(input.tasks.map((task) => [task.id, task.release]));
    const teams = routesOf(plan, 'team');
    for (const { stops } of teams) {
      let left_s = stops[0]!.departure_s;
      for (const { kind, task, begin_s } of stops) {
        if (kind === 'reload') left_s = begin_s;
        const washed = task === undefined ? undefined : release.get(task);
        if (washed !== undefined) expect(left_s).toBeGreaterThanOrEqual(seconds(washed));
      }
    }
    // A team that comes back, or the van that brings linen.
    expect(Math.max(...plan.routes.map(({ trips }) => trips))).toBeGreaterThan(1);
  });

  it('a key that is asked for at 14:10 arrives soon, and the day goes on from where it stood', async () => {
    const morning = await solved('apartments');
    const now_s = KEY_CALL_H * HOUR_S;
    const afternoon = continueAt(morning.input, morning.plan, now_s, [urgentKey(morning.input)]);
    const { plan } = await solve(afternoon);
    expectRestOfDay(morning.plan, afternoon, plan, now_s);
  });

  it('so does the one of the file, which was made from another plan of the morning', async () => {
    const { input, plan } = await solved('apartments-1410');
    const morning = JSON.parse(readFileSync(join(FOLDER, 'apartments-plan.json'), 'utf8')) as RoutingPlan;
    expectRestOfDay(morning, input, plan, KEY_CALL_H * HOUR_S);
  });

  function expectRestOfDay(morning: RoutingPlan, afternoon: RequestInput, plan: RoutingPlan, now_s: number): void {
    const key = stopsOf(plan).filter(({ task }) => task === 'urgent-key');
    expect(key.map(({ kind }) => kind)).toEqual(['pickup', 'delivery']);
    expect(key[1]!.begin_s).toBeLessThanOrEqual(now_s + HOUR_S);
    const begun = stopsOf(morning).filter(({ begin_s }) => begin_s <= now_s);
    // How many differs from plan to plan; a good part of the day is past in any.
    expect(begun.length).toBeGreaterThan(10);
    const still = new Set(afternoon.tasks.map(({ id }) => id));
    expect(begun.filter(({ task }) => still.has(task))).toEqual([]);
    for (const { stops } of plan.routes) {
      for (const { begin_s } of stops.slice(1)) expect(begin_s).toBeGreaterThanOrEqual(now_s);
    }
    for (const route of afternoon.routes ?? []) expectLocked(route, plan);
  }

  /** Who was driving to a stop already still goes there first. */
  function expectLocked(
    { vehicle, number, locked, steps }: NonNullable<RequestInput['routes']>[number],
    plan: RoutingPlan,
  ) {
    if (!locked) return;
    const route = plan.routes.find((other) => other.vehicle === vehicle && other.number === number)!;
    const [first] = route.stops.filter(({ kind }) => !['start', 'break', 'end'].includes(kind));
    const [step] = steps!;
    if (typeof step === 'object' && 'reload' in step) expect(first!.reload).toBe(step.reload);
    else expect(first!.task).toBe(typeof step === 'string' ? step : step!.task);
  }
});

describe('cargo bikes', () => {
  const whatIfs = () => Promise.all(['vans', 'bikes', 'mixed'].map((plan) => solved(`cargo-bikes-${plan}`)));

  it('serve the same parcels with less CO2, feeder included', async () => {
    const [vans, bikes, mixed] = (await whatIfs()).map(({ plan }) => figuresOf(plan));
    expect(bikes!.co2_g).toBeLessThan(vans!.co2_g);
    expect(bikes!.by_vehicle.find(({ vehicle }) => vehicle === 'feeder')).toMatchObject({ tasks: 2 });
    for (const figures of [vans, bikes, mixed]) expect(figures!.served).toBe(figures!.tasks);
    // Two containers more than parcels.
    expect(bikes!.served).toBe(vans!.served + 2);
  });

  it('are put side by side on the command line', async () => {
    const plans = await whatIfs();
    const files = plans.map(({ plan }) => join(dir, `${plan.request}.json`));
    plans.forEach(({ plan }, i) => {
      writeFileSync(files[i]!, JSON.stringify(plan));
    });
    const ran = await runCli(['compare', ...files, '--json']);
    expect(ran).toMatchObject({ code: 0 });
    const compared = plans.map(({ plan }, i) => ({ file: files[i], request: plan.request, ...figuresOf(plan) }));
    expect(resultOf(ran)).toEqual({ kind: 'comparison', plans: compared });
    const { stdout } = await runCli(['compare', ...files]);
    expect(stdout).toMatch(/cargo-bikes-vans +cargo-bikes-bikes +cargo-bikes-mixed/);
    expect(stdout).toMatch(/^CO2 +[\d.]+ kg +[\d.]+ kg \(-[\d.]+ %\)/m);
    expect(await runCli(['compare', files[0]!])).toMatchObject({ code: 2 });
  });

  it('keep vans out of a closed inner city, and come back to the micro-hub for more', async () => {
    const { input, plan } = await solved('cargo-bikes-bikes');
    // By where they are: a few addresses of its districts lie just outside of the zone.
    const { polygon } = input.zones!.find(({ id }) => id === 'inner-city')!;
    const coordinates = polygon as [number, number][][];
    const innerCity = new Set(
      input.tasks.flatMap((task) => {
        const at = task.kind === 'delivery' && Array.isArray(task.at) ? task.at : null;
        return at && booleanPointInPolygon(at, { type: 'Polygon', coordinates }) ? [task.id] : [];
      }),
    );
    expect(innerCity.size).toBeGreaterThan(5);
    const byVan = routesOf(plan, 'van').flatMap(({ stops }) => stops.flatMap(({ task }) => task ?? []));
    expect(byVan.filter((task) => innerCity.has(task))).toEqual([]);
    const bikes = plan.routes.filter(({ vehicle }) => vehicle.startsWith('bike-'));
    expect(Math.max(...bikes.map(({ trips }) => trips))).toBeGreaterThan(1);
  });

  it('are slower nowhere for traffic, while vans are', async () => {
    const { plan } = await solved('cargo-bikes-vans');
    const { plan: withBikes } = await solved('cargo-bikes-bikes');
    const speed = (routes: PlanRoute[]) => {
      const total = (part: 'distance_m' | 'driving_s') => routes.reduce((sum, route) => sum + route[part], 0);
      return (3.6 * total('distance_m')) / total('driving_s');
    };
    expect(speed(plan.routes)).toBeLessThan(30);
    expect(speed(withBikes.routes.filter(({ vehicle }) => vehicle.startsWith('bike-')))).toBeCloseTo(16, 1);
  });
});

describe('carriers', () => {
  it('take what is dear to bring, and own vans go out well loaded', async () => {
    const { input, plan } = await solved('carriers-choice');
    const load = new Map(input.tasks.map((task) => [task.id, task.load![0]!]));
    const { by_vehicle } = figuresOf(plan);
    expect(by_vehicle.some(({ vehicle }) => vehicle.startsWith('carrier-'))).toBe(true);
    expect(by_vehicle.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    for (const { stops } of routesOf(plan, 'own-van')) {
      const kg = stops.reduce((sum, { task }) => sum + (task === undefined ? 0 : load.get(task)!), 0);
      expect(kg).toBeGreaterThanOrEqual(250);
    }
  });

  it('are paid by their price list, and drive none of our kilometres', async () => {
    const { plan } = await solved('carriers-choice');
    const heavy = routesOf(plan, 'carrier-heavy');
    for (const route of [...heavy, ...routesOf(plan, 'carrier-cheap')]) {
      expect(route.distance_m).toBe(0);
      expect(route.cost.tasks).toBeGreaterThanOrEqual(4.1 * route.tasks);
    }
    for (const { cost, tasks } of heavy) expect(cost.total).toBeLessThanOrEqual(11.9 * tasks);
  });

  it('make the day no dearer than own vans alone', async () => {
    const [choice, own] = [await solved('carriers-choice'), await solved('carriers-own')];
    expect(choice.plan.cost.total).toBeLessThan(1.02 * own.plan.cost.total);
  });
});
