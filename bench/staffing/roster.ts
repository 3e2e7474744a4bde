import { loadHighs } from '../../src/staffing/highs.ts';
import { planRoster } from '../../src/staffing/roster/index.ts';
import type { Roster, RosterProblem } from '../../src/staffing/roster/types.ts';
import { digits, markdownTable } from '../table.ts';
import type { StaffingFigures } from './figures.ts';
import { city } from './roster-instances.ts';
import { sampleWeek } from './roster-week.ts';

/** Processor time: wall time says little on a busy machine. */
const cpu_s = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const WEEK_SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

interface Row {
  name: string;
  riders: number;
  cells: number;
  seed: number;
  limit_s: number | null;
  cpu_s: number;
  wall_s: number;
  memory_mb: number;
  cost: number;
  bound: number;
  gap: number;
  boundBy: Roster['boundBy'];
  iterations: number;
  short: number;
  gini: number;
  gini_peak: number;
  /** Cost of spreading hours, share of the cost before. */
  extra: number;
}

/**
 * Scale: 30 zones x 500 riders and 200 zones x 5,000 riders of one day of quarter hours against limits of processor time, 60 s and
 * 600 s or `ROSTER_SCALE` times as much; and two small ones with the exact bound.
 */
export const rosterBench = () => measure('scale');

/** Fairness on the sample week, as the chain of a plan comes to it. */
export const fairnessBench = () => measure('week');

async function measure(what: 'scale' | 'week'): Promise<StaffingFigures> {
  const highs = await loadHighs();
  const scale = Number(process.env.ROSTER_SCALE ?? 1);
  const rows: Row[] = [];
  const run = (name: string, problem: RosterProblem, seed: number, limit_s: number | null, iterations?: number) => {
    const [cpu, wall] = [cpu_s(), performance.now()];
    const options = { seed, ...(limit_s === null ? {} : { time_s: limit_s }), ...(iterations ? { iterations } : {}) };
    const roster = planRoster(problem, options, { elapsed_s: cpu_s, ...(limit_s === null ? {} : { highs }) });
    rows.push({
      name,
      riders: problem.riders.length,
      cells: problem.zones * problem.slots,
      seed,
      limit_s,
      cpu_s: cpu_s() - cpu,
      wall_s: (performance.now() - wall) / 1000,
      memory_mb: process.resourceUsage().maxRSS / 1024,
      cost: roster.cost.total,
      bound: roster.bound,
      gap: roster.gap,
      boundBy: roster.boundBy,
      iterations: roster.iterations,
      short: roster.shortages.length,
      gini: roster.fairness.giniHours,
      gini_peak: roster.fairness.giniPeak,
      extra: roster.cost.total / roster.fairness.costBefore - 1,
    });
    console.error(JSON.stringify(rows.at(-1)));
  };
  const day = { days: 1, slot_s: 900, seed: 1 };
  if (what === 'week') for (const seed of WEEK_SEEDS) run('week', sampleWeek(), seed, null, 8000);
  else {
    run('40 riders, a day', city({ ...day, zones: 4, riders: 40 }), 1, 20 * scale);
    run('120 riders, a day', city({ ...day, zones: 10, riders: 120 }), 1, 30 * scale);
    run('30 zones', city({ ...day, zones: 30, riders: 500 }), 1, 60 * scale);
    run('200 zones', city({ ...day, zones: 200, riders: 5000 }), 1, 600 * scale);
  }
  const header = ['case', 'riders', 'cells', 'seed', 'CPU s', 'wall s', 'MB', 'cost', 'bound', 'gap %', 'bound by'];
  const fair = ['Gini hours', 'Gini peak', 'extra cost %'];
  const cells = rows.map((row) => [
    row.name,
    String(row.riders),
    String(row.cells),
    String(row.seed),
    digits(row.cpu_s, 1),
    digits(row.wall_s, 1),
    digits(row.memory_mb, 0),
    digits(row.cost, 0),
    digits(row.bound, 0),
    digits(100 * row.gap, 2),
    row.boundBy,
    digits(row.gini, 4),
    digits(row.gini_peak, 4),
    digits(100 * row.extra, 2),
  ]);
  return {
    seeds: what === 'week' ? WEEK_SEEDS : [1],
    threads: 1,
    results: rows,
    markdown: markdownTable([...header, ...fair], cells),
  };
}
