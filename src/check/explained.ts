import type { PlanExplanations, PlanObjectives } from '../contract/plan.ts';
import type { RoutingRequest } from '../contract/request.ts';
import type { Findings } from './verdict.ts';

/** Every level, with the values that the routes give. */
export function checkObjectives(stated: PlanObjectives, expected: PlanObjectives, findings: Findings): void {
  const shape = (levels: PlanObjectives) =>
    JSON.stringify(levels.map((level) => level.map(({ name, weight }) => [name, weight])));
  if (shape(stated) !== shape(expected)) {
    findings.add('wrong_objective', 'objectives', `stated ${shape(stated)}, the request has ${shape(expected)}`);
    return;
  }
  expected.forEach((level, i) => {
    level.forEach(({ value }, k) => {
      findings.expect('wrong_objective', `objectives[${i}][${k}].value`, stated[i]![k]!.value, value);
    });
  });
}

/** Explanations are words; what they name must be there. */
export function checkExplanations(
  request: RoutingRequest,
  { vehicles = [], unassigned = [], slots = [] }: PlanExplanations,
  findings: Findings,
): void {
  const tasks = new Set([...request.tasks, ...request.explain.slots.map(({ task }) => task)].map(({ id }) => id));
  const kinds = new Set(request.vehicles.map(({ id }) => id));
  const named = (path: string, what: 'task' | 'vehicle', id: string | null) => {
    if (id === null || (what === 'task' ? tasks : kinds).has(id)) return;
    findings.add('wrong_explanation', path, `there is no ${what} '${id}'`);
  };
  const alternative = (path: string, { vehicle, before }: { vehicle: string; before: string | null }) => {
    named(`${path}.vehicle`, 'vehicle', vehicle);
    named(`${path}.before`, 'task', before);
  };
  vehicles.forEach(({ task, alternatives }, i) => {
    named(`explanations.vehicles[${i}].task`, 'task', task);
    alternatives.forEach((one, k) => alternative(`explanations.vehicles[${i}].alternatives[${k}]`, one));
  });
  unassigned.forEach(({ task, vehicles: obstacles }, i) => {
    named(`explanations.unassigned[${i}].task`, 'task', task);
    obstacles.forEach(({ vehicle }, k) =>
      named(`explanations.unassigned[${i}].vehicles[${k}].vehicle`, 'vehicle', vehicle),
    );
  });
  slots.forEach(({ task, slots: offered }, i) => {
    named(`explanations.slots[${i}].task`, 'task', task);
    offered.forEach((one, k) => alternative(`explanations.slots[${i}].slots[${k}]`, one));
  });
}
