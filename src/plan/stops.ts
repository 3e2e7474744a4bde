import type { PlanStop } from '../contract/plan.ts';
import type { RouteStep, RoutingRequest, Stop, Task } from '../contract/request.ts';
import type { TakenBreak } from '../route/driver.ts';
import type { Tour } from './tour.ts';

/** The start, where the vehicle has one, every step with the breaks before it, and the end, where it has one. */
export function planStops(request: RoutingRequest, tour: Tour): PlanStop[] {
  const { vehicle, totals, detail, steps } = tour;
  const { loads, legs_m, driven_s } = detail;
  const stops: PlanStop[] = [];
  const clock = (times: Times) => timesOf(request, times);
  const bare = (time_s: number) => clock({ arrival_s: time_s, begin_s: time_s, setup_s: 0, service_s: 0 });
  let [distance_m, driving_s, taken] = [0, 0, 0];
  const addBreaks = (arc: number) => {
    for (; detail.breaks[taken]?.arc === arc; taken++) {
      const one = detail.breaks[taken]!;
      stops.push({
        ...{ kind: 'break', break: vehicle.breaks[one.index]!.id },
        ...clock(timesOfBreak(one)),
        load: Array.from(loads[arc]!),
        distance_m: distance_m + legs_m[arc]! * one.progress,
        driving_s: driving_s + one.driven_s,
      });
    }
  };
  if (vehicle.start !== null) {
    const load = Array.from(loads[0]!);
    stops.push({
      kind: 'start',
      ...whereIs(request, vehicle.start),
      ...bare(totals.starts_s),
      load,
      distance_m,
      driving_s,
    });
  }
  steps.forEach((step, i) => {
    addBreaks(i);
    distance_m += legs_m[i]!;
    driving_s += driven_s[i]!;
    const setup_s = detail.setups_s[i]!;
    const begin_s = detail.begin_s[i]!;
    const times = { arrival_s: detail.arrival_s[i]!, begin_s, setup_s, service_s: detail.services_s[i]! };
    const late = detail.lateness_s[i]!;
    stops.push({
      ...namesOf(request, tour, step),
      ...clock(times),
      ...(late === null ? {} : { lateness_s: late }),
      load: Array.from(loads[i + 1]!),
      ...{ distance_m, driving_s },
    });
  });
  addBreaks(steps.length);
  if (vehicle.end !== null) {
    const load = Array.from(loads.at(-1)!);
    const sums = { distance_m: totals.distance_m, driving_s: totals.driving_s };
    stops.push({ kind: 'end', ...whereIs(request, vehicle.end), ...bare(totals.ends_s), load, ...sums });
  }
  return stops;
}

/** Which of the task's stops a step is. */
function stopOf(task: Task, { part, option }: Extract<RouteStep, { kind: 'step' }>): Stop {
  return (part === 0 ? task.stops : task.deliveryStops)[option]!;
}

function namesOf(request: RoutingRequest, { vehicle }: Tour, step: RouteStep) {
  if (step.kind === 'reload') {
    const { place } = vehicle.reloads[step.reload]!;
    return { kind: 'reload' as const, reload: step.reload, ...whereIs(request, place) };
  }
  const task = request.tasks[step.task]!;
  const { label, place } = stopOf(task, step);
  const kind = task.kind !== 'shipment' ? task.kind : step.part === 0 ? ('pickup' as const) : ('delivery' as const);
  return {
    ...{ kind, task: task.id, option: step.option },
    ...(label === null ? {} : { label }),
    ...whereIs(request, place),
  };
}

export function whereIs(request: RoutingRequest, index: number): Pick<PlanStop, 'place' | 'position'> {
  const { id, position } = request.places[index]!;
  return { ...(id === null ? {} : { place: id }), ...(position === null ? {} : { position: [...position] }) };
}

interface Times {
  arrival_s: number;
  begin_s: number;
  setup_s: number;
  service_s: number;
}

function timesOfBreak({ arrival_s, begin_s, duration_s }: TakenBreak): Times {
  return { arrival_s, begin_s, setup_s: 0, service_s: duration_s };
}

/** ECMAScript’s. */
const LAST_DAY_MS = 8.64e15;

function timesOf({ startsAt_ms }: RoutingRequest, { arrival_s, begin_s, setup_s, service_s }: Times) {
  const departure_s = begin_s + setup_s + service_s;
  const times = { arrival_s, waiting_s: begin_s - arrival_s, begin_s, setup_s, service_s, departure_s };
  if (startsAt_ms === null) return times;
  // On vehicles without a shift, and at a crawl, there is no end to time; to the calendar there is.
  if (startsAt_ms + departure_s * 1000 > LAST_DAY_MS || startsAt_ms + arrival_s * 1000 < -LAST_DAY_MS) return times;
  const iso = (time_s: number) => new Date(Math.round(startsAt_ms + time_s * 1000)).toISOString();
  return { ...times, arrival: iso(arrival_s), departure: iso(departure_s) };
}
