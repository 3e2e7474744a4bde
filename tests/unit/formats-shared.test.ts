import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRequest } from '../../src/contract/parse.ts';
import type { PlanStop, RoutingPlan } from '../../src/contract/plan.ts';
import type { RequestInput, StopInput, TaskInput } from '../../src/contract/schema.ts';
import { readRequest, readSol, type Sol, writeSol } from '../../src/formats/index.ts';

const SHARED = join(import.meta.dirname, '../../../shared');
const INSTANCES = join(SHARED, 'instances');
const VERIFY = join(SHARED, 'tools/verify.mjs');
const isThere = existsSync(VERIFY);

const SETS = [
  ...['cvrp-x', 'cvrp-xxl', 'hfvrp-x', 'mdvrptw', 'sdvrptw', 'pcvrptw-gh1000', 'vrptw-gh1000', 'vrptw-ortec'],
  ...['vrptw-solomon', 'gvrp', 'mtvrptwr', 'vrpb-x', 'pdptw-lilim100', 'pdptw-lilim400', 'pdptw-lilim1000'],
];

function instancesOf(set: string): string[] {
  if (!isThere) return [];
  const files = readdirSync(join(INSTANCES, set)).filter((file) => /\.(?:vrp|txt)$/.test(file));
  // One of the very large ones says as much as four.
  return set === 'cvrp-xxl' ? files.slice(0, 1) : files;
}

function read(path: string): RequestInput {
  const result = readRequest(readFileSync(path, 'utf8'));
  if (!result.ok) throw new Error(`${path}: ${JSON.stringify(result.errors.slice(0, 3))}`);
  return result.input as RequestInput;
}

/** The stops of a task by client number, as plans show them. */
function stopsOf(task: TaskInput): [number, Pick<PlanStop, 'kind' | 'task' | 'label'>][] {
  const one = (stop: StopInput, kind: 'delivery' | 'pickup' | 'visit') => {
    const shown = { kind, task: task.id, ...(stop.label !== undefined && { label: stop.label }) };
    return [Number(stop.label ?? task.id), shown] as [number, typeof shown];
  };
  if (task.kind === 'shipment')
    return [one(task.pickup as StopInput, 'pickup'), one(task.delivery as StopInput, 'delivery')];
  return (task.options ?? [task as StopInput]).map((stop) => one(stop, task.kind));
}

/** What `writeSol` needs of the plan that a published solution is. */
function planOf(request: RequestInput, sol: Sol): RoutingPlan {
  const stops = new Map(request.tasks.flatMap(stopsOf));
  const runs = request.vehicles.map(({ id, count = 1 }) => ({ id, count, first: Number(/\d+/.exec(id)![0]) }));
  const stopAt = (visit: number) => stops.get(visit) ?? { kind: 'reload', place: request.places![visit]!.id };
  const routes = sol.routes
    .filter(({ visits }) => visits.length > 0)
    .map(({ number, visits }) => {
      const run = runs.find(({ first, count }) => number >= first && number < first + count)!;
      return { vehicle: run.id, number: number - run.first + 1, stops: visits.map(stopAt) };
    });
  return { cost: { total: sol.cost }, routes } as unknown as RoutingPlan;
}

describe.skipIf(!isThere)('[shared] benchmark files', () => {
  it.each(SETS)('every file of %s is a valid request', (set) => {
    const files = instancesOf(set);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const parsed = parseRequest(read(join(INSTANCES, set, file)));
      expect(parsed.ok ? [] : parsed.errors.slice(0, 3), file).toEqual([]);
    }
  });

  it('no set is left out', () => {
    const sets = readdirSync(INSTANCES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(
      sets
        .map(({ name }) => name)
        .filter((name) => name !== 'licences')
        .sort(),
    ).toEqual([...SETS].sort());
  });

  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'roundsman-sol-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const solved = [
    ...['cvrp-x', 'hfvrp-x', 'mdvrptw', 'sdvrptw', 'pcvrptw-gh1000', 'vrptw-ortec', 'vrpb-x', 'gvrp'],
    ...['mtvrptwr', 'vrptw-gh1000'],
  ];
  it.each(solved)('the judge accepts what writeSol makes of the best known solutions of %s', (set) => {
    for (const file of instancesOf(set).slice(0, 4)) {
      const path = join(INSTANCES, set, file);
      const best = readSol(readFileSync(path.replace(/\.\w+$/, '.sol'), 'utf8'));
      const sol = join(folder, `${file}.sol`);
      writeFileSync(sol, writeSol(planOf(read(path), best)));
      const verdict = JSON.parse(execFileSync(process.execPath, [VERIFY, path, sol], { encoding: 'utf8' }));
      expect(verdict, file).toMatchObject({ feasible: true, violations: [] });
    }
  });
});

describe.skipIf(!isThere)('[shared] loggibud', () => {
  it.each(isThere ? readdirSync(join(SHARED, 'real/loggibud-rio')).filter((file) => file.endsWith('.json')) : [])(
    '%s is read as it is',
    (file) => {
      const parsed = parseRequest(read(join(SHARED, 'real/loggibud-rio', file)));
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors[0]));
      expect(parsed.value.tasks.length).toBeGreaterThan(100);
      expect(parsed.value.vehicles[0]?.capacity).toEqual([180]);
    },
  );
});
