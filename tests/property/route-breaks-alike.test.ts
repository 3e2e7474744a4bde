import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { earliestEnd } from '../../src/check/placing.ts';
import { Simulator as Judge } from '../../src/check/simulate.ts';
import { follow, type Leg, type Placing, roundingAt, type Way } from '../../src/check/timing.ts';
import type { Break, RouteStep } from '../../src/contract/request.ts';
import { factsOf } from '../../src/route/facts.ts';
import { Simulator } from '../../src/route/simulator.ts';
import { pause, requestOf, task, vehicle } from '../unit/plan-world.ts';

const MOST = 3;
const second = (max: number) => fc.integer({ min: 0, max });
/** Few kinds, so that some are alike. */
const windowed = fc.record({
  opens: fc.constantFrom(0, 0, 20),
  lasts: fc.constantFrom(30, 30, 60, 90),
  length: fc.constantFrom(5, 12),
});
const day = fc.record({
  breaks: fc.array(windowed, { minLength: 1, maxLength: 4 }),
  stops: fc.array(fc.record({ x: second(30), opens: second(80), service_s: second(6), isOpen: fc.boolean() }), {
    minLength: 1,
    maxLength: MOST,
  }),
  driving_s: fc.option(fc.integer({ min: 15, max: 50 })),
  from: second(20),
});
type Day = typeof day extends fc.Arbitrary<infer T> ? T : never;

function requestFor({ breaks, stops, driving_s, from }: Day) {
  const tasks = stops.map(({ x, opens, service_s, isOpen }, i) =>
    task(`t${i}`, x, { service_s, windows: isOpen ? [] : [[opens, opens + 60]] }),
  );
  const list = breaks.map(({ opens, lasts, length }, b) =>
    pause(`b${b}`, length, { windows: [[opens, opens + lasts]] }),
  );
  if (driving_s !== null) list.push(pause('rest', 10, { afterDriving_s: driving_s }));
  return requestOf(tasks, [vehicle({ shift: [from, 400], breaks: list })]);
}

/** The same as the checker sees it. */
function wayOf(given: Day): Way {
  const { tasks, vehicles } = requestFor(given);
  const xs = [0, ...given.stops.map(({ x }) => x), 0];
  const legs = xs.slice(1).map((x, i): Leg => {
    const metres = Math.abs(x - xs[i]!);
    return { metres, work_s: metres, speeds: null, load: [0] };
  });
  const isTimed = ({ windows }: Break) => windows !== null;
  const { breaks, shift } = vehicles[0]!;
  return {
    ...{ hasStart: true, earliest_s: shift![0], latest_s: shift![1], legs },
    visits: tasks.map(({ stops: [stop] }) => ({
      ...{ windows: stop!.windows, softWindows: [], stay_s: stop!.service_s, after: [], isKept: false },
      ...{ from_s: Number.NEGATIVE_INFINITY, until_s: Number.POSITIVE_INFINITY },
    })),
    breaks: breaks.filter(isTimed),
    rules: breaks.filter((one) => !isTimed(one)),
    effort: { stops: 0 },
  };
}

/** All ways to put breaks on legs in order, or leave them out (-1), and to rest before visits or not. */
function* placings(way: Way): Generator<{ legs: number[]; placing: Placing }> {
  const onLegs = function* (legs: number[]): Generator<number[]> {
    if (legs.length === way.breaks.length) return yield legs;
    for (let leg = -1; leg < way.legs.length; leg++)
      if (leg < 0 || leg >= Math.max(-1, ...legs)) yield* onLegs([...legs, leg]);
  };
  for (const legs of onLegs([]))
    for (let rests = 0; rests < (way.rules.length > 0 ? 2 ** way.visits.length : 1); rests++)
      yield {
        legs,
        placing: {
          onLeg: way.legs.map((_, leg) => way.breaks.filter((__, b) => legs[b] === leg)),
          atVisit: way.visits.map((_, i) => ((rests >> i) & 1 ? way.rules[0]! : null)),
        },
      };
}

