import type { Problem } from './problem.ts';

/**
 * Where the arcs of each class begin that tells what is near: outside carriers that are paid by the task, or by the day, cost the same
 * wherever they go, and would make everything near to everything. All classes where none tells.
 */
export function classesThatTell({ nodes, stops, arcs, costClass, tied }: Problem): number[] {
  const square = nodes * nodes;
  const all = Array.from({ length: arcs.length / square }, (_, number) => number * square);
  const isTied = (base: number) => costClass.every((number, type) => number * square !== base || tied[type] === 1);
  const tells = (base: number) => {
    if (isTied(base)) return false;
    for (let stop = 0; stop < stops; stop++)
      // On the diagonal is what a stop costs by itself.
      for (let other = 0; other < stops; other++)
        if (arcs[base + stop * nodes + other] !== arcs[base + other * nodes + other]) return true;
    return false;
  };
  const telling = all.length > 1 ? all.filter(tells) : all;
  return telling.length > 0 ? telling : all;
}

/** Per type of vehicle: whether its class is one of those; outside carriers are not. */
export function typesThatTell(problem: Problem): boolean[] {
  const telling = new Set(classesThatTell(problem));
  const square = problem.nodes * problem.nodes;
  return Array.from(problem.costClass, (number) => telling.has(number * square));
}

/** What stops cost by themselves: the diagonal of a class. @param base where it starts */
export function stopCosts({ nodes, stops, arcs }: Problem, base: number): Int32Array {
  return Int32Array.from({ length: stops }, (_, stop) => arcs[base + stop * nodes + stop]!);
}

/** What the way between two stops costs in the cheaper direction, without what stops cost by themselves, which is on the diagonal. @param base where a class starts */
export function wayBetween({ nodes, arcs, arcsTo }: Problem, base: number, a: number, b: number): number {
  const to = arcs[base + a * nodes + b]! - arcs[base + b * nodes + b]!;
  const from = arcsTo[base + a * nodes + b]! - arcs[base + a * nodes + a]!;
  return Math.min(to, from);
}
