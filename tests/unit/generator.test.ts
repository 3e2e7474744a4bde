import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWater, makeCity, northOfRiver_m } from '../../data/generate/city.ts';
import { cityDay, townDay } from '../../data/generate/days.ts';
import { AFTERNOON, HAND_MADE, MORNING_PLAN, makeAfternoon, makeFiles, SEED } from '../../data/generate/files.ts';
import { layOut } from '../../data/generate/layout.ts';
import { Random } from '../../data/generate/random.ts';
import { makeReceivers } from '../../data/generate/receivers.ts';
import { makeStreets } from '../../data/generate/streets.ts';
import { travelTables } from '../../data/generate/tables.ts';
import { checkPlan } from '../../src/check/index.ts';
import { parsePlan, parseRequest } from '../../src/contract/parse.ts';
import type { RequestInput } from '../../src/contract/schema.ts';
import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import { readRequest } from '../../src/formats/index.ts';

const DATA = join(import.meta.dirname, '../../data');
const MB = 2 ** 20;
const seeds = fc.integer({ min: 0, max: 0xffffffff });

function smallCity(seed: number) {
  const random = new Random(seed, 'test');
  const city = makeCity(random, 2000);
  return { random, city, streets: makeStreets(city, random, 250) };
}

describe('sample files', () => {
  const plan = parsePlan(JSON.parse(readFileSync(join(DATA, MORNING_PLAN), 'utf8')));
  if (!plan.ok) throw new Error(JSON.stringify(plan.errors[0]));
  const files = makeFiles(SEED).set(AFTERNOON, makeAfternoon(SEED, plan.value));

  it.each([...files])('%s is what the generator makes', (path, text) => {
    expect(existsSync(join(DATA, path))).toBe(true);
    expect(readFileSync(join(DATA, path), 'utf8') === text, 'run `npm run data`').toBe(true);
  });

  it('are all there are', () => {
    const found = readdirSync(DATA, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'));
    expect(found.sort()).toEqual([...files.keys(), MORNING_PLAN].sort());
  });

  it.each([...files])('%s is a valid request', (path, text) => {
    if (path.startsWith('staffing/')) {
      const parsed = parseStaffing(JSON.parse(text));
      expect(parsed.ok ? [] : parsed.errors).toEqual([]);
      return;
    }
    const read = readRequest(text);
    expect(read).toMatchObject({ ok: true, format: path === 'vroom-sample.json' ? 'vroom' : 'native' });
    const parsed = read.ok ? parseRequest(read.input) : read;
    expect(parsed.ok ? [] : parsed.errors).toEqual([]);
  });

  it('hold a plan of the morning that passes its check', () => {
    const morning = parseRequest(JSON.parse(files.get('scenarios/apartments.json')!));
    expect(morning.ok && checkPlan(morning.value, plan.value).violations).toEqual([]);
  });

  it('stay small enough to clone', () => {
    const sizes = [...files.values()].map((text) => Buffer.byteLength(text));
    expect(Math.max(...sizes)).toBeLessThan(1.5 * MB);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(6 * MB);
  });
});

describe('generator', () => {
  it('gives the same bytes for the same seed, others for another, save for days that draw nothing', () => {
    const [once, again, other] = [makeFiles(7), makeFiles(7), makeFiles(8)];
    expect([...again]).toEqual([...once]);
    const alike = [...once].flatMap(([path, text]) => (other.get(path) === text ? [path] : []));
    expect(alike.sort()).toEqual([...HAND_MADE].sort());
  });

  it('writes by hand only what a person can work out', () => {
    for (const [path, text] of makeFiles(SEED)) {
      if (HAND_MADE.has(path)) expect((JSON.parse(text) as RequestInput).tasks.length, path).toBeLessThanOrEqual(12);
    }
  });

  it('makes valid days of any seed', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        for (const request of [townDay(seed), cityDay(seed)]) {
          const parsed = parseRequest(request);
          expect(parsed.ok ? [] : parsed.errors).toEqual([]);
        }
      }),
      { numRuns: 3 },
    );
  });

  it('mixes every kind of work into the largest sample', () => {
    const { tasks, vehicles, profiles } = cityDay(SEED);
    expect(new Set(tasks.map(({ kind }) => kind))).toEqual(new Set(['delivery', 'pickup', 'visit']));
    expect(new Set(tasks.map((task) => 'label' in task && task.label))).toEqual(
      new Set(['home', 'business', 'locker']),
    );
    expect(new Set(tasks.flatMap(({ skills }) => skills ?? []))).toEqual(new Set(['lift', 'cold']));
    expect(tasks.some((task) => 'windows' in task && (task.windows?.length ?? 0) > 1)).toBe(true);
    expect(tasks.some(({ prize }) => prize !== undefined)).toBe(true);
    expect(new Set(vehicles.map(({ profile }) => profile))).toEqual(new Set(profiles?.map(({ name }) => name)));
    expect(vehicles.some(({ end }) => end === undefined)).toBe(true);
  });

  it('puts nobody into the river', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { random, city, streets } = smallCity(seed);
        const receivers = makeReceivers(city, streets, random, 60);
        expect(receivers.filter(({ door }) => isWater(city, door))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('crosses the river at bridges only', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { city, streets } = smallCity(seed);
        const { crossings, leaving } = streets;
        const over = leaving
          .flat()
          .filter(
            ({ from, to }) => northOfRiver_m(city, crossings[from]!) > 0 !== northOfRiver_m(city, crossings[to]!) > 0,
          );
        expect(over.length).toBeGreaterThan(0);
        for (const { from } of over) {
          const { x_m } = crossings[from]!;
          expect(Math.min(...city.bridges_m.map((bridge_m) => Math.abs(bridge_m - x_m)))).toBeLessThan(300);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('gives fastest ways: none is beaten by a stop in between', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { random, city, streets } = smallCity(seed);
        const doors = makeReceivers(city, streets, random, 12).map(({ door }) => door);
        const { durations_s } = travelTables(streets, doors, 'van');
        const all = doors.map((_, i) => i);
        for (const i of all) {
          for (const j of all) {
            expect(Number.isInteger(durations_s[i]![j])).toBe(true);
            // Each of the three is rounded by half a second at most.
            for (const k of all)
              expect(durations_s[i]![j]!).toBeLessThanOrEqual(durations_s[i]![k]! + durations_s[k]![j]! + 1.5);
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  it('has one-way streets: there and back differ', () => {
    const { profiles } = townDay(SEED);
    const van = profiles?.find(({ name }) => name === 'van');
    if (van?.kind !== 'matrix') throw new Error('the van has no matrix');
    const differ = van.durations_s.flatMap((row, i) => row.filter((value, j) => value !== van.durations_s[j]![i]));
    expect(differ.length).toBeGreaterThan(0.5 * van.durations_s.length ** 2);
  });
});

describe('random draws', () => {
  it('stay within their bounds', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: -1000, max: 1000 }),
        fc.nat(50),
        fc.integer({ min: 1, max: 9 }),
        (seed, low, span, step) => {
          const random = new Random(seed, 'bounds');
          for (let i = 0; i < 50; i++) {
            expect(random.integer(low, low + span)).toSatisfy((value: number) => value >= low && value <= low + span);
            const stepped = random.stepped(low, low + span, step);
            expect(stepped).toSatisfy(
              (value: number) => value >= low && value <= low + span && (value - low) % step === 0,
            );
          }
        },
      ),
    );
  });

  it('never picks a weight of zero', () => {
    const random = new Random(3, 'weights');
    for (let i = 0; i < 500; i++) {
      expect(
        random.weighted([
          ['never', 0],
          ['often', 1],
          ['seldom', 0.01],
        ]),
      ).not.toBe('never');
    }
  });
});

describe('layout', () => {
  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (value) => {
        expect(JSON.parse(layOut(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
