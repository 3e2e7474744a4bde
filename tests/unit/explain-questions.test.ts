import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/contract/errors.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import { explainPlan, ForeignPlan } from '../../src/index.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { REPORT } from './plan-world.ts';

const parsed = parseRequest({
  kind: 'routing',
  version: 1,
  tasks: ['a', 'b'].map((id, i) => ({ kind: 'delivery', id, at: [2 + i / 10, 48] })),
  vehicles: [{ id: 'van', count: 2, start: [2, 48] }],
  explain: { vehicles: ['b'] },
});
if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
const request = parsed.value;
const steps = [{ kind: 'step' as const, task: 0, part: 0 as const, option: 0 }];
const plan = buildPlan(request, { routes: [{ vehicle: 0, number: 1, steps }], unassigned: [1] }, REPORT);

describe('questions about a plan', () => {
  it('name tasks by id or as the request does; what is absent is not asked', () => {
    expect(explainPlan(request, plan, { vehicles: ['b'] })).toEqual(explainPlan(request, plan));
    expect(explainPlan(request, plan, { vehicles: ['b', 1, 'b'] })).toEqual(explainPlan(request, plan));
    expect(Object.keys(explainPlan(request, plan, { unassigned: true }))).toEqual(['unassigned']);
    expect(explainPlan(request, plan, {})).toEqual({});
  });

  it('are refused with a code where the request has not what they name', () => {
    const ask = () => explainPlan(request, plan, { vehicles: ['a', 'nobody', 7], slots: [{ task: {} } as never] });
    expect(ask).toThrow(InputError);
    expect(ask).toThrow(
      /unknown_reference at explain.vehicles\[1\].*\n.*vehicles\[2\].*\nwrong_type at explain.slots\[0\]/,
    );
  });

  it('are refused with a class of their own where the plan is of another request', () => {
    const foreign = { ...plan, routes: plan.routes.map((route) => ({ ...route, vehicle: 'bike' })) };
    expect(() => explainPlan(request, foreign)).toThrow(ForeignPlan);
  });
});
