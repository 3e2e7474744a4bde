import { codedError, InputError } from '../contract/errors.ts';
import type { PlanRoute, RoutingPlan } from '../contract/plan.ts';
import { hours, km, number } from '../map/text.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { loadPlan } from './read.ts';
import { readAll } from './read-all.ts';
import { table } from './table.ts';
import { printable, type Terminal } from './terminal.ts';

/** What plans are compared by. Money in that of the requests; `share` is of the tasks served, 0..1. */
export interface Figures {
  cost: number;
  cost_per_task: number;
  served: number;
  tasks: number;
  vehicles_used: number;
  trips: number;
  distance_m: number;
  duty_s: number;
  lateness_s: number;
  co2_g: number;
  by_vehicle: VehicleFigures[];
}

export interface VehicleFigures {
  vehicle: string;
  routes: number;
  tasks: number;
  share: number;
  cost: number;
  cost_per_task: number;
  distance_m: number;
  co2_g: number;
}

/** Puts plans side by side: what-ifs over the same demand, or one day before and after a change. */
export async function compare(terminal: Terminal, _options: object, ...files: string[]): Promise<ExitCode> {
  if (files.length < 2) {
    throw new InputError([codedError('bad_option', 'plan', 'only one plan is named', 'Name two plans or more.')]);
  }
  const plans = await readAll<RoutingPlan[]>(files.map((file) => [file, () => loadPlan(file)]));
  const compared = plans.map((plan, i) => ({ file: files[i]!, request: plan.request, ...figuresOf(plan) }));
  const names = nameApart(compared);
  terminal.say(compareFigures(names, compared));
  for (const [i, { by_vehicle }] of compared.entries())
    terminal.say(`\n${printable(names[i]!)}\n${byVehicle(by_vehicle)}`);
  terminal.result({ kind: 'comparison', plans: compared });
  return EXIT.ok;
}

export function figuresOf({ cost, summary, routes }: RoutingPlan): Figures {
  const vehicles = Map.groupBy(routes, ({ vehicle }) => vehicle);
  return {
    cost: cost.total,
    cost_per_task: summary.cost_per_task,
    served: summary.served,
    tasks: summary.tasks,
    vehicles_used: summary.vehicles_used,
    trips: summary.trips,
    distance_m: summary.distance_m,
    duty_s: summary.duty_s,
    lateness_s: summary.lateness_s,
    co2_g: summary.co2_g,
    by_vehicle: [...vehicles].map(([vehicle, own]) => ofVehicle(vehicle, own, summary.served)),
  };
}

function ofVehicle(vehicle: string, routes: PlanRoute[], served: number): VehicleFigures {
  const total = (of: (route: PlanRoute) => number) => routes.reduce((sum, route) => sum + of(route), 0);
  const tasks = total((route) => route.tasks);
  const cost = total((route) => route.cost.total);
  return {
    vehicle,
    routes: routes.length,
    tasks,
    share: served === 0 ? 0 : tasks / served,
    cost,
    cost_per_task: tasks === 0 ? 0 : cost / tasks,
    distance_m: total((route) => route.distance_m),
    co2_g: total((route) => route.co2_g),
  };
}

/** By their requests; where two plans are of the same one, by their files. */
function nameApart(plans: { file: string; request: string | null }[]): string[] {
  const requests = plans.map(({ request }) => request);
  const areDifferent = new Set(requests).size === plans.length && !requests.includes(null);
  return plans.map(({ file, request }) => (areDifferent ? request! : file));
}

type Row = [name: string, of: (figures: Figures) => number, shown: (value: number) => string];

const ROWS: Row[] = [
  ['Cost', ({ cost }) => cost, (value) => number(value, 2)],
  ['a task', ({ cost_per_task }) => cost_per_task, (value) => number(value, 2)],
  ['Served', ({ served }) => served, (value) => number(value)],
  ['Vehicles', ({ vehicles_used }) => vehicles_used, (value) => number(value)],
  ['Trips', ({ trips }) => trips, (value) => number(value)],
  ['Distance', ({ distance_m }) => distance_m, km],
  ['On duty', ({ duty_s }) => duty_s, hours],
  ['Late', ({ lateness_s }) => lateness_s, hours],
  ['CO2', ({ co2_g }) => co2_g, kilograms],
];

/** A row per figure, a column per plan; every plan but the first with its change against the first. */
export function compareFigures(names: string[], plans: Figures[]): string {
  const rows = ROWS.map(([name, of, shown]) => [
    name,
    ...plans.map((figures, i) => shown(of(figures)) + (i === 0 ? '' : change(of(plans[0]!), of(figures)))),
  ]);
  return table([['', ...names], ...rows]);
}

function byVehicle(vehicles: VehicleFigures[]): string {
  const header = ['vehicle', 'routes', 'tasks', 'share', 'cost', 'a task', 'distance', 'CO2'];
  const rows = vehicles.map(({ vehicle, routes, tasks, share, cost, cost_per_task, distance_m, co2_g }) => [
    ...[vehicle, number(routes), number(tasks), `${number(100 * share)} %`, number(cost, 2)],
    ...[number(cost_per_task, 2), km(distance_m), kilograms(co2_g)],
  ]);
  return table([header, ...rows]);
}

function kilograms(grams: number): string {
  return `${number(grams / 1000, 1)} kg`;
}

/** ` (-12.5 %)`; nothing to say where there was nothing before. */
function change(before: number, after: number): string {
  if (before === after || before === 0) return '';
  const percent = (100 * (after - before)) / before;
  return ` (${percent > 0 ? '+' : ''}${number(percent, 1)} %)`;
}
