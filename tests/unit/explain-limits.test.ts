import { describe, expect, it, vi } from 'vitest';
import { parsePlan, parseRequest } from '../../src/contract/parse.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { explainPlan } from '../../src/explain/index.ts';
import { Budget } from '../../src/explain/scope.ts';
import { slotsFor, trialFor } from '../../src/explain/slots.ts';
import { TrialPlan } from '../../src/explain/trial-plan.ts';
import { hindrancesFor } from '../../src/explain/unassigned.ts';
import { alternativesFor } from '../../src/explain/vehicles.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { World } from '../../src/plan/world.ts';
import { pause, REPORT, rawRoute, requestOf, task, vehicle } from './plan-world.ts';

const SIZE = 30;
const raw = [
  rawRoute(
    0,
    Array.from({ length: SIZE }, (_, i) => i),
  ),
];
/** A full van with a route of `SIZE` tasks; the last task is left out. */
const full = (rest: Parameters<typeof vehicle>[0] = {}) =>
  requestOf(
    Array.from({ length: SIZE + 1 }, (_, i) => task(`t${i}`, i + 1, { load: [1] })),
    [vehicle({ id: 'van', capacity: [SIZE], ...rest }), vehicle({ id: 'bike', capacity: [0] })],
  );
const trialOf = (request: RoutingRequest) => TrialPlan.of(new World(request), raw);

