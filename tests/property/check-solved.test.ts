import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import { decode } from '../../src/jobs/decode.ts';
import { compileProblem } from '../../src/model/compile.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { solveInline } from '../../src/routing/solve.ts';
import { REPORT } from '../unit/plan-world.ts';
import { world } from './check-world.ts';

/** The whole road without queue or threads: what the solver finds for any request is a plan that the checker accepts. */
it('solver, planner and checker agree on what is allowed', () => {
  fc.assert(
    fc.property(world, fc.nat(1000), ({ request }, seed) => {
      const compiled = compileProblem(request);
      if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
      const params = { seed, lanes: 1, iterations: 100, time_s: null, initial: null };
      const { best } = solveInline(compiled.compiled.problem, params, { elapsed_s: () => 0 });
      const plan = buildPlan(request, decode(best, compiled.compiled.fleet), REPORT);
      expect(checkPlan(request, plan).violations).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
