import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CodedError, ERROR_CODES } from '../../src/contract/errors.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import { globeDay, matrixDay, richDay } from './samples.ts';

type Container = Record<string, unknown>;

/** Values that are wrong in most places, and right in some. */
const anyValue = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, true, 0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e308, -0, 5e-324),
  fc.constantFrom<unknown>(
    '',
    'depot',
    'a',
    'delivery',
    'shipment',
    'matrix',
    '2026-03-02T08:00:00Z',
    '9:00',
    '\u0000',
  ),
  fc.constantFrom<unknown>([], {}, [[]], [{}], [5, 3], [null], { toString: 5 }, { length: 1e9 }),
  fc.jsonValue({ maxDepth: 3 }),
);
/** A place in the sample (by index, modulo how many it has) and what is done there. */
const mutation = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('set', 'remove', 'repeat', 'add'),
  value: anyValue,
  key: fc.constantFrom('id', 'at', 'windows', 'kind', 'load', 'options', 'profile', 'durations_s', 'colour', '0'),
});
const sample = fc.constantFrom(globeDay, matrixDay, richDay);

/** Every [holder, key] below a value. */
function slots(value: unknown): [Container, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    [value as Container, key] as [Container, string],
    ...slots(child),
  ]);
}

function mutate(
  request: unknown,
  { at, how, value, key }: { at: number; how: string; value: unknown; key: string },
): void {
  const all = slots(request);
  const [holder, place] = all[at % all.length] ?? [];
  if (holder === undefined || place === undefined) return;
  // A copy: fast-check hands out the same object again, and it may be mutated in turn.
  const fresh = structuredClone(value);
  if (how === 'set') holder[place] = fresh;
  else if (how === 'remove') delete holder[place];
  else if (how === 'add') holder[Array.isArray(holder) ? place : key] = fresh;
  else if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(place)]));
}

/** Walks a path such as `tasks[3].load[0]` but for its last step; false where the input has no such place. */
function leadsSomewhere(path: string, input: unknown): boolean {
  const steps = path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[]+)/g);
  const keys = Array.from(steps, ([, index, quoted, name]) => index ?? name ?? (JSON.parse(quoted!) as string));
  let at = input;
  for (const key of keys.slice(0, -1)) {
    if (typeof at !== 'object' || at === null || !(key in at)) return false;
    at = (at as Container)[key];
  }
  return keys.length === 0 || (typeof at === 'object' && at !== null);
}

/** One comparison for all errors of an input: an `expect` for each costs most of the run. */
function isReadable({ code, path, cause, action }: CodedError, input: unknown): boolean {
  const isInWords = /\S/.test(cause) && !/\[object|undefined|Invalid input/.test(cause);
  return code in ERROR_CODES && leadsSomewhere(path, input) && isInWords && /^[A-Z]/.test(action);
}

describe('fuzz', () => {
  it('a mutated request is accepted or refused with errors that point into it', () => {
    let refused = 0;
    fc.assert(
      fc.property(sample, fc.array(mutation, { minLength: 1, maxLength: 6 }), (make, mutations) => {
        const request = make();
        for (const each of mutations) mutate(request, each);
        const parsed = parseRequest(request);
        if (parsed.ok) return;
        refused++;
        expect(parsed.errors.length).toBeGreaterThan(0);
        expect(parsed.errors.filter((error) => !isReadable(error, request))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(600);
  });

  it('an accepted request has only finite numbers and known references', () => {
    let accepted = 0;
    fc.assert(
      fc.property(sample, fc.array(mutation, { maxLength: 2 }), (make, mutations) => {
        const request = make();
        for (const each of mutations) mutate(request, each);
        const parsed = parseRequest(request);
        if (!parsed.ok) return;
        accepted++;
        const { tasks, vehicles, places, profiles, routes, relations, zones } = parsed.value;
        for (const [holder, key] of slots(parsed.value)) {
          const value = holder[key];
          if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${key} is ${value}`);
        }
        for (const { stops, deliveryStops } of tasks) {
          expect(stops.length).toBeGreaterThan(0);
          for (const { place } of [...stops, ...deliveryStops]) expect(places[place]).toBeDefined();
        }
        for (const { zones: inside } of places) for (const zone of inside) expect(zones[zone]).toBeDefined();
        for (const relation of relations) for (const task of relation.tasks) expect(tasks[task]).toBeDefined();
        for (const { vehicle, number, steps, locked } of routes) {
          const { firstNumber, count, reloads } = vehicles[vehicle]!;
          expect(number >= firstNumber && number < firstNumber + count && locked <= steps.length).toBe(true);
          for (const step of steps) {
            if (step.kind === 'reload') expect(reloads[step.reload]).toBeDefined();
            else {
              const task = tasks[step.task]!;
              expect((step.part === 1 ? task.deliveryStops : task.stops)[step.option]).toBeDefined();
            }
          }
        }
        for (const { profile, start, end } of vehicles) {
          expect(profiles[profile]).toBeDefined();
          for (const place of [start, end]) if (place !== null) expect(places[place]).toBeDefined();
        }
        for (const { stops } of tasks) {
          for (const { windows } of stops) {
            const times = windows.flat();
            expect(times).toEqual([...times].sort((a, b) => a - b));
          }
        }
      }),
      { numRuns: 500 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it('anything at all is refused without throwing', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4, withBigInt: true, withDate: true, withMap: true }), (input) => {
        expect(parseRequest(input).ok).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});
