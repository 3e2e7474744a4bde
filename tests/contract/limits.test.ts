import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, measureJson, parseJson } from '../../src/contract/limits.ts';
import { parsePlan, parseRequest } from '../../src/contract/parse.ts';
import { planOf, tourOver } from '../support/map-plan.ts';
import { globeDay } from './samples.ts';

const DEEP = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const DEEP_OBJECT = `${'{"tasks":'.repeat(100_000)}1${'}'.repeat(100_000)}`;

function codesOf(result: { ok: true } | { ok: false; errors: { code: string; path: string }[] }): string[] {
  return result.ok ? [] : result.errors.map(({ code, path }) => `${code} ${path}`.trim());
}

describe('text', () => {
  it.each([
    ['nothing', ''],
    ['half an object', '{"kind": "routing", '],
    ['NaN, which JSON does not have', '{"a": NaN}'],
    ['a comment', '{} // yes'],
    ['bytes', '\u0000\u0001'],
  ])('of %s is not JSON', (_, text) => {
    expect(codesOf(parseJson(text))).toEqual(['not_json']);
  });

  it('nested 100,000 deep is refused without overflowing', () => {
    expect(codesOf(parseJson(DEEP))).toEqual(['too_deep [0][0][0]']);
    expect(codesOf(parseJson(DEEP_OBJECT))).toEqual(['too_deep tasks.tasks.tasks']);
  });

  it('above the limit is refused before it is parsed', () => {
    const text = `["${'x'.repeat(1000)}"`;
    expect(codesOf(parseJson(text, { ...DEFAULT_LIMITS, maxBytes: 1000 }))).toEqual(['too_large']);
    // Bytes, not characters.
    expect(codesOf(parseJson('"ééé"', { ...DEFAULT_LIMITS, maxBytes: 7 }))).toEqual(['too_large']);
    expect(parseJson('"ééé"', { ...DEFAULT_LIMITS, maxBytes: 8 })).toEqual({ ok: true, value: 'ééé' });
  });

  it('of 65 MiB is too large by default', () => {
    expect(codesOf(parseJson(' '.repeat(65 * 2 ** 20)))).toEqual(['too_large']);
  });
});

describe('values', () => {
  it('are counted', () => {
    expect(measureJson([1, [2, 3], { a: 4 }], { ...DEFAULT_LIMITS, maxNodes: 7 })).toEqual([]);
    expect(measureJson([1, [2, 3], { a: 4 }], { ...DEFAULT_LIMITS, maxNodes: 6 })[0]?.code).toBe('too_large');
  });

  it('with forbidden keys are refused, each key with its path', () => {
    const value = JSON.parse('{"tasks":[{"__proto__":{"x":1}},{"constructor":1}],"prototype":[]}');
    const found = measureJson(value).map(({ code, path }) => `${code} ${path}`);
    expect(found.sort()).toEqual([
      'forbidden_key prototype',
      'forbidden_key tasks[0].__proto__',
      'forbidden_key tasks[1].constructor',
    ]);
    expect(codesOf(parseRequest(value))).toContain('forbidden_key tasks[0].__proto__');
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  it('named like parts of objects are data', () => {
    const [task] = globeDay().tasks;
    const tasks = ['__proto__', 'constructor', 'toString'].map((id) => ({ ...task, id }));
    const vehicles = [{ id: '__proto__', profile: 'hasOwnProperty' }];
    const profiles = [{ kind: 'great_circle', name: 'hasOwnProperty' }];
    const parsed = parseRequest({ ...globeDay(), tasks, vehicles, profiles });
    expect(parsed.ok && parsed.value.tasks.map(({ id }) => id)).toEqual(['__proto__', 'constructor', 'toString']);
  });

  it('that refer to themselves end', () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expect(codesOf(parseRequest(loop))).toEqual(['too_deep [0][0][0]']);
  });

  it('in lists longer than allowed are not looked at one by one', () => {
    const parsed = parseRequest({ ...globeDay(), tasks: new Array(3_000_000).fill(0) });
    expect(codesOf(parsed)).toContain('wrong_length tasks');
  });

  it('of one item that is too big are refused as a whole', () => {
    const tasks = [{ kind: 'visit', id: 'a', at: 'depot', windows: new Array(300_000).fill(0) }];
    expect(codesOf(parseRequest({ ...globeDay(), tasks }))).toContain('too_large tasks[0]');
  });

  it('that are all wrong, 50,000 of them, yield a short list of errors', () => {
    const parsed = parseRequest({ ...globeDay(), tasks: new Array(50_000).fill({ windows: [0, 0, 0] }) });
    expect(parsed.ok || parsed.errors.length).toBe(201);
  });
});

describe('plans', () => {
  it.each([null, [], 'plan', 5])('that are %j are refused', (value) => {
    expect(codesOf(parsePlan(value))).toEqual(['wrong_type']);
  });

  it('report every missing field', () => {
    const fields = ['cost', 'objectives', 'request', 'routes', 'solver', 'summary', 'unassigned'].map(
      (field) => `missing_field ${field}`,
    );
    expect(codesOf(parsePlan({ kind: 'routing-plan', version: 1 })).sort()).toEqual(fields);
  });

  it('nested 100,000 deep are refused without overflowing', () => {
    expect(codesOf(parsePlan(JSON.parse(DEEP_OBJECT)))).toEqual(['too_deep tasks.tasks.tasks']);
  });

  it('with long routes and many explanations are read in pieces', () => {
    const place = { vehicle: 'van', number: 1, cost: 1, before: null, obstacle: null };
    const answers = Array.from({ length: 500 }, () => ({ task: 'a', alternatives: new Array(80).fill(place) }));
    const route = tourOver('van', [0, 0], new Array(15_000).fill([1, 1]));
    const plan = { ...planOf([route]), explanations: { vehicles: answers } };
    expect(parsePlan(plan)).toEqual({ ok: true, value: plan });
    answers[3]!.alternatives = [{ ...place, cost: 'much' }];
    const more = new Array(300_000).fill(0);
    const wrong = { ...plan, routes: [{ ...route, tasks: -1 }], solver: { ...plan.solver, more } };
    expect(codesOf(parsePlan(wrong))).toEqual([
      'too_large solver.more',
      'wrong_type explanations.vehicles[3].alternatives[0].cost',
      'out_of_bounds routes[0].tasks',
    ]);
  });
});
