import { expect, it } from 'vitest';
import type { RouteStep } from '../../src/contract/request.ts';
import { judgeGiven } from '../../src/jobs/judge.ts';
import { rawRoute, reload, requestOf, task, vehicle } from './plan-world.ts';

it('a given route of nothing but reloads is not driven', async () => {
  const steps: RouteStep[] = [{ kind: 'reload', reload: 0 }];
  const given = (vehicle: number, of: RouteStep[]) => ({ vehicle, number: 1, steps: of, locked: 0, pinned: false });
  const options = { search: false, time_s: null, iterations: null, seed: 1, threads: 1 };
  const vans = ['idle', 'out'].map((id) => vehicle({ id, reloads: [reload(0)] }));
  const routes = [given(0, steps), given(1, rawRoute(1, [0, ...steps]).steps)];
  const plan = await judgeGiven(requestOf([task('a', 10), task('left', 20)], vans, { routes, options }));
  expect(plan.routes.map(({ vehicle, trips }) => [vehicle, trips])).toEqual([['out', 2]]);
  expect(plan.violations).toEqual([]);
});
