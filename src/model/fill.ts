import type { Draft } from './draft.ts';
import { mayServe } from './fleet.ts';
import { BIG, MANDATORY, type Problem, WAIT_UNIT } from './problem.ts';
import { ceilTicks, floorTicks } from './scale.ts';

/** The tables with one row per task. */
export function fillTasks(problem: Problem, { request, origin_s, timeScale, costScale, loadScale }: Draft): void {
  const { dimensions, tasks } = problem;
  let window = 0;
  request.tasks.forEach((task, t) => {
    const stop = task.stops[0]!;
    const table = task.kind === 'pickup' ? problem.picked : problem.delivered;
    if (task.kind !== 'visit')
      task.load.forEach((amount, d) => (table[t * dimensions + d] = ceilTicks(amount * loadScale)));
    problem.size[t] = task.load.reduce((sum, amount) => sum + ceilTicks(amount * loadScale), 0);
    problem.service[t] = ceilTicks(stop.service_s * timeScale);
    problem.windowStart[t] = window;
    for (const [opens, closes] of stop.windows) {
      problem.windowOpens[window] = ceilTicks((opens - origin_s) * timeScale);
      problem.windowCloses[window++] = floorTicks((closes - origin_s) * timeScale);
    }
    if (stop.windows.length === 0) {
      problem.windowOpens[window] = -BIG;
      problem.windowCloses[window++] = BIG;
    }
    problem.prize[t] = task.prize === null ? MANDATORY : Math.min(2 ** 30, Math.round(task.prize * costScale));
    // Highest priorities first, then as many tasks as possible: VROOM's order.
    problem.weight[t] = task.prize === null ? 1 + task.priority * (tasks + 1) : 0;
  });
  problem.windowStart[tasks] = window;
}

/** The tables with one row per vehicle type. */
export function fillFleet(problem: Problem, draft: Draft): void {
  const { request, fleet, origin_s, timeScale, costScale, loadScale, distanceScale } = draft;
  const { dimensions, tasks } = problem;
  const limit = (seconds: number | null) => (seconds === null ? BIG : Math.min(BIG, floorTicks(seconds * timeScale)));
  fleet.forEach(({ sample, count }, v) => {
    const { costs } = sample;
    problem.count[v] = Math.min(count, tasks);
    problem.startNode[v] = draft.startNode[v]!;
    problem.endNode[v] = draft.endNode[v]!;
    problem.costClass[v] = draft.classOf[v]!;
    problem.durationClass[v] = draft.classOf[v]!;
    problem.distanceClass[v] = draft.classOf[v]!;
    problem.fixed[v] = Math.round(costs.fixed * costScale);
    problem.waitPrice[v] = Math.round(
      ((costs.per_hour + costs.per_waiting_hour) / 3600 / timeScale) * costScale * WAIT_UNIT,
    );
    problem.opens[v] = sample.shift === null ? -BIG : ceilTicks((sample.shift[0] - origin_s) * timeScale);
    problem.closes[v] = sample.shift === null ? BIG : floorTicks((sample.shift[1] - origin_s) * timeScale);
    problem.maxDuty[v] = limit(sample.maxDuty_s);
    problem.maxDriving[v] = limit(sample.maxDriving_s);
    problem.maxDistance[v] =
      sample.maxDistance_m === null ? BIG : Math.min(BIG, floorTicks(sample.maxDistance_m * distanceScale));
    problem.maxTasks[v] = sample.maxTasks ?? BIG;
    for (let d = 0; d < dimensions; d++) {
      const capacity = sample.capacity?.[d];
      problem.capacity[v * dimensions + d] =
        capacity === undefined ? BIG : Math.min(BIG, floorTicks(capacity * loadScale));
    }
    request.tasks.forEach((task, t) => (problem.allowed[v * tasks + t] = mayServe(sample, task) ? 1 : 0));
  });
}
