import type { IntradayAnswer, ScenarioRow, StaffingPlan } from '../contract/staffing/plan.ts';
import { number } from '../map/text.ts';
import { item, line } from './summary.ts';
import { table } from './table.ts';

/** Items of a list that are named; the rest is counted. */
const MOST_LISTED = 8;

/** A staffing plan in a few lines for people. */
export function describeStaffing(plan: StaffingPlan): string {
  const { summary, cost, solver, horizon } = plan;
  const rows = [
    line('Horizon', `${clock(horizon.from)} to ${clock(horizon.to)} ${horizon.time_zone}, ${horizon.slots} slots`),
    line('Demand', `${number(summary.demand)} orders, ${number(summary.load_h)} rider-hours of work`),
    line(
      'Riders',
      `${hours(summary.to_book_h)} to book: ${hours(summary.planned_h)} planned, ${hours(summary.open_h)} open, ${number(summary.short_h, 1)} h short`,
    ),
    ...(summary.riders_available > 0
      ? [
          line(
            'Shifts',
            `${number(plan.shifts.length)} for ${number(summary.riders_planned)} of ${number(summary.riders_available)} riders${fairness(plan)}`,
          ),
        ]
      : []),
    ...(plan.open.length > 0 ? [line('Open', openOf(plan))] : []),
    ...(plan.moves.length > 0 ? [line('Moves', `${number(plan.moves.length)} between zones`)] : []),
    ...plan.pools.map(({ zones, shared, saved_h, saved_to_book_h }) =>
      line(
        'Pool',
        shared
          ? `${zones.join(' + ')} share riders: ${number(saved_h)} h less required, ${number(saved_to_book_h)} h less to book`
          : `${zones.join(' + ')} would need ${number(saved_h)} h less together`,
      ),
    ),
    ...(summary.changes > 0 ? [line('Changes', `${number(summary.changes)} against the published plan`)] : []),
    ...forecast(plan),
    ...service(plan),
    line('Cost', `${number(cost.total, 2)}${parts(cost)}`),
    line(
      'Search',
      `${number(solver.iterations)} iterations in ${number(solver.elapsed_s, 1)} s, gap to the bound ${number(100 * solver.gap, 2)} %, seed ${solver.seed}`,
    ),
    ...shortages(plan),
    ...(plan.intraday ? now(plan.intraday) : []),
    ...(plan.scenarios.length > 0 ? ['', scenarioTable(plan.scenarios), ...hubs(plan.scenarios)] : []),
    ...plan.warnings.map(({ code, cause }) => line('Note', `${code}: ${cause}`)),
  ];
  return rows.join('\n');
}

/** Of a day under way hours are not spread. */
function fairness({ summary, intraday }: StaffingPlan): string {
  if (intraday) return '';
  return `; Gini of hours ${number(summary.gini_hours, 3)}, of peak hours ${number(summary.gini_peak, 3)}`;
}

