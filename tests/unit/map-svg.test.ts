import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planSchema } from '../../src/contract/plan.ts';
import type { Position, Profile } from '../../src/contract/request.ts';
import { coordinatesOf, planSvg } from '../../src/map/svg.ts';
import { planOf, stopAt, tourOver } from '../support/map-plan.ts';

function svgOf(...args: Parameters<typeof planSvg>): string {
  const drawn = planSvg(...args);
  if (!drawn.ok) throw new Error(JSON.stringify(drawn.errors));
  return drawn.svg;
}

/** Every tag that opens closes again, in order, and nothing else has a bare `<` or `&`. Throws where not. */
function assertWellFormed(xml: string): void {
  const open: string[] = [];
  const rest = xml.replace(/<(\/?)([a-z]+)((?:\s[\w:-]+="[^"<]*")*)(\/?)>/g, (_, closing, name, _attributes, empty) => {
    if (closing) expect(open.pop()).toBe(name);
    else if (!empty) open.push(name);
    return '';
  });
  expect(open).toEqual([]);
  expect(rest).not.toContain('<');
  expect(rest.replace(/&(amp|lt|gt|quot|apos);/g, '')).not.toContain('&');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 forbids.
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  expect(xml.isWellFormed()).toBe(true);
}

/** Where stops were drawn: the dots of the coloured layer, each once. */
function dotsOf(svg: string): Position[] {
  return [...svg.matchAll(/<path stroke="#fff" stroke-width="[\d.]+" d="([^"]*h0)"\/>/g)].flatMap(([, d]) =>
    [...d!.matchAll(/M([-\d.]+) ([-\d.]+)h0/g)].map(([, x, y]): Position => [Number(x), Number(y)]),
  );
}

const degrees = fc.tuple(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.double({ min: -90, max: 90, noNaN: true }),
);
const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
const tours = fc.array(fc.tuple(anyText, degrees, fc.array(degrees, { minLength: 1, maxLength: 8 })), {
  maxLength: 70,
});

