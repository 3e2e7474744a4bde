import type { RouteStep, RoutingRequest } from '../contract/request.ts';
import { fixedSteps, servedBy } from '../contract/steps.ts';
import type { Compiled } from '../model/compile.ts';
import type { RawRoute, RawSolution } from '../model/solution.ts';
import { withoutShortRoutes } from './short-routes.ts';

/** Turns the solver's words (types and visits) into vehicles of the request: each type deals out its members in order. */
export function decode(packed: Int32Array, { request, problem, fleet }: Compiled): RawSolution {
  const dealt = fleet.map(() => ({ member: 0, used: 0 }));
  const routes: RawRoute[] = [];
  let at = 2;
  for (let r = 0; r < packed[0]!; r++) {
    const type = packed[at++]!;
    const size = packed[at++]!;
    const next = dealt[type]!;
    if (next.used === fleet[type]!.members[next.member]!.count) {
      next.member++;
      next.used = 0;
    }
    const { vehicle, from } = fleet[type]!.members[next.member]!;
    const steps = [...packed.subarray(at, at + size)].map((word) => stepOf(word, type, problem));
    routes.push({ vehicle, number: from + next.used++, steps });
    at += size;
  }
  nameReloads(request, routes);
  routes.sort((a, b) => a.vehicle - b.vehicle || a.number - b.number);
  const unassigned = [...packed.subarray(at, at + packed[1]!)].sort((a, b) => a - b);
  return withoutShortRoutes(request, { routes, unassigned });
}

/** Reloads alike are one to the solver: those that must stay keep the index they were given with. */
function nameReloads({ routes: given }: RoutingRequest, routes: RawRoute[]): void {
  for (const one of given) {
    const fixed = fixedSteps(one);
    if (!fixed.some(({ kind }) => kind === 'reload')) continue;
    const route = routes.find(({ vehicle, number }) => vehicle === one.vehicle && number === one.number);
    fixed.forEach((step, i) => {
      if (step.kind === 'reload' && route?.steps[i]?.kind === 'reload') route.steps[i] = step;
    });
  }
}

function stepOf(word: number, type: number, { taskOf, firstStop, secondStep, rich }: Compiled['problem']): RouteStep {
  if (word < 0) return { kind: 'reload', reload: rich!.reloadOf[type * rich!.sites - 1 - word]! };
  const task = taskOf[word]!;
  const isSecond = word >= secondStep[task]!;
  return { kind: 'step', task, part: isSecond ? 1 : 0, option: word - (isSecond ? secondStep : firstStop)[task]! };
}

/** Exactly what was given, and what it does not serve; vehicles that were given no task have no route, also where they reload. */
export function givenSolution({ tasks, routes }: RoutingRequest): RawSolution {
  const given = routes.filter(({ steps }) => steps.some(({ kind }) => kind === 'step'));
  const served = servedBy(given);
  return { routes: given, unassigned: tasks.flatMap((_, t) => (served.has(t) ? [] : [t])) };
}
