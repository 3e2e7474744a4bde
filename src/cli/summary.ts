import type { PlanCost, RoutingPlan } from '../contract/plan.ts';
import { hours, km, number } from '../map/text.ts';
import { printable } from './terminal.ts';

/** Tasks left out that are listed by name; the rest is counted. */
const MOST_LISTED = 10;

/** A plan in a few lines for people. */
export function describePlan(plan: RoutingPlan): string {
  const { summary, cost, solver } = plan;
  const rows: [string, string][] = [
    ['Tasks', `${number(summary.served)} of ${number(summary.tasks)} served`],
    [
      'Vehicles',
      `${number(summary.vehicles_used)} of ${number(summary.vehicles_available)} used${trips(plan)}${load(plan)}`,
    ],
    ['Distance', `${km(summary.distance_m)}${perTask(plan)}`],
    ['On duty', `${hours(summary.duty_s)}: ${times(plan)}`],
    ...lateness(plan),
    ['Cost', `${money(cost.total)}${shares(cost)}`],
    ...(summary.co2_g > 0 ? [['CO2', `${number(summary.co2_g / 1000, 1)} kg`] as [string, string]] : []),
    ['Search', search(solver)],
  ];
  return [...rows.map(([name, text]) => line(name, text)), ...leftOut(plan), ...broken(plan)].join('\n');
}

/** Routes that were judged may break rules, which their plan lists; one that was searched for breaks none. */
export const breaksRules = ({ violations = [] }: RoutingPlan): boolean => violations.length > 0;

/**
 * How the check went.
 * @param passed said of plans that break no rule.
 * @param causes of violations in VROOM's answer.
 */
export function checkLine(plan: RoutingPlan, passed: string, causes: string[] = []): string {
  const found = [
    ...(breaksRules(plan) ? [`${plan.violations!.length} violations`] : []),
    ...(causes.length > 0 ? [`in VROOM's answer ${causes.join(', ')}`] : []),
  ];
  return line('Check', found.length > 0 ? `FAILED: ${found.join('; ')}` : passed);
}

/** `Name        text`, as in `describePlan`. Ids may be in it: they break no line. */
export function line(name: string, text: string): string {
  return `${name.padEnd(10)}${printable(text)}`;
}

/** A line of a list below a `line`. */
export const item = (text: string): string => `  ${printable(text)}`;

function money(value: number): string {
  return number(value, 2);
}

function load({ summary }: RoutingPlan): string {
  const use = summary.load_use.map((share) => `${number(100 * share)} %`);
  return summary.vehicles_used > 0 && use.length > 0 ? `, ${use.join(' and ')} full` : '';
}

function perTask({ summary }: RoutingPlan): string {
  return summary.served > 0 ? `, ${km(summary.m_per_task)} a task` : '';
}

function times({ summary }: RoutingPlan): string {
  const { driving_s, setup_s, service_s, waiting_s, break_s } = summary;
  return [
    `driving ${hours(driving_s)}`,
    ...(setup_s > 0 ? [`setup ${hours(setup_s)}`] : []),
    `service ${hours(service_s)}`,
    `waiting ${hours(waiting_s)}`,
    ...(break_s > 0 ? [`breaks ${hours(break_s)}`] : []),
  ].join(', ');
}

function trips({ summary }: RoutingPlan): string {
  return summary.trips > summary.vehicles_used ? ` on ${number(summary.trips)} trips` : '';
}

/** Of soft windows, and overtime; where there is any. */
function lateness({ summary }: RoutingPlan): [string, string][] {
  const { lateness_s, overtime_s } = summary;
  return [
    ...(lateness_s > 0 ? [['Late', hours(lateness_s)] as [string, string]] : []),
    ...(overtime_s > 0 ? [['Overtime', hours(overtime_s)] as [string, string]] : []),
  ];
}

/** Rules that routes judged as given break. */
function broken({ violations = [] }: RoutingPlan): string[] {
  if (violations.length === 0) return [];
  const listed = violations
    .slice(0, MOST_LISTED)
    .map(({ cause, path, detail }) => item(`${cause} at ${path}: ${detail}`));
  const more = violations.length - listed.length;
  return [line('Broken', number(violations.length)), ...listed, ...(more > 0 ? [`  and ${number(more)} more`] : [])];
}

/** What the cost is made of, where it is more than one thing. */
function shares({ total: _, ...parts }: PlanCost): string {
  const present = Object.entries(parts).filter(([, value]) => value > 0);
  return present.length > 1 ? `: ${present.map(([name, value]) => `${name} ${money(value)}`).join(', ')}` : '';
}

function search({ first_solution_s, elapsed_s, iterations, threads, seed, stopped }: RoutingPlan['solver']): string {
  if (stopped === 'not_searched') return 'none: the routes are judged as given';
  const early = stopped === 'time' || stopped === 'iterations' ? '' : ` (${stopped})`;
  const effort = `${number(iterations)} iterations in ${number(elapsed_s, 1)} s${early}`;
  return `first plan after ${number(first_solution_s, 2)} s; ${effort} on ${threads} ${threads === 1 ? 'thread' : 'threads'}, seed ${seed}`;
}

function leftOut({ unassigned }: RoutingPlan): string[] {
  if (unassigned.length === 0) return [];
  const listed = unassigned
    .slice(0, MOST_LISTED)
    .map(({ task, reason, cause }) => item(`${task}: ${reason}, ${cause}`));
  const more = unassigned.length - listed.length;
  return [line('Left out', number(unassigned.length)), ...listed, ...(more > 0 ? [`  and ${number(more)} more`] : [])];
}
