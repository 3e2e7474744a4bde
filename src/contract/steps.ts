import type { GivenRoute, RouteStep } from './request.ts';

/** Steps with their tasks numbered anew; reloads stay as they are. */
export function renumbered(steps: readonly RouteStep[], numberOf: (task: number) => number): RouteStep[] {
  return steps.map((step) => (step.kind === 'step' ? { ...step, task: numberOf(step.task) } : step));
}

/** The tasks that routes serve. */
export function servedBy(routes: readonly { steps: readonly RouteStep[] }[]): Set<number> {
  return new Set(routes.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'step' ? [step.task] : []))));
}

/** The first steps of a given route, which stay as they are: all of a pinned one. */
export function fixedSteps({ steps, locked, pinned }: GivenRoute): RouteStep[] {
  return pinned ? steps : steps.slice(0, locked);
}

/** Whether some of a given route stays as it is, or all it does not do. */
export const isKept = ({ locked, pinned }: GivenRoute): boolean => locked > 0 || pinned;
