import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../src/contract/parse.ts';
import type { RequestInput } from '../../src/contract/schema.ts';
import { readRequest } from '../../src/formats/index.ts';
import { globeDay } from '../contract/samples.ts';

function read(value: object): { input: RequestInput; notes: string[] } {
  const result = readRequest(JSON.stringify(value));
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return { input: result.input as RequestInput, notes: result.notes };
}

/** Errors of reading, or of the native request in terms of the file. */
function errorsOf(value: object): string[] {
  const result = readRequest(value);
  if (!result.ok) return result.errors.map(({ code, path }) => `${code} ${path}`.trim());
  const parsed = parseRequest(result.input);
  return parsed.ok ? [] : parsed.errors.map(({ code, path }) => `${code} ${result.locate(path)}`.trim());
}

describe('native JSON', () => {
  it('passes through as it is', () => {
    const day = globeDay();
    expect(read(day)).toEqual({ input: day, notes: [] });
    expect(readRequest(`\uFEFF\n${JSON.stringify(day)}`)).toMatchObject({ ok: true, format: 'native', input: day });
  });
});

describe('documents of ours that are no routing requests', () => {
  it.each([
    ['staffing', 'this is a staffing request', 'staff'],
    ['staffing-plan', 'this is a plan, not a request', 'request'],
    ['routing-plan', 'this is a plan, not a request', 'request'],
  ])('%s is answered with what it is, and nothing else', (kind, cause, action) => {
    const value = { kind, version: 1, riders: [], tasks: [] };
    for (const source of [value, JSON.stringify(value)]) {
      expect(readRequest(source)).toEqual({
        ok: false,
        errors: [{ code: 'wrong_value', path: 'kind', cause, action: expect.stringContaining(action) }],
      });
    }
  });
});

describe('loggibud', () => {
  const point = (lng: number, lat: number) => ({ lng, lat });
  const day = {
    name: 'tiny',
    region: 'rj-0',
    origin: point(-43.3, -22.8),
    vehicle_capacity: 180,
    deliveries: [
      { id: 'a', point: point(-43.2, -22.9), size: 3 },
      { id: 'b', point: point(-43.1, -22.7), size: 5 },
      { id: 'a', point: point(-43.2, -22.9), size: 4 },
      { id: 'a~2', point: point(-43.2, -22.9), size: 1 },
    ],
  };

  it('is deliveries from one hub with as many vehicles as parcels', () => {
    const { input, notes } = read(day);
    expect(input).toEqual({
      ...{ kind: 'routing', version: 1, id: 'tiny', description: 'region rj-0' },
      tasks: [
        { kind: 'delivery', id: 'a', at: [-43.2, -22.9], load: [3] },
        { kind: 'delivery', id: 'b', at: [-43.1, -22.7], load: [5] },
        { kind: 'delivery', id: 'a~3', at: [-43.2, -22.9], load: [4] },
        { kind: 'delivery', id: 'a~2', at: [-43.2, -22.9], load: [1] },
      ],
      vehicles: [{ id: 'vehicle', count: 4, start: [-43.3, -22.8], end: [-43.3, -22.8], capacity: [180] }],
    });
    expect(notes).toHaveLength(1);
    expect(errorsOf(day)).toEqual([]);
  });

  it('tells many parcels of one id apart, in time', () => {
    const deliveries = Array.from({ length: 20_000 }, () => day.deliveries[1]!);
    const ids = (read({ ...day, deliveries }).input as { tasks: { id: string }[] }).tasks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(20_000);
    expect(ids.at(-1)).toBe('b~20000');
  });

  it.each<[string, object, string[]]>([
    ['an unknown field', { ...day, colour: 1 }, ['unknown_field colour']],
    ['no capacity', { ...day, vehicle_capacity: undefined }, ['missing_field vehicle_capacity']],
    [
      'a size that is a text',
      { ...day, deliveries: [{ ...day.deliveries[0], size: '3' }] },
      ['wrong_type deliveries[0].size'],
    ],
    [
      'a negative size',
      { ...day, deliveries: [{ ...day.deliveries[0], size: -3 }] },
      ['out_of_bounds deliveries[0].size'],
    ],
    [
      'a point off the globe',
      { ...day, deliveries: [{ ...day.deliveries[0], point: point(0, 99) }] },
      ['out_of_bounds deliveries[0].point.lat'],
    ],
    ['nothing to deliver', { ...day, deliveries: [] }, ['no_tasks deliveries', 'no_vehicles vehicles']],
  ])('%s is an error in terms of the file', (_, value, expected) => {
    expect(errorsOf(JSON.parse(JSON.stringify(value)))).toEqual(expected);
  });
});

describe('values that were JSON', () => {
  it.each([null, undefined, 5, true, [], ''])('%j is no request', (value) => {
    const result = readRequest(value);
    expect(result.ok || result.errors.map(({ code }) => code)).toEqual(['unknown_format']);
  });

  it('are measured before they are looked at', () => {
    const deep = JSON.parse(`{"jobs": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    const result = readRequest(deep);
    expect(result.ok || result.errors.map(({ code }) => code)).toEqual(['too_deep']);
  });
});
