import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stop, Window } from '../../src/contract/request.ts';
import { factsOf } from '../../src/route/facts.ts';
import { Simulator } from '../../src/route/simulator.ts';
import { arriveBy, drivenBetween, leaveBy, trafficFacts } from '../../src/route/traffic.ts';
import { pause, requestOf, task, vehicle } from '../unit/plan-world.ts';

/** Whole seconds in small ranges, so that everything there is can be tried. */
const HORIZON_S = 40;
const windows = fc.uniqueArray(fc.integer({ min: 0, max: HORIZON_S }), { minLength: 0, maxLength: 6 }).map((bounds) => {
  const sorted = bounds.sort((a, b) => a - b);
  return Array.from({ length: Math.floor(sorted.length / 2) }, (_, i): Window => [sorted[2 * i]!, sorted[2 * i + 1]!]);
});
const stop = fc.record({ windows, service_s: fc.integer({ min: 0, max: 4 }) });
const leg = fc.integer({ min: 0, max: 8 });
const shift = fc
  .integer({ min: 0, max: 20 })
  .chain((from) => fc.tuple(fc.constant(from), fc.integer({ min: from, max: 60 })));
const route = fc.integer({ min: 1, max: 4 }).chain((length) =>
  fc.record({
    stops: fc.array(stop, { minLength: length, maxLength: length }),
    legs_s: fc.array(leg, { minLength: length + 1, maxLength: length + 1 }),
    shift,
  }),
);
type Route = typeof route extends fc.Arbitrary<infer T> ? T : never;

function simulated({ stops, legs_s, shift: hours }: Route, rest: Parameters<typeof vehicle>[0] = {}) {
  const tasks = stops.map((one: Partial<Stop>, i) => task(`t${i}`, 1, one));
  const sim = new Simulator(factsOf(requestOf(tasks, [vehicle({ shift: hours, ...rest })])));
  sim.reserve(tasks.length);
  sim.legs_s.set(legs_s);
  sim.legs_m.set(legs_s);
  const fits = sim.run(0, Int32Array.from(tasks.keys()), tasks.length);
  return { sim, fits };
}

/** Ends of the route by departure: every whole second of departure, everything else as early as possible. */
function endsByDeparture({ stops, legs_s, shift: [from, to] }: Route): Map<number, number> {
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

describe('the schedule of a route', () => {
  it('ends as early as any schedule does, and leaves as late as any that ends then', () => {
    let possible = 0;
    fc.assert(
      fc.property(route, (given) => {
        const ends = endsByDeparture(given);
        const { sim, fits } = simulated(given);
        expect(fits).toBe(ends.size > 0);
        if (!fits) return;
        possible++;
        const earliest = Math.min(...ends.values());
        const departures = [...ends].filter(([, end]) => end === earliest).map(([departure]) => departure);
        expect(sim.ends_s).toBe(earliest);
        expect(sim.starts_s).toBe(Math.max(...departures));
        const work = [...given.stops.map(({ service_s }) => service_s), ...given.legs_s].reduce((a, b) => a + b, 0);
        expect(sim.waiting_s).toBe(sim.duty_s - work);
      }),
      { numRuns: 600 },
    );
    expect(possible).toBeGreaterThan(120);
  });

  it('is no longer for a break that lies after it, and longer by no less than a driving rule asks for', () => {
    let possible = 0;
    fc.assert(
      fc.property(route, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 12 }), (given, lasts_s, after_s) => {
        const plain = simulated(given);
        const late = pause('late', lasts_s, { windows: [[given.shift[1], given.shift[1] + 9]] });
        const spared = simulated(given, { breaks: [late] });
        expect(spared.fits).toBe(plain.fits);
        if (plain.fits) expect(spared.sim.ends_s).toBe(plain.sim.ends_s);
        const rule = pause('rest', lasts_s, { afterDriving_s: after_s });
        const ruled = simulated(given, { breaks: [rule] });
        if (!ruled.fits) return;
        possible++;
        expect(plain.fits).toBe(true);
        const least = Math.max(0, Math.ceil(ruled.sim.driving_s / after_s) - 1);
        expect(ruled.sim.break_s).toBeGreaterThanOrEqual(least * lasts_s);
        expect(ruled.sim.ends_s).toBeGreaterThanOrEqual(plain.sim.ends_s);
      }),
      { numRuns: 400 },
    );
    expect(possible).toBeGreaterThan(40);
  });
});

describe('travel in traffic', () => {
  const steps = fc
    .uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 5 })
    .chain((froms) =>
      fc.tuple(
        fc.constant(froms.sort((a, b) => a - b)),
        fc.array(fc.integer({ min: 1, max: 16 }), { minLength: froms.length, maxLength: froms.length }),
      ),
    )
    .map(([froms, eighths]) => froms.map((from_s, i) => ({ from_s, factor: eighths[i]! / 8 })));
  const when = fc.integer({ min: -20, max: 80 });
  const facts = (curve: { from_s: number; factor: number }[]) =>
    trafficFacts(
      requestOf([], [vehicle()], {
        profiles: [
          {
            ...{ kind: 'euclidean', name: 'line', scale: 1, speed_m_per_s: 1, rounding: 'none' },
            traffic: [{ zone: null, steps: curve }],
          },
        ],
      }),
    );

  it('is first in, first out, and goes back the way it came', () => {
    fc.assert(
      fc.property(steps, when, when, fc.integer({ min: 0, max: 60 }), (curve, one, other, seconds) => {
        const known = facts(curve);
        const [first, second] = [Math.min(one, other), Math.max(one, other)];
        const arrival = arriveBy(known, 0, first, seconds);
        expect(arrival).toBeLessThanOrEqual(arriveBy(known, 0, second, seconds) + 1e-9);
        expect(leaveBy(known, 0, arrival, seconds)).toBeCloseTo(first, 9);
        expect(drivenBetween(known, 0, first, arrival)).toBeCloseTo(seconds, 9);
      }),
    );
  });

  it('drives at the speed of every moment', () => {
    fc.assert(
      fc.property(steps, when, fc.integer({ min: 0, max: 30 }), (curve, leaves, seconds) => {
        const speedAt = (time: number) => curve.findLast(({ from_s }) => from_s <= time)?.factor ?? 1;
        let [now, left] = [leaves, seconds];
        // Whole seconds: the speed only changes there.
        while (left > speedAt(now)) left -= speedAt(now++);
        expect(arriveBy(facts(curve), 0, leaves, seconds)).toBeCloseTo(now + left / speedAt(now), 9);
      }),
    );
  });
});