describe('explanations whose budget runs out', () => {
  const cut = '; not every change was tried, there were too many';

  it('look at no more places than it allows, and say so', () => {
    const trial = trialOf(full({ capacity: null }));
    const [all] = hindrancesFor(trial, SIZE, new Budget(1000));
    expect(all!.rule).toBe('search_ended.time');
    expect(trial.spent).toBeGreaterThan(2 * SIZE);
    const before = trial.spent;
    const untried = { obstacle: 'not every place was tried, there were too many' };
    expect(hindrancesFor(trial, SIZE, new Budget(1000, 0))).toMatchObject([
      { vehicle: 0, rule: 'no_room.other', frees: null, ...untried },
      { vehicle: 1, rule: 'no_room.other', frees: null, ...untried },
    ]);
    expect(alternativesFor(trial, SIZE, new Budget(1000, 0))).toMatchObject([untried, untried]);
    expect(trial.spent).toBe(before);
    // Enough for a part of them: what was found by then, which is a place nonetheless.
    const [some] = alternativesFor(trial, SIZE, new Budget(1000, SIZE + 5));
    expect(some!.cost).toBeGreaterThanOrEqual(0);
    expect(trial.spent - before).toBeLessThan(2 * SIZE + 10);
    expect(hindrancesFor(trial, SIZE, new Budget(1000, SIZE + 5))[0]!.obstacle).toContain(untried.obstacle);
    expect(all!.obstacle).not.toContain(untried.obstacle);
  });

  it('count what breaks take to be placed as so many stops more', () => {
    const spentWith = (breaks: ReturnType<typeof pause>[]) => {
      const trial = trialOf(full({ capacity: null, shift: [0, 10_000], breaks }));
      trial.best(SIZE, trial.targets()[0]!);
      return trial.spent;
    };
    const plain = spentWith([]);
    const rest = pause('rest', 5, { afterDriving_s: 7 });
    const coffee = pause('coffee', 5, { windows: [[8, 30]] });
    expect(spentWith([rest])).toBeGreaterThan(1.5 * plain);
    expect(spentWith([coffee, rest])).toBeGreaterThan(2 * spentWith([rest]));
  });

  it('use up fractions of a stop, however much was tried before', () => {
    const trial = trialOf(full({ capacity: null }));
    trial.spent = 1_000_000;
    const budget = new Budget(1000, 5 + 1e-13);
    budget.place(trial, SIZE, trial.targets()[0]!);
    expect(budget.isOutOfPlaces).toBe(true);
  });

  it('count what is done beside simulation where they are short', () => {
    const request = full();
    const made = vi.spyOn(TrialPlan, 'of');
    const spent = (isShort: boolean) => {
      const trial = trialOf(request);
      made.mockClear();
      const obstacles = alternativesFor(trial, SIZE, new Budget(300, 1000, isShort)).map(({ obstacle }) => obstacle);
      return { worlds: made.mock.calls.length, obstacles };
    };
    // The van full of tasks is one set-up too many, whatever else.
    expect(spent(false).worlds).toBeGreaterThan(0);
    expect(spent(true)).toEqual({ worlds: 0, obstacles: new Array(2).fill(expect.stringContaining(cut)) });
    const trial = trialOf(request);
    const without = vi.spyOn(trial, 'without');
    const told = alternativesFor(trial, 0, new Budget(300, 3, true));
    expect(without).not.toHaveBeenCalled();
    expect(told).toMatchObject([{ cost: 0 }, { cost: null, obstacle: expect.stringContaining('not every place') }]);
    made.mockRestore();
  });

  it('count routes that fail together', () => {
    const at = (id: string, x: number, windows?: [number, number][]) => ({
      ...{ kind: 'visit' as const, id, at: [x, 0], windows },
    });
    const parsed = parseRequest({
      ...{ kind: 'routing', version: 1, profiles: [{ kind: 'euclidean', name: 'plane' }] },
      tasks: [at('first', 50), at('then', 1, [[0, 10]]), at('other', 2)],
      vehicles: [{ id: 'van', count: 2, profile: 'plane', start: [0, 0], shift: [0, 100] }],
      relations: [{ kind: 'sequence', tasks: ['first', 'then'] }],
    });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const trial = TrialPlan.of(new World(parsed.value), [rawRoute(0, [0]), { ...rawRoute(0, [2]), number: 2 }]);
    // 'then' cannot wait for the other van: nothing is simulated but what is to find that out.
    expect(trial.best(1, { at: 1, vehicle: 0, number: 2 })).toBeNull();
    expect(trial.spent).toBeGreaterThan(6);
  });

  it('say where not every change was tried', () => {
    const request = full();
    expect(alternativesFor(trialOf(request), SIZE, new Budget(0)).map(({ obstacle }) => obstacle)).toEqual(
      new Array(2).fill(expect.stringContaining(cut)),
    );
    const slot = { task: { ...request.tasks[0]!, id: 'new' }, windows: [[0, 9] as [number, number]] };
    const [offered] = slotsFor(trialFor(request, raw, [slot]), SIZE + 1, slot.windows, new Budget(0));
    expect(offered!.obstacle).toContain(cut);
    for (const { obstacle } of alternativesFor(trialOf(request), SIZE, new Budget(100_000)))
      expect(obstacle).not.toContain(cut);
  });
});

