import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSchemas } from '../../src/contract/export-schemas.ts';
import { parsePlan, parseRequest } from '../../src/contract/parse.ts';
import type { RoutingPlan } from '../../src/contract/plan.ts';
import { webhookBodySchema } from '../../src/contract/webhook.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { globeDay, matrixDay, richDay } from './samples.ts';

// The pattern beside it checks date-time in full.
const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  allowUnionTypes: true,
  strictTuples: false,
  formats: { 'date-time': true },
});
const schemas = new Map<string, object>();

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'roundsman-schema-'));
  for (const path of writeSchemas(folder)) schemas.set(basename(path), JSON.parse(readFileSync(path, 'utf8')));
  rmSync(folder, { recursive: true });
});
afterAll(() => schemas.clear());

function isValid(file: string, value: unknown): boolean {
  return ajv.validate(schemas.get(file)!, value);
}

describe('JSON Schema of the request', () => {
  it.each([
    ['the plain fields', globeDay()],
    ['a matrix', matrixDay()],
    ['every other field', richDay()],
  ])('accepts %s', (_, request) => {
    expect(isValid('routing-request.json', request), JSON.stringify(ajv.errors)).toBe(true);
  });

  it('needs nothing that has a default', () => {
    const request = {
      kind: 'routing',
      version: 1,
      tasks: [{ kind: 'visit', id: 'a', at: [1, 2] }],
      vehicles: [{ id: 'v' }],
    };
    expect(isValid('routing-request.json', request)).toBe(true);
  });

  it.each<[string, object]>([
    ['an unknown field', { colour: 'red' }],
    ['no tasks field', { tasks: undefined }],
    ['a wrong kind', { kind: 'routes' }],
    ['a negative load', { tasks: [{ kind: 'delivery', id: 'a', at: 'depot', load: [-1] }] }],
    ['an unknown kind of task', { tasks: [{ kind: 'drop', id: 'a', at: 'depot' }] }],
    ['a position of three', { tasks: [{ kind: 'visit', id: 'a', at: [1, 2, 3] }] }],
    ['a time without an offset', { starts_at: '2026-03-02T08:00:00' }],
    ['a shipment without a delivery', { tasks: [{ kind: 'shipment', id: 'a', pickup: { at: 'depot' } }] }],
    ['a text in a matrix', { profiles: [{ kind: 'matrix', name: 'car', durations_s: [[0, 'x']] }] }],
    ['a negative matrix value', { profiles: [{ kind: 'matrix', name: 'car', durations_s: [[0, -1]] }] }],
    ['a matrix profile without durations', { profiles: [{ kind: 'matrix', name: 'car' }] }],
    ['a vehicle without an id', { vehicles: [{}] }],
  ])('refuses %s', (_, change) => {
    const request = JSON.parse(JSON.stringify({ ...globeDay(), ...change }));
    expect(isValid('routing-request.json', request)).toBe(false);
  });

  it('names its parts, so that they can be referred to', () => {
    const { $defs } = schemas.get('routing-request.json') as { $defs: object };
    expect(Object.keys($defs)).toEqual(
      expect.arrayContaining(['RoutingRequest', 'Delivery', 'Pickup', 'Visit', 'Shipment', 'Stop', 'Vehicle', 'Costs']),
    );
    expect(Object.keys($defs).filter((name) => name.startsWith('__'))).toEqual([]);
  });
});

describe('JSON Schema of webhooks', () => {
  const done = { status: 'done', planId: 'plan-1', jobId: 'a', kind: 'routing', cost: 7, sha256: 'ff' };
  const failed = { status: 'failed', jobId: 'a', kind: 'routing', code: 'no_tasks', errors: [] };

  it.each([done, { ...done, stopped: 'cancelled' }, failed])('accepts %o, as the parser does', (body) => {
    expect(isValid('webhook.json', body), JSON.stringify(ajv.errors)).toBe(true);
    expect(webhookBodySchema.parse(body)).toEqual(body);
  });

  it.each([
    { ...done, status: 'failed' },
    { ...done, planId: undefined },
    { ...failed, cost: 7 },
  ])('refuses %o, as the parser does', (body) => {
    expect(isValid('webhook.json', JSON.parse(JSON.stringify(body)))).toBe(false);
    expect(webhookBodySchema.safeParse(body).success).toBe(false);
  });
});

/** A plan of the sample day: one route, one task left out. */
function samplePlan(): RoutingPlan {
  const parsed = parseRequest(globeDay());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const times = { iterations: 5, elapsed_s: 0.5, first_solution_s: 0.1 };
  const trace = [{ elapsed_s: 0.1, iterations: 1, cost: 9, unassigned: 1 }];
  const step = (task: number) => ({ kind: 'step', task, part: 0, option: 0 }) as const;
  const raw = { routes: [{ vehicle: 0, number: 2, steps: [step(0), step(2)] }], unassigned: [1] };

  return buildPlan(parsed.value, raw, { seed: 1, threads: 1, ...times, stopped: 'iterations', trace });
}

describe('JSON Schema of the plan', () => {
  it('accepts a plan, as parsePlan does', () => {
    const plan = JSON.parse(JSON.stringify(samplePlan()));
    expect(isValid('routing-plan.json', plan), JSON.stringify(ajv.errors)).toBe(true);
    expect(parsePlan(plan)).toEqual({ ok: true, value: plan });
  });

  it.each<[string, (plan: RoutingPlan) => void]>([
    ['an unknown field', (plan) => Object.assign(plan.routes[0]!, { colour: 'red' })],
    ['a stop without an arrival', (plan) => Reflect.deleteProperty(plan.routes[0]!.stops[1]!, 'arrival_s')],
    ['a reason that is not known', (plan) => Object.assign(plan.unassigned[0]!, { reason: 'bad_luck' })],
    ['a negative count', (plan) => Object.assign(plan.summary, { served: -1 })],
  ])('refuses %s, as parsePlan does', (_, change) => {
    const plan = JSON.parse(JSON.stringify(samplePlan()));
    change(plan);
    expect(isValid('routing-plan.json', plan)).toBe(false);
    expect(parsePlan(plan).ok).toBe(false);
  });

  it('refuses what is no plan', () => {
    expect(isValid('routing-plan.json', {})).toBe(false);
    expect(isValid('routing-plan.json', { kind: 'routing-plan', version: 1, request: null, routes: [] })).toBe(false);
  });
});
