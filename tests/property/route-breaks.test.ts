import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Window } from '../../src/contract/request.ts';
import { factsOf } from '../../src/route/facts.ts';
import { Simulator } from '../../src/route/simulator.ts';
import { pause, requestOf, task, vehicle } from '../unit/plan-world.ts';

const MOST = 7;
const second = (max: number) => fc.integer({ min: 0, max });
/** Windows that come one after the other, of one break each or of several. */
const inTurn = fc
  .uniqueArray(second(90), { minLength: 2, maxLength: 10 })
  .map((bounds) => bounds.sort((a, b) => a - b))
  .map((sorted) =>
    Array.from({ length: Math.floor(sorted.length / 2) }, (_, i): Window => [sorted[2 * i]!, sorted[2 * i + 1]!]),
  );
const breaks = fc
  .tuple(inTurn, fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.boolean()), { minLength: 5, maxLength: 5 }))
  .map(([windows, kinds]) => {
    const list: { lasts_s: number; windows: Window[] }[] = [];
    windows.forEach((window, i) => {
      const [lasts_s, joins] = kinds[i]!;
      if (joins && list.length > 0) list.at(-1)!.windows.push(window);
      else list.push({ lasts_s, windows: [window] });
    });
    return list;
  });
const stops = fc.array(
  fc.record({ service_s: second(6), opens: second(60), lasts: second(40), isOpen: fc.boolean() }),
  { minLength: 1, maxLength: MOST },
);
const day = fc.record({
  stops,
  legs_s: fc.array(second(15), { minLength: MOST + 1, maxLength: MOST + 1 }),
  breaks,
  from: second(20),
  length: fc.integer({ min: 20, max: 160 }),
  starts: fc.boolean(),
  ends: fc.boolean(),
  traffic: fc.option(fc.array(fc.integer({ min: 5, max: 20 }), { minLength: 3, maxLength: 3 })),
});
type Day = typeof day extends fc.Arbitrary<infer T> ? T : never;

/** All that is known of a route, with most on board during breaks or without such a limit. */
function scheduleOf(given: Day, maxLoad: number[] | null) {
  const tasks = given.stops.map(({ service_s, opens, lasts, isOpen }, i) =>
    task(`t${i}`, 1, { service_s, load: [1], windows: isOpen ? [] : [[opens, opens + lasts]] }),
  );
  const steps = (given.traffic ?? []).map((tenths, i) => ({ from_s: 30 * i, factor: tenths / 10 }));
  const profiles = [
    {
      ...{ kind: 'euclidean' as const, name: 'car', scale: 1, speed_m_per_s: 1, rounding: 'none' as const },
      traffic: steps.length > 0 ? [{ zone: null, steps }] : [],
    },
  ];
  const van = vehicle({
    shift: [given.from, given.from + given.length],
    capacity: [MOST],
    start: given.starts ? 0 : null,
    end: given.ends ? 0 : null,
    breaks: given.breaks.map(({ lasts_s, windows }, b) => pause(`b${b}`, lasts_s, { windows, maxLoad })),
  });
  const sim = new Simulator(factsOf(requestOf(tasks, [van], { profiles })));
  sim.reserve(tasks.length);
  sim.legs_s.set(given.legs_s.slice(0, tasks.length + 1));
  if (!given.starts) sim.legs_s[0] = 0;
  if (!given.ends) sim.legs_s[tasks.length] = 0;
  const list = Int32Array.from(tasks.keys());
  if (!sim.run(0, list, tasks.length)) return null;
  const { starts_s, ends_s, waiting_s, break_s, driving_s } = sim;
  return { starts_s, ends_s, waiting_s, break_s, driving_s, detail: sim.detail(0, list, tasks.length) };
}

describe('breaks whose windows come one after the other', () => {
  // A limit on the load during breaks that never binds has them placed by the search that knows all rules.
  it('are placed as by the search over all ways to take them', () => {
    let [placed, several] = [0, 0];
    fc.assert(
      fc.property(day, (given) => {
        const quick = scheduleOf(given, null);
        expect(quick).toEqual(scheduleOf(given, [MOST]));
        if (quick === null) return;
        placed++;
        if (quick.detail.breaks.length > 1) several++;
      }),
      { numRuns: 4000 },
    );
    expect(placed).toBeGreaterThan(500);
    expect(several).toBeGreaterThan(100);
  });
});