/** The earliest end and, of the breaks, the first legs with it. */
function bruteForce(way: Way): { ends_s: number; legs: number[] } | null {
  let best: { ends_s: number; legs: number[] } | null = null;
  for (const { legs, placing } of placings(way)) {
    const schedule = follow(way, placing, way.earliest_s);
    if (schedule === null) continue;
    const { ends_s } = schedule;
    const isMissed = ({ windows }: Break, b: number) => legs[b]! < 0 && windows![0]![1] + roundingAt(ends_s) < ends_s;
    if (way.breaks.some(isMissed)) continue;
    const [differs] = best === null ? [] : legs.map((leg, b) => leg - best!.legs[b]!).filter((gap) => gap !== 0);
    const isTied = best !== null && Math.abs(ends_s - best.ends_s) < 1e-7;
    if (best === null || (isTied ? (differs ?? 0) < 0 : ends_s < best.ends_s)) best = { ends_s, legs };
  }
  return best;
}

const numbersOf = (given: Day) => given.stops.map((_, i) => i);

describe('breaks whose windows overlap', () => {
  it('are placed by the checker as by trying everything', () => {
    let placed = 0;
    fc.assert(
      fc.property(day, (given) => {
        const way = wayOf(given);
        const best = bruteForce(way);
        const found = earliestEnd(way);
        expect(found === null).toBe(best === null);
        if (found === null || best === null) return;
        placed++;
        expect(found.schedule.ends_s).toBeCloseTo(best.ends_s, 6);
        expect(way.breaks.map((one) => found.placing!.onLeg.findIndex((list) => list.includes(one)))).toEqual(
          best.legs,
        );
      }),
      { numRuns: 1000 },
    );
    expect(placed).toBeGreaterThan(500);
  });

  it('are placed by the planner as by the checker', () => {
    let placed = 0;
    fc.assert(
      fc.property(day, (given) => {
        const request = requestFor(given);
        const sim = new Simulator(factsOf(request));
        sim.reserve(given.stops.length);
        sim.legs_s.set(wayOf(given).legs.map((leg) => leg!.work_s));
        const isLegal = sim.run(0, Int32Array.from(numbersOf(given)), given.stops.length);
        const steps = numbersOf(given).map((each): RouteStep => ({ kind: 'step', task: each, part: 0, option: 0 }));
        const judged = new Judge(request).route(request.vehicles[0]!, steps);
        expect(isLegal).toBe(judged !== null);
        if (judged === null) return;
        placed++;
        expect(sim.ends_s).toBeCloseTo(judged.ends_s, 6);
        expect(sim.starts_s).toBeCloseTo(judged.starts_s, 3);
        expect(sim.break_s).toBe(judged.pauses.reduce((sum, each) => sum + each.break.duration_s, 0));
      }),
      { numRuns: 2000 },
    );
    expect(placed).toBeGreaterThan(500);
  });

  // As many as a vehicle may have: ways to take and leave them double with each.
  it.each([
    ['alike', () => [0, 200]],
    ['that close ever earlier', (b: number) => [0, 300 - b]],
    ['that open ever later', (b: number) => [b, 200 + b]],
  ] as const)('are placed where there are twenty %s', (_, windowOf) => {
    const breaks = Array.from({ length: 20 }, (__, b) =>
      pause(`b${b}`, 5, { windows: [windowOf(b) as [number, number]] }),
    );
    const request = requestOf(
      [task('a', 10), task('b', 80, { windows: [[100, 250]] }), task('c', 20)],
      [vehicle({ shift: [0, 2000], breaks })],
    );
    const steps = request.tasks.map((__, each): RouteStep => ({ kind: 'step', task: each, part: 0, option: 0 }));
    const sim = new Simulator(factsOf(request));
    sim.reserve(3);
    sim.legs_s.set([10, 70, 60, 20]);
    expect(sim.run(0, Int32Array.from([0, 1, 2]), 3)).toBe(true);
    const judged = new Judge(request).route(request.vehicles[0]!, steps)!;
    expect([sim.starts_s, sim.ends_s, sim.break_s]).toEqual([judged.starts_s, judged.ends_s, 5 * judged.pauses.length]);
  });
});
