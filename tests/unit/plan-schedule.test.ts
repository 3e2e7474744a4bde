import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Stop, Window } from '../../src/contract/request.ts';
import { scheduleRoute } from '../../src/plan/schedule.ts';

/** Whole seconds in small ranges, so that everything there is can be tried. */
const HORIZON_S = 40;
const windows = fc.uniqueArray(fc.integer({ min: 0, max: HORIZON_S }), { minLength: 0, maxLength: 6 }).map((bounds) => {
  const sorted = bounds.sort((a, b) => a - b);
  return Array.from({ length: Math.floor(sorted.length / 2) }, (_, i): Window => [sorted[2 * i]!, sorted[2 * i + 1]!]);
});
const stop = fc.record({ windows, service_s: fc.integer({ min: 0, max: 4 }) });
const leg = fc.integer({ min: 0, max: 8 });
const route = fc.integer({ min: 1, max: 4 }).chain((length) =>
  fc.record({
    stops: fc
      .array(stop, { minLength: length, maxLength: length })
      .map((stops) => stops.map((one): Stop => ({ place: 0, cost: 0, label: null, ...one }))),
    legs_s: fc.array(leg, { minLength: length + 1, maxLength: length + 1 }),
    shift: fc
      .integer({ min: 0, max: 20 })
      .chain((from) => fc.tuple(fc.constant(from), fc.integer({ min: from, max: 60 }))),
  }),
);

/** Ends of the route by departure: every whole second of departure, everything else as early as possible. */
function endsByDeparture({ stops, legs_s, shift: [from, to] }: typeof route extends fc.Arbitrary<infer T> ? T : never) {
  const ends = new Map<number, number>();
  for (let departure = from; departure <= to; departure++) {
    let now = departure;
    const isOnTime = stops.every(({ windows: open, service_s }, i) => {
      now += legs_s[i]!;
      const isOpen = () => open.length === 0 || open.some(([opens, closes]) => now >= opens && now <= closes);
      while (!isOpen() && now <= HORIZON_S) now++;
      const inTime = isOpen();
      now += service_s;
      return inTime;
    });
    now += legs_s.at(-1)!;
    if (isOnTime && now <= to) ends.set(departure, now);
  }
  return ends;
}

it('ends as early as any schedule does, and leaves as late as any that ends then', () => {
  fc.assert(
    fc.property(route, (given) => {
      const ends = endsByDeparture(given);
      const schedule = scheduleRoute(given.stops, given.legs_s, given.shift);
      expect(schedule.onTime).toBe(ends.size > 0);
      if (ends.size === 0) return;
      const earliest = Math.min(...ends.values());
      const latest = Math.max(...[...ends].filter(([, end]) => end === earliest).map(([departure]) => departure));
      expect([schedule.ends_s, schedule.starts_s]).toEqual([earliest, latest]);
    }),
    { numRuns: 2000 },
  );
});

it('has the shortest duty there is where no stop has several windows', () => {
  fc.assert(
    fc.property(route, (given) => {
      const stops = given.stops.map((one) => ({ ...one, windows: one.windows.slice(0, 1) }));
      const ends = endsByDeparture({ ...given, stops });
      if (ends.size === 0) return;
      const { starts_s, ends_s } = scheduleRoute(stops, given.legs_s, given.shift);
      expect(ends_s - starts_s).toBe(Math.min(...[...ends].map(([departure, end]) => end - departure)));
    }),
    { numRuns: 2000 },
  );
});
