import { codedError, InputError } from '../contract/errors.ts';
import type { PlanRoute, RoutingPlan } from '../contract/plan.ts';
import type { RoutingRequest } from '../contract/request.ts';
import { firstOfRun } from './instance.ts';
import { FileErrors, linesOf } from './text.ts';

/** A solution in the format of CVRPLIB and the DIMACS challenge. */
export interface Sol {
  /** The number is the vehicle's, from 1; the visits are 0-based locations, a depot among them is a reload. */
  routes: { number: number; visits: number[] }[];
  /** As stated, in the unit of the benchmark. */
  cost: number | null;
}

/**
 * Writes the plan of a benchmark file as `.sol` text: `Route #k: a b c`, then `Cost x`.
 * @throws InputError where the plan is of another request: its ids must be those `readRequest` gives benchmark files.
 */
export function writeSol(plan: RoutingPlan): string {
  const routes = plan.routes
    .map((route, i) => ({ number: numberOf(route, i), visits: visitsOf(route, i) }))
    .sort((a, b) => a.number - b.number);
  const lines = routes.map(({ number, visits }) => `Route #${number}: ${visits.join(' ')}`);
  return `${[...lines, `Cost ${Number(plan.cost.total.toFixed(6))}`].join('\n')}\n`;
}

/** Whether `writeSol` takes plans of the request, told by the names in it: they outlive its way into the native format. */
export function hasSol({ vehicles, tasks, places }: RoutingRequest): boolean {
  const numbers = [
    ...tasks.flatMap(({ id, stops, deliveryStops }) => [...stops, ...deliveryStops].map(({ label }) => label ?? id)),
    ...vehicles.flatMap(({ reloads }) => reloads.map(({ place }) => places[place]!.id ?? '')),
  ];
  return vehicles.every(({ id }) => firstOfRun(id) !== null) && numbers.every(isLocation);
}

function isLocation(text: string): boolean {
  return /^\d+$/.test(text);
}

function numberOf(route: PlanRoute, index: number): number {
  const first = firstOfRun(route.vehicle);
  if (first === null) throw notOfBenchmark(`routes[${index}].vehicle`, route.vehicle);
  return first + route.number - 1;
}

/** Clients and, for a reload, the depot it is at. */
function visitsOf(route: PlanRoute, index: number): string[] {
  return route.stops.flatMap((stop, k) => {
    const { kind, task, label, place } = stop;
    if (kind !== 'reload' && task === undefined) return [];
    const [field, location = ''] = kind === 'reload' ? ['place', place] : ['task', label ?? task];
    if (!isLocation(location)) throw notOfBenchmark(`routes[${index}].stops[${k}].${field}`, location);
    return [location];
  });
}

function notOfBenchmark(path: string, value: string): InputError {
  const action = 'Write .sol files only for plans of VRPLIB, Solomon or Li & Lim files.';
  return new InputError([codedError('wrong_value', path, `'${value}' is no number of a benchmark file`, action)]);
}

/**
 * Reads `.sol` text. Lines that are neither routes nor the cost are remarks.
 * @throws InputError with the lines that are wrong.
 */
export function readSol(text: string): Sol {
  const errors = new FileErrors();
  const sol: Sol = { routes: [], cost: null };
  for (const line of linesOf(text)) {
    const [, number, visits] = /^route\s*#?\s*(\d+)\s*:([\s\d]*)$/i.exec(line.text) ?? [];
    const [, cost] = /^cost\b\s*:?\s*(.*)$/i.exec(line.text) ?? [];
    if (number !== undefined && visits !== undefined) {
      sol.routes.push({ number: Number(number), visits: errors.numbers(visits, line.number) });
    } else if (cost !== undefined) sol.cost = errors.numbers(cost, line.number)[0] ?? null;
    else if (/^route\b/i.test(line.text))
      errors.add(line.number, `the route is not understood: '${line.text.slice(0, 60)}'`);
  }
  if (sol.routes.length === 0 && sol.cost === null) errors.add(null, 'there are no routes');
  if (!errors.isEmpty) throw new InputError(errors.all());
  return sol;
}
