import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { hopelessTasks } from '../../src/model/hopeless.ts';
import { planOf } from '../property/solve-plan.ts';
import { parsed, richInput } from '../support/rich-world.ts';
import { optimumOf } from './rich-brute.ts';
import { sound } from './rich-sound.ts';
import { tinyInput } from './rich-tiny.ts';

/** RICH_CASES for a long look, RICH_SEED to begin elsewhere. */
const CASES = Number(process.env['RICH_CASES'] ?? 400);
const SEED = Number(process.env['RICH_SEED'] ?? 1);
const DAY = { tasks: [8, 16], kinds: [1, 3], count: [1, 2] } as const satisfies Parameters<typeof richInput>[1];

/** The request in which serving this task counts more than all others together. */
const aboveAll = (request: RoutingRequest, most: number): RoutingRequest => ({
  ...request,
  tasks: request.tasks.map((task, t) => ({
    ...{ ...task, prize: t === most ? null : task.prize },
    priority: t === most ? 100 : 0,
  })),
});

const seeds = Array.from({ length: CASES }, (_, i) => SEED + i);

describe('what counts as hopeless', { timeout: 7_200_000 }, () => {
  it('is served by no plan at all', () => {
    let found = 0;
    for (const seed of seeds) {
      const request = parsed(tinyInput(seed));
      for (const task of hopelessTasks(request)) {
        const best = optimumOf(aboveAll(request, task));
        if (best === null) continue;
        found++;
        expect(best.unassigned, `seed ${seed}`).toContain(task);
      }
    }
    expect(found).toBeGreaterThan(CASES / 8);
  });

  it('has the reasons that it has where the search is of all tasks', () => {
    let found = 0;
    for (const seed of seeds.slice(0, CASES / 4)) {
      const request = parsed(sound(richInput(seed, DAY)));
      const hopeless = hopelessTasks(request);
      if (hopeless.length === 0) continue;
      const [plan, whole] = [[], ['hopeless'] as const].map((without) => planOf(request, { iterations: 30, without }));
      expect(checkPlan(request, plan!).violations, `seed ${seed}`).toEqual([]);
      for (const task of hopeless) {
        const { id } = request.tasks[task]!;
        const told = [plan!, whole!].map(({ unassigned }) => unassigned.find((one) => one.task === id));
        expect(told[0], `seed ${seed}`).toBeDefined();
        // Of several tasks that it waits for, another may be left out.
        if (told[0]!.reason === 'predecessor_unserved') continue;
        found++;
        expect(told[0], `seed ${seed}`).toEqual(told[1]);
      }
    }
    expect(found).toBeGreaterThan(CASES / 20);
  });
});
