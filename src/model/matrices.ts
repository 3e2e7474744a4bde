import type { Draft } from './draft.ts';
import type { Problem } from './problem.ts';
import { ceilTicks } from './scale.ts';

/** Fills arcs, durations and distances of every class, and their transposes where they are not symmetric. */
export function fillMatrices(problem: Problem, draft: Draft): void {
  const { nodes, features } = problem;
  const square = nodes * nodes;
  draft.classes.forEach((_, index) => {
    fillClass(problem, draft, index);
    if (features.symmetric) return;
    transpose(problem.arcs, problem.arcsTo, index * square, nodes);
    if (problem.durations.length > 0) transpose(problem.durations, problem.durationsTo, index * square, nodes);
  });
}

function fillClass({ nodes, tasks, arcs, durations, distances }: Problem, draft: Draft, index: number): void {
  const { placeOf, request, costScale, timeScale, distanceScale } = draft;
  const { travel, seconds, arcCost, stopCost } = draft.classes[index]!;
  const stopCosts = request.tasks.map(stopCost);
  const timed = durations.length > 0;
  const measured = distances.length > 0;
  let at = index * nodes * nodes;
  for (let from = 0; from < nodes; from++) {
    const fromPlace = placeOf[from]!;
    for (let to = 0; to < nodes; to++, at++) {
      const toPlace = placeOf[to]!;
      const onStop = to < tasks ? stopCosts[to]! : 0;
      if (fromPlace < 0 || toPlace < 0 || from === to) {
        arcs[at] = from === to ? 0 : Math.round(onStop * costScale);
        continue;
      }
      const distance_m = travel.distance_m(fromPlace, toPlace);
      const duration_s = seconds(travel.duration_s(fromPlace, toPlace));
      arcs[at] = Math.round((arcCost(distance_m, duration_s) + onStop) * costScale);
      if (timed) durations[at] = ceilTicks(duration_s * timeScale);
      if (measured) distances[at] = ceilTicks(distance_m * distanceScale);
    }
  }
}

function transpose(from: Int32Array, to: Int32Array, offset: number, nodes: number): void {
  for (let i = 0; i < nodes; i++) {
    for (let j = 0; j < nodes; j++) to[offset + j * nodes + i] = from[offset + i * nodes + j]!;
  }
}