describe('planSvg', () => {
  it('draws any plan as well-formed XML with finite numbers, all stops inside the picture', () => {
    fc.assert(
      fc.property(tours, fc.array(degrees, { minLength: 1, maxLength: 4 }), anyText, (given, leftOut, title) => {
        const plan = planOf(
          given.map(([vehicle, depot, positions]) => tourOver(vehicle, depot as Position, positions as Position[])),
          leftOut as Position[],
          title,
        );
        const svg = svgOf(plan);
        assertWellFormed(svg);
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!;
        const dots = dotsOf(svg);
        expect(dots).toHaveLength(given.reduce((sum, [, , positions]) => sum + positions.length, 0));
        for (const [x, y] of dots) {
          expect(x).toBeGreaterThan(0);
          expect(x).toBeLessThan(Number(width));
          expect(y).toBeGreaterThan(0);
          expect(y).toBeLessThan(Number(height));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('makes plans in the tests that are plans', () => {
    expect(planSchema.safeParse(planOf([tourOver('van', [2, 48], [[2.1, 48.1]])], [[2, 48.2]])).success).toBe(true);
  });

  it('shows north above south, east right of west, and 60 tours in the table', () => {
    const plan = planOf(
      Array.from({ length: 60 }, (_, i) => tourOver(`van-${i}`, [2, 48], [[2 + i / 1000, 48 + i / 1000]])),
    );
    const svg = svgOf(plan);
    const dots = dotsOf(svg);
    for (let i = 1; i < 60; i++) {
      expect(dots[i]![0]).toBeGreaterThan(dots[i - 1]![0]);
      expect(dots[i]![1]).toBeLessThan(dots[i - 1]![1]);
    }
    for (let i = 0; i < 60; i++) expect(svg).toContain(`>van-${i}</text>`);
  });

  it('counts the tours that do not fit its table', () => {
    const plan = planOf(Array.from({ length: 300 }, (_, i) => tourOver(`van-${i}`, [2, 48], [[2 + i / 1000, 48]])));
    const svg = svgOf(plan);
    const listed = Array.from({ length: 300 }, (_, i) => svg.includes(`>van-${i}</text>`)).filter(Boolean).length;
    expect(listed).toBeGreaterThan(60);
    expect(svg).toContain(`and ${300 - listed} more tours`);
  });

  it('draws tours across the antimeridian in one piece', () => {
    const svg = svgOf(
      planOf([
        tourOver(
          'ferry',
          [179.9, -17],
          [
            [179.95, -17.1],
            [-179.95, -17.1],
          ],
        ),
      ]),
    );
    const [[x1], [x2]] = dotsOf(svg) as [Position, Position];
    // A tenth of a degree of the 0.15 that are drawn, not 359.9 of 360.
    expect(x2 - x1).toBeGreaterThan(100);
    expect(svg).toContain(' km</text>');
  });

  it('takes positions that are far too short to be degrees for those of a plane', () => {
    const svg = svgOf(
      planOf([
        tourOver(
          '1',
          [50, 50],
          [
            [20, 80],
            [80, 85],
          ],
        ),
      ]),
    );
    expect(svg).toMatch(/ units<\/text>/);
    const outside = svgOf(planOf([tourOver('1', [500, 500], [[200, 800]])]));
    expect(outside).toMatch(/ units<\/text>/);
    const leftOut = svgOf(planOf([tourOver('1', [5, 50], [[5.1, 50]])], [[500, 50]]));
    expect(leftOut).toMatch(/ units<\/text>/);
    const told = svgOf(planOf([tourOver('1', [50, 50], [[20, 80]])]), { coordinates: 'degrees' });
    expect(told).toMatch(/ km<\/text>/);
  });

  it('marks tasks left out, pickups and depots, and explains only what occurs', () => {
    const all = svgOf(planOf([tourOver('v', [2, 48], [[2.1, 48]], 'pickup')], [[2.05, 48.05]]));
    expect(all).toContain('not planned (1)');
    expect(all).toContain('>pickup<');
    expect(all).toContain('>depot<');
    const open = svgOf(planOf([tourOver('v', undefined, [[2.1, 48]])]));
    for (const absent of ['not planned', '>pickup<', '>depot<']) expect(open).not.toContain(absent);
  });

  it('draws a line per trip, a house where it reloads, and nothing for a break on the way', () => {
    const tour = tourOver(
      'v',
      [2, 48],
      [
        [2.1, 48],
        [2.1, 48.1],
        [2, 48.1],
        [1.9, 48.1],
      ],
    );
    const trips = { ...tour, trips: 2, stops: [...tour.stops] };
    trips.stops.splice(3, 0, stopAt('reload', [1.9, 48], { place: 'hub' }), stopAt('break', undefined));
    const svg = svgOf(planOf([trips]));
    expect(dotsOf(svg)).toHaveLength(4);
    expect(svg).toContain('>hub</text>');
    expect(svg).toContain('4 tasks on 2 trips');
    const lines = [...svg.matchAll(/<path stroke="#[0-9a-f]{6}"[^>]* d="([^"]*L[^"]*)"/g)].map(([, d]) => d!);
    // Out twice, home twice, and two rounds of two stops.
    expect(lines.map((d) => d.match(/M[^M]*L/g)!.length)).toEqual([2, 2, 2]);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('draws the stops of an outside carrier without lines between them', () => {
    const tour = tourOver('post', undefined, [
      [2, 48],
      [2.1, 48.1],
    ]);
    const svg = svgOf(planOf([{ ...tour, shift: 2, distance_m: 0, driving_s: 0 }]));
    expect(dotsOf(svg)).toHaveLength(2);
    expect(svg).not.toMatch(/stroke="#[0-9a-f]{6}" d="[^"]*L/);
    expect(svg).toContain('>post s2</text>');
    expect(svg).toContain(' km</text>');
  });

  it('refuses a plan without positions', () => {
    const drawn = planSvg(planOf([tourOver('v', undefined, [])]));
    expect(drawn).toMatchObject({ ok: false, errors: [{ code: 'position_needed' }] });
  });
});

describe('coordinatesOf', () => {
  const named = { name: 'car', traffic: [] };
  const matrix: Profile = { ...named, kind: 'matrix', durations_s: [[0]], distances_m: [[0]] };
  const globe: Profile = { ...named, kind: 'great_circle', speed_kmh: 50, detour: 1 };
  const plane: Profile = { ...named, kind: 'euclidean', scale: 1, speed_m_per_s: 1, rounding: 'none' };
  it.each<[string, Profile[], Position | null, string]>([
    ['a matrix and positions off the earth', [matrix], [1000, 2500], 'plane'],
    ['a matrix and a latitude that is none', [matrix], [50, -91], 'plane'],
    ['a matrix and positions on it', [matrix], [180, 90], 'degrees'],
    ['a matrix and no positions', [matrix], null, 'degrees'],
    ['great circles', [matrix, globe], [2, 48], 'degrees'],
    ['a plane as small as degrees', [matrix, plane], [2, 48], 'plane'],
  ])('of %s', (_, profiles, position, expected) => {
    expect(coordinatesOf({ profiles, places: [{ id: null, position, zones: [] }] })).toBe(expected);
  });
});
