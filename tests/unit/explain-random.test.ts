import { describe, expect, it } from 'vitest';
import { parsePlan } from '../../src/contract/parse.ts';
import type { RoutingPlan } from '../../src/contract/plan.ts';
import type { RoutingRequest, Task } from '../../src/contract/request.ts';
import { explainPlan } from '../../src/explain/index.ts';
import { routesOf } from '../../src/explain/raw.ts';
import { Budget } from '../../src/explain/scope.ts';
import { slotsFor, trialFor } from '../../src/explain/slots.ts';
import { TrialPlan } from '../../src/explain/trial-plan.ts';
import { hindrancesFor } from '../../src/explain/unassigned.ts';
import { alternativesFor } from '../../src/explain/vehicles.ts';
import { World } from '../../src/plan/world.ts';
import { Dice } from '../support/rich-dice.ts';
import { type Day, isLegal, legalDay, rebuilt, violationsIn } from './explain-world.ts';

/** EXPLAIN_CASES=5000 for a long look. */
const CASES = Number(process.env['EXPLAIN_CASES'] ?? 80);
const days = (from: number): { seed: number; day: Day }[] =>
  Array.from({ length: CASES }, (_, i) => from + i + Number(process.env['EXPLAIN_SKIP'] ?? 0)).flatMap((seed) => {
    const day = legalDay(seed);
    return day === null ? [] : [{ seed, day }];
  });
const trialOf = ({ request, raw }: Day) => TrialPlan.of(new World(request), raw.routes);
const near = (a: number, b: number) => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));
const routeCost = ({ cost }: RoutingPlan) => cost.total - cost.unserved;