/** `2026-03-02T11:30:00+01:00` -> `2026-03-02 11:30`. */
function clock(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

const hours = (value: number) => `${number(value)} h`;

function openOf({ open }: StaffingPlan): string {
  const riders = open.reduce((sum, each) => sum + each.riders, 0);
  const withBonus = open.filter(({ bonus_per_h }) => bonus_per_h > 0).length;
  return `${number(riders)} riders on ${number(open.length)} shifts to be offered, ${number(withBonus)} with a bonus`;
}

function parts({ total: _, ...rest }: StaffingPlan['cost']): string {
  const present = Object.entries(rest).filter(([, value]) => value !== 0);
  return present.length > 1 ? `: ${present.map(([name, value]) => `${name} ${number(value, 2)}`).join(', ')}` : '';
}

function forecast({ backtest }: StaffingPlan): string[] {
  if (!backtest) return [];
  const { forecast: own, seasonal_naive } = backtest.city;
  const percent = (value: number | null) => (value === null ? '-' : `${number(100 * value, 1)} %`);
  return [
    line(
      'Forecast',
      `off by ${percent(own.wmape)} in ${backtest.weeks.length} past weeks (last week repeated: ${percent(seasonal_naive.wmape)}), ${percent(own.coverage)} within 10-90 %`,
    ),
  ];
}

function service({ service: named, service_filled }: StaffingPlan): string[] {
  return [
    ...(named ? [serviceLine('Service', named)] : []),
    ...(service_filled ? [serviceLine('If filled', service_filled)] : []),
  ];
}

function serviceLine(name: string, found: NonNullable<StaffingPlan['service']>): string {
  const {
    click_to_door_mean_min: mean,
    click_to_door_p90_min: p90,
    late_share,
    undelivered,
    utilisation,
    days,
  } = found;
  const plusMinus = mean.half_width === null ? '' : ` ± ${number(mean.half_width, 1)}`;
  const facts = [
    `click to door ${number(mean.mean, 1)}${plusMinus} min`,
    `p90 ${number(p90.mean, 1)} min`,
    `late ${number(100 * late_share.mean, 1)} %`,
    `undelivered ${number(undelivered.mean, 1)}`,
    `busy ${number(100 * utilisation.mean)} %`,
  ];
  return line(name, `${facts.join(', ')}; ${days} ${days === 1 ? 'day' : 'days'} simulated`);
}

type Short = IntradayAnswer['shortages'][number] & { vehicle?: string | undefined };

function shortages({ shortages: all }: { shortages: Short[] }): string[] {
  if (all.length === 0) return [];
  // Those that miss most first.
  const listed = [...all]
    .sort((a, b) => b.riders - a.riders)
    .slice(0, MOST_LISTED)
    .map(({ zone, from, to, vehicle, riders, reason, cause }) =>
      item(
        `${zone} ${clock(from)} to ${to.slice(11, 16)}: ${number(riders, 1)} ${vehicle ?? 'riders'}, ${reason}: ${cause}`,
      ),
    );
  const more = all.length - listed.length;
  return [line('Short', number(all.length)), ...listed, ...(more > 0 ? [`  and ${number(more)} more`] : [])];
}

function now({
  now: at,
  moves,
  breaks,
  calls,
  releases,
  short_h_before,
  short_h_after,
  city_level,
  shortages: left,
}: IntradayAnswer): string[] {
  const time = (text: string) => text.slice(11, 16);
  const all = [
    ...moves.map(
      ({ rider, from, to, leaves, arrives }) => `move ${rider}: ${from} to ${to}, ${time(leaves)} to ${time(arrives)}`,
    ),
    ...breaks.map(({ rider, was, from }) => `break of ${rider}: ${time(was)} to ${time(from)}`),
    ...calls.map(({ rider, zone, from, to }) => `call ${rider}: ${zone}, ${time(from)} to ${time(to)}`),
    ...releases.map(({ rider, from }) => `release ${rider} from ${time(from)}`),
  ];
  return [
    line(
      'Now',
      `${clock(at)}: demand ${number(100 * city_level)} % of what was expected; ${number(short_h_before, 1)} rider-hours short, ${number(short_h_after, 1)} after:`,
    ),
    ...all.slice(0, 3 * MOST_LISTED).map(item),
    ...(all.length > 3 * MOST_LISTED ? [`  and ${all.length - 3 * MOST_LISTED} more`] : []),
    ...shortages({ shortages: left }),
  ];
}

/** Where new hubs go, of scenarios that ask for it. */
function hubs(rows: ScenarioRow[]): string[] {
  return rows.flatMap((row) =>
    row.hubs.map(({ zone, at, way_before_m, way_after_m }) => {
      const before = way_before_m === null ? 'without one' : `${number(way_before_m)} m before`;
      const place = `${number(at[0], 5)}, ${number(at[1], 5)}`;
      return line('Hub', `${row.id}: ${zone} at ${place}; ${number(way_after_m)} m to the nearest, ${before}`);
    }),
  );
}

/** A line per scenario. */
function scenarioTable(rows: ScenarioRow[]): string {
  const shown = (value: number | null, digits: number, unit = '') =>
    value === null ? '-' : `${number(value, digits)}${unit}`;
  const header = [
    '',
    'orders',
    'to book',
    'planned',
    'open',
    'short',
    'cost',
    'change',
    'late',
    'p90',
    'late as it is',
  ];
  const cells = rows.map((row) => [
    row.id,
    number(row.demand),
    ...[row.to_book_h, row.planned_h, row.open_h, row.short_h].map((value) => `${number(value, 1)} h`),
    number(row.cost, 0),
    `${row.cost_change > 0 ? '+' : ''}${number(row.cost_change, 0)}`,
    shown(row.late_share === null ? null : 100 * row.late_share, 1, ' %'),
    shown(row.click_to_door_p90_min, 1, ' min'),
    shown(row.late_share_unchanged === null ? null : 100 * row.late_share_unchanged, 1, ' %'),
  ]);
  return table([header, ...cells]);
}
