import { parseJson } from '../../src/contract/limits.ts';
import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import { staff } from '../../src/jobs/staffing.ts';
import { createSolverPool } from '../../src/pool/pool.ts';
import { digits, markdownTable } from '../table.ts';
import type { StaffingFigures } from './figures.ts';
import { roadCity } from './road-city.ts';

/** Share of the limit that a request asks for: reading it, the judge and writing the plan come on top. */
const ASKED = 0.95;
const SEED = 1;

/**
 * Requests as users send them, from their text to the text of the judged plan, within 60 s and 600 s or `ROAD_SCALE` times as much of
 * wall time.
 */
export async function roadBench(): Promise<StaffingFigures> {
  const scale = Number(process.env.ROAD_SCALE ?? 1);
  const rows = [await drive(30, 500, 60 * scale), await drive(200, 5000, 600 * scale)];
  const header = ['zones', 'riders', 'limit s', 'wall s', 'CPU s', 'MB', 'roster cost', 'bound', 'gap %', 'to book h'];
  const more = ['open h', 'short h', 'Gini', 'late %', 'roster s', 'moves s', 'simulated s', 'request MB', 'plan MB'];
  const cells = rows.map((row) => [
    String(row.zones),
    String(row.riders),
    digits(row.limit_s, 0),
    digits(row.wall_s, 1),
    digits(row.cpu_s, 1),
    digits(row.memory_mb, 0),
    digits(row.roster_cost, 0),
    digits(row.bound, 0),
    digits(100 * row.gap, 2),
    digits(row.to_book_h, 0),
    digits(row.open_h, 0),
    digits(row.short_h, 0),
    digits(row.gini, 3),
    digits(100 * row.late_share, 1),
    digits(row.steps.roster ?? 0, 1),
    digits(row.steps.moves ?? 0, 1),
    digits(row.steps.simulation ?? 0, 1),
    digits(row.request_mb, 2),
    digits(row.plan_mb, 2),
  ]);
  return { seeds: [SEED], threads: 1, results: rows, markdown: markdownTable([...header, ...more], cells) };
}

async function drive(zones: number, riders: number, limit_s: number) {
  const text = JSON.stringify(roadCity(zones, riders, ASKED * limit_s, SEED));
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const json = parseJson(text);
  if (!json.ok) throw new Error('the request is no JSON');
  const parsed = parseStaffing(json.value);
  if (!parsed.ok) throw new Error(`the request is refused: ${JSON.stringify(parsed.errors.slice(0, 3))}`);
  const pool = createSolverPool({ threads: 1 });
  const staffed = await staff(parsed.value, pool);
  if (!staffed.ok) throw new Error(`no plan: ${JSON.stringify(staffed.errors.slice(0, 3))}`);
  const answer = JSON.stringify(staffed.plan);
  const wall_s = (performance.now() - began) / 1000;
  const used = process.cpuUsage(cpu);
  await pool.close();
  const { solver, summary, service } = staffed.plan;
  return {
    zones,
    riders,
    limit_s,
    wall_s,
    cpu_s: (used.user + used.system) / 1e6,
    memory_mb: process.resourceUsage().maxRSS / 1024,
    request_mb: text.length / 1e6,
    plan_mb: answer.length / 1e6,
    roster_cost: solver.roster_cost,
    bound: solver.bound,
    gap: solver.gap,
    iterations: solver.iterations,
    to_book_h: summary.to_book_h,
    open_h: summary.open_h,
    short_h: summary.short_h,
    gini: summary.gini_hours,
    late_share: service?.late_share.mean ?? Number.NaN,
    steps: Object.fromEntries(solver.steps.map(({ name, elapsed_s }) => [name, elapsed_s])) as Record<string, number>,
  };
}