describe('on random requests and plans', { timeout: 3_600_000 }, () => {
  it('reads the decisions back from a plan', () => {
    for (const { day } of days(1)) expect(routesOf(day.request, day.plan)).toEqual(day.raw.routes);
  });

  it('a place on another vehicle costs what the plan rebuilt with it costs more, and keeps all rules', () => {
    let [places, none] = [0, 0];
    for (const { seed, day } of days(1000)) {
      const trial = trialOf(day);
      for (const task of day.request.tasks.keys()) {
        if (trial.hostFor(task) < 0) continue;
        const alternatives = alternativesFor(trial, task, new Budget(50_000));
        const { index, number } = trial.hosts[trial.hostFor(task)]!.tour;
        const own = alternatives.find(({ target }) => target.vehicle === index && target.number === number);
        expect(own?.cost, `seed ${seed}`).toBeLessThanOrEqual(0);
        for (const { cost, placed, obstacle, target } of alternatives) {
          if (placed === null || cost === null) {
            expect(obstacle, `seed ${seed}`).toMatch(/./);
            none++;
          } else if (cost < 0 || target !== own?.target) {
            const { trial: rest } = trial.without(task);
            const plan = rebuilt(rest, task, placed);
            expect(violationsIn(day.request, plan), `seed ${seed} task ${task}`).toEqual([]);
            const grown = routeCost(plan) - routeCost(day.plan);
            expect(near(grown, cost), `seed ${seed} task ${task}: ${grown}, stated ${cost}`).toBe(true);
            places++;
          }
        }
      }
    }
    expect(places).toBeGreaterThan(2 * CASES);
    expect(none).toBeGreaterThan(CASES);
  });

  it('a place for a task left out costs what it adds, less its prize', () => {
    let places = 0;
    for (const { seed, day } of days(1500)) {
      const trial = trialOf(day);
      for (const [task, { prize }] of day.request.tasks.entries()) {
        if (trial.hostFor(task) >= 0) continue;
        const alternatives = alternativesFor(trial, task, new Budget(50_000));
        expect(alternatives).toHaveLength(trial.targets().length);
        for (const { cost, placed, obstacle } of alternatives) {
          if (placed === null || cost === null) expect(obstacle, `seed ${seed}`).toMatch(/./);
          else {
            const grown = rebuilt(trial, task, placed).cost.total - day.plan.cost.total;
            expect(near(grown, cost), `seed ${seed} task ${task}, prize ${prize}`).toBe(true);
            places++;
          }
        }
      }
    }
    expect(places).toBeGreaterThan(0);
  });

  it('has room for a task left out exactly where the planner, which the checker agrees with, has', () => {
    const seen = new Map<boolean, number>();
    for (const { seed, day } of days(2000)) {
      const trial = trialOf(day);
      for (const [i, task] of day.raw.unassigned.entries()) {
        const { reason } = day.plan.unassigned[i]!;
        const hindrances = hindrancesFor(trial, task, new Budget(50_000));
        const hasRoom = hindrances.some(({ rule }) => /^(search_ended|not_worth_it)\./.test(rule));
        // What breaks a rule alone may keep it in company: waiting for others makes room for breaks.
        if (reason === 'route_limit' || reason === 'window_unreachable') continue;
        const expected = reason === 'search_ended' || reason === 'not_worth_it';
        expect(hasRoom, `seed ${seed}: ${day.request.tasks[task]!.id} ${reason} ${JSON.stringify(hindrances)}`).toBe(
          expected,
        );
        seen.set(hasRoom, (seen.get(hasRoom) ?? 0) + 1);
      }
    }
    expect(seen.get(true)).toBeGreaterThan(CASES / 20);
    expect(seen.get(false)).toBeGreaterThan(CASES / 4);
  });

  it('what is said to free really frees, and less of it does not', () => {
    let [freed, measured] = [0, 0];
    for (const { seed, day } of days(3000)) {
      const trial = trialOf(day);
      for (const task of day.raw.unassigned) {
        for (const { vehicle, freed: found, frees } of hindrancesFor(trial, task, new Budget(200_000))) {
          if (found === null) continue;
          const label = `seed ${seed}: ${day.request.tasks[task]!.id} on ${vehicle}: ${frees}`;
          const { relief, amount } = found;
          const after = placesWith(relief.apply(day.request, { vehicle, task }, amount), day, task, vehicle);
          expect(after.length, label).toBeGreaterThan(0);
          for (const { trial: changed, placed } of after) {
            const plan = rebuilt(changed, task, placed);
            expect(violationsIn(changed.world.request, plan), label).toEqual([]);
          }
          freed++;
          if (relief.range === null) continue;
          const less = relief.apply(day.request, { vehicle, task }, amount - relief.range.step);
          expect(placesWith(less, day, task, vehicle), label).toEqual([]);
          measured++;
        }
      }
    }
    expect(freed).toBeGreaterThan(CASES / 4);
    expect(measured).toBeGreaterThan(CASES / 10);
  });

  it('an appointment costs what the plan rebuilt with it costs more, best first', () => {
    let [offered, refused] = [0, 0];
    for (const { seed, day } of days(4000)) {
      const { request, raw } = day;
      const dice = new Dice(seed, 2);
      const like = dice.pick(request.tasks);
      const task: Task = { ...like, id: 'appointment', onBoardOf: null };
      const [from] = request.vehicles[0]!.shift ?? [0];
      const windows = Array.from({ length: 4 }, (): [number, number] => {
        const opens = from + dice.int(0, 900);
        return [opens, opens + dice.int(0, 300)];
      });
      const first = request.tasks.length;
      const trial = trialFor(request, raw.routes, [{ task, windows }]);
      const slots = slotsFor(trial, first, windows, new Budget(50_000));
      const costs = slots.map(({ cost }) => cost ?? Number.POSITIVE_INFINITY);
      expect(costs, `seed ${seed}`).toEqual([...costs].sort((a, b) => a - b));
      for (const { cost, placed, task: index, obstacle } of slots) {
        if (placed === null || cost === null) {
          expect(obstacle).toMatch(/./);
          refused++;
          continue;
        }
        const one = [windows[index - first]!];
        const alone = trialFor(request, raw.routes, [{ task, windows: one }]);
        const [slot] = slotsFor(alone, first, one, new Budget(0));
        const plan = rebuilt(alone, first, slot!.placed!);
        expect(violationsIn(alone.world.request, plan), `seed ${seed}`).toEqual([]);
        expect(near(routeCost(plan) - routeCost(day.plan), cost), `seed ${seed}`).toBe(true);
        offered++;
      }
    }
    expect(offered).toBeGreaterThan(CASES);
    expect(refused).toBeGreaterThan(CASES / 4);
  });

  it('makes explanations that a plan may hold', () => {
    for (const { seed, day } of days(5000)) {
      const { request, plan } = day;
      const [like] = request.tasks;
      const slots = [
        { task: { ...like!, id: 'appointment', onBoardOf: null }, windows: [[0, 500] as [number, number]] },
      ];
      const asked = { vehicles: [...request.tasks.keys()], unassigned: true, slots };
      const explanations = explainPlan(request, plan, asked);
      const whole = { ...plan, explanations };
      expect(parsePlan(whole).ok, `seed ${seed}`).toBe(true);
      expect(isLegal({ ...request, explain: asked }, whole), `seed ${seed}`).toBe(true);
      expect(explanations.vehicles).toHaveLength(request.tasks.length);
      expect(explanations.unassigned).toHaveLength(plan.unassigned.length);
    }
  });
});

/** Where the task has a place on vehicles of a kind once the request is changed. */
function placesWith(changed: RoutingRequest, { raw }: Day, task: number, vehicle: number) {
  const trial = TrialPlan.of(new World(changed), raw.routes);
  return trial
    .targets()
    .filter((target) => target.vehicle === vehicle)
    .flatMap((target) => {
      const placed = trial.best(task, target);
      return placed === null ? [] : [{ trial, placed }];
    });
}