describe('explanations of much', () => {
  const ASKED = 300;
  const KINDS = 400;
  const day = requestOf(
    Array.from({ length: ASKED }, (_, i) => task(`t${i}`, 1 + (i % SIZE))),
    Array.from({ length: KINDS }, (_, i) => vehicle({ id: `v${i}` })),
  );
  const nothing = { vehicles: [], unassigned: false, slots: [] };

  it('list no more than a plan may hold, and count the rest', () => {
    const asked = { ...nothing, vehicles: [...day.tasks.keys()], unassigned: true };
    const served = { routes: [rawRoute(KINDS - 1, [0])], unassigned: [...day.tasks.keys()].slice(1) };
    const plan = buildPlan(day, served, REPORT);
    const explanations = explainPlan(day, plan, asked, 0);
    const { vehicles, unassigned } = explanations;
    expect(vehicles).toHaveLength(ASKED);
    expect(unassigned).toHaveLength(ASKED - 1);
    const listed = [...vehicles!.map(({ alternatives }) => alternatives), ...unassigned!.map((one) => one.vehicles)];
    for (const part of [vehicles!.map(({ alternatives }) => alternatives), unassigned!.map((one) => one.vehicles)]) {
      expect(part.flat().length).toBeGreaterThan(50_000);
      expect(part.flat().length).toBeLessThan(110_000);
    }
    const counts = [...vehicles!, ...unassigned!].map(({ more }) => more ?? 0);
    for (const [i, answers] of listed.entries()) expect(answers.length + counts[i]!).toBe(KINDS);
    // Where it is now is among them.
    expect(vehicles![0]!.alternatives).toContainEqual(expect.objectContaining({ vehicle: `v${KINDS - 1}`, cost: 0 }));
    expect(parsePlan({ ...plan, explanations }).ok).toBe(true);
  });

  it('take as much effort as they are given', () => {
    const request = full({ capacity: null });
    const plan = buildPlan(request, { routes: raw, unassigned: [SIZE] }, REPORT);
    const slot = { task: { ...request.tasks[0]!, id: 'new' }, windows: [[0, 9] as [number, number]] };
    const asked = { vehicles: [0], unassigned: true, slots: [slot] };
    const untried = 'not every place was tried';
    expect(JSON.stringify(explainPlan(request, plan, asked))).not.toContain(untried);
    expect(explainPlan(request, plan, asked, 0)).toMatchObject({
      vehicles: [{ alternatives: [{ cost: 0 }, { obstacle: expect.stringContaining(untried) }] }],
      unassigned: [{ vehicles: [{ obstacle: expect.stringContaining(untried) }, {}] }],
      slots: [{ slots: [{ obstacle: expect.stringContaining(untried) }] }],
    });
  });

  it('set up no more appointments than there is time to look at', () => {
    const request = full({ capacity: null });
    const plan = buildPlan(request, { routes: raw, unassigned: [SIZE] }, REPORT);
    const windows = Array.from({ length: 50 }, (_, i): [number, number] => [i, 1000 + i]);
    const slots = Array.from({ length: 20 }, (_, i) => ({ task: { ...request.tasks[0]!, id: `new ${i}` }, windows }));
    const made = vi.spyOn(TrialPlan, 'of');
    const offersWith = (effort: number) => {
      made.mockClear();
      const told = explainPlan(request, plan, { ...nothing, slots }, effort).slots!;
      const all = told.flatMap((one) => one.slots);
      expect(all).toHaveLength(20 * 50);
      const isTold = ({ cost, obstacle }: (typeof all)[number]) =>
        cost !== null || obstacle!.includes('not every place');
      expect(all.every(isTold)).toBe(true);
      return {
        found: all.filter(({ cost }) => cost !== null).length,
        tasks: made.mock.calls[0]![0].request.tasks.length,
      };
    };
    const [all, some, none] = [1, 0.001, 0].map(offersWith);
    expect(all).toEqual({ found: 20 * 50, tasks: SIZE + 1 + 20 * 50 });
    expect(some!.tasks).toBeLessThan(SIZE + 1 + 20 * 30);
    expect(some!.found).toBeGreaterThanOrEqual(20);
    expect(none).toEqual({ found: 0, tasks: SIZE + 1 + 20 });
    made.mockRestore();
  });

  it('look at all appointments in one world', () => {
    const request = full({ capacity: null });
    const plan = buildPlan(request, { routes: raw, unassigned: [SIZE] }, REPORT);
    const slots = ['a', 'b', 'c'].map((id, i) => ({
      task: { ...request.tasks[i]!, id },
      windows: [[0, 90_000] as [number, number], [0, 80_000] as [number, number]],
    }));
    const made = vi.spyOn(TrialPlan, 'of');
    const together = explainPlan(request, plan, { ...nothing, slots }).slots!;
    expect(made).toHaveBeenCalledTimes(1);
    made.mockRestore();
    expect(together.map(({ task }) => task)).toEqual(['a', 'b', 'c']);
    for (const [i, one] of together.entries()) {
      expect(one.slots.every(({ cost }) => cost !== null)).toBe(true);
      const [alone] = explainPlan(request, plan, { ...nothing, slots: [slots[i]!] }).slots!;
      expect(one).toEqual(alone);
    }
  });
});
