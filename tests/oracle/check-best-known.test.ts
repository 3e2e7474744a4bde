import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import type { SolverReport } from '../../src/contract/plan.ts';
import type { RouteStep, RoutingRequest } from '../../src/contract/request.ts';
import { readRequest, readSol, type Sol } from '../../src/formats/index.ts';
import type { RawSolution } from '../../src/model/solution.ts';
import { buildPlan } from '../../src/plan/build.ts';

/**
 * Published best-known routes become plans: the checker must accept them, and their cost must be the published one. Two
 * parties that never saw this code agree with it on every instance, about distances, times, durations and costs.
 */
const INSTANCES = join(import.meta.dirname, '../../../shared/instances');
const isThere = existsSync(join(INSTANCES, 'bks.tsv'));
/** Of the sets with 1000 tasks per instance every third will do; the others are taken whole. */
const EVERY: Record<string, number> = {
  ...{ 'cvrp-x': 1, 'hfvrp-x': 1, mdvrptw: 1, sdvrptw: 1, 'vrptw-ortec': 1, gvrp: 1, mtvrptwr: 1 },
  ...{ 'pcvrptw-gh1000': 3, 'vrptw-gh1000': 3, 'vrpb-x': 3 },
};
const REPORT: SolverReport = {
  ...{ seed: 1, threads: 1, iterations: 0, elapsed_s: 0, first_solution_s: 0 },
  ...{ stopped: 'iterations', trace: [] },
};

/** Instance name -> cost, of the objective readers choose by default. */
function bestKnown(set: string): Map<string, number> {
  const [header, ...rows] = readFileSync(join(INSTANCES, 'bks.tsv'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));
  const column = (name: string) => header!.indexOf(name);
  const ofSet = rows.filter((row) => row[column('set')] === set && row[column('objective')] !== 'hierarchical');
  return new Map(ofSet.map((row) => [row[column('name')]!, Number(row[column('bks')])]));
}

function readInstance(path: string): RoutingRequest {
  const read = readRequest(readFileSync(path, 'utf8'));
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  const parsed = parseRequest(read.input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors.slice(0, 3)));
  return parsed.value;
}

/** Clients by their number: the label of an option, or the id of a task that has only one. */
function clientsOf(request: RoutingRequest): Map<string, RouteStep> {
  return new Map(
    request.tasks.flatMap(({ id, stops }, task) =>
      stops.map(({ label }, option) => [label ?? id, { kind: 'step', task, part: 0, option }] as const),
    ),
  );
}

/** Route #k is driven by vehicle k; ids of vehicles say which numbers they stand for. What is no client is a reload. */
function toRaw(request: RoutingRequest, sol: Sol): RawSolution {
  const clients = clientsOf(request);
  const first = request.vehicles.map(({ id }) => Number(/^v(\d+)-/.exec(id)![1]));
  const reloadAt = (vehicle: number, depot: string): RouteStep => {
    const reload = request.vehicles[vehicle]!.reloads.findIndex(({ place }) => request.places[place]!.id === depot);
    if (reload < 0) throw new Error(`vehicle ${vehicle} does not reload at ${depot}`);
    return { kind: 'reload', reload };
  };
  const routes = sol.routes
    .filter(({ visits }) => visits.length > 0)
    .map(({ number, visits }) => {
      const vehicle = first.findIndex((from, i) => number >= from && number < from + request.vehicles[i]!.count);
      const steps = visits.map((visit) => clients.get(String(visit)) ?? reloadAt(vehicle, String(visit)));
      return { vehicle, number: number - first[vehicle]! + 1, steps };
    });
  const served = new Set(routes.flatMap(({ steps }) => steps.map((step) => (step.kind === 'step' ? step.task : -1))));
  return { routes, unassigned: request.tasks.flatMap((_, i) => (served.has(i) ? [] : [i])) };
}

describe.skipIf(!isThere)('[shared] best-known solutions', () => {
  for (const [set, every] of Object.entries(EVERY)) {
    const folder = join(INSTANCES, set);
    const solved = isThere ? readdirSync(folder).filter((file) => file.endsWith('.sol')) : ['(absent).sol'];
    const names = solved.filter((_, i) => i % every === 0).map((file) => file.replace(/\.sol$/, ''));
    it.each(names)(`${set} %s is legal and costs what is published`, (name) => {
      const file = readdirSync(folder).find((entry) => entry === `${name}.vrp` || entry === `${name}.txt`)!;
      const request = readInstance(join(folder, file));
      const sol = readSol(readFileSync(join(folder, `${name}.sol`), 'utf8'));
      const plan = buildPlan(request, toRaw(request, sol), REPORT);
      const verdict = checkPlan(request, plan);
      // A best-known solution may leave an optional task out at no loss; the reason must be true all the same.
      expect(verdict.violations).toEqual([]);
      const published = bestKnown(set).get(name)!;
      expect(Math.abs(plan.cost.total - published)).toBeLessThanOrEqual(1e-6 * published);
      expect(verdict.reasons.skipped).toBe(0);
    });
  }
});
