import { mean, median } from '../figures.ts';
import { busyWarning } from '../machine.ts';
import { gapOf } from '../quality/groups.ts';
import type { QualityRecord } from '../quality/record.ts';
import { SCALE_TARGETS } from '../quality/targets.ts';
import { verdictText } from '../quality/verdict.ts';
import { digits, markdownTable, signed } from '../table.ts';
import type { FirstFigures, ScaleReport, SearchFigures, ThreadFigures } from './record.ts';

/** Below a target, or null where there is none; what could not be measured misses it. */
const within = (value: number | null, most: number | undefined) =>
  most === undefined ? null : value !== null && value <= most;

/** Fewer iterations have no time of their own. */
const LEAST_ITERATIONS = 1000;

/**
 * Processor microseconds of an iteration, from where the trace first has some on; null where there were few. Of what the search
 * got of the processor, not by the clock: on a busy machine that says little.
 */
export function iterationMicros({ search, wall_s, cpu_s }: SearchFigures): number | null {
  if (!search?.since || wall_s === null || cpu_s === null) return null;
  const iterations = search.iterations - search.since.iterations;
  if (iterations < LEAST_ITERATIONS) return null;
  const share = (search.elapsed_s - search.since.elapsed_s) / wall_s;
  return (1e6 * cpu_s * share) / iterations;
}

/** Two threads against one, on the instances that both have a gap of. */
export function threadFigures(records: QualityRecord[]): ThreadFigures {
  const { one_s, two_s } = SCALE_TARGETS.threads;
  const known = (threads: number) => records.filter((one) => one.threads === threads && gapOf(one) !== null);
  const nameOf = ({ set, instance }: QualityRecord) => `${set}/${instance}`;
  const [one, two] = [known(1), known(2)];
  const own = new Set(one.map(nameOf));
  const both = new Set(two.map(nameOf).filter((name) => own.has(name)));
  const gap = (some: QualityRecord[]) => mean(some.filter((record) => both.has(nameOf(record))).map(gapOf));
  return { one: { time_s: one_s, gap: gap(one) }, two: { time_s: two_s, gap: gap(two) }, instances: both.size };
}

/** Cost gained in each quarter of the search, in percent of the first plan's. */
export function gains({ search }: SearchFigures): (number | null)[] {
  const costs = search?.costs ?? [];
  const [start] = costs;
  return costs.slice(1).map((cost, i) => {
    const before = costs[i];
    return start && cost !== null && before !== null && before !== undefined ? (100 * (before - cost)) / start : null;
  });
}

/** How many times an iteration takes as long at the larger size of the target as at the smaller; null: not measured. */
export function growthOf(searches: SearchFigures[]): number | null {
  const { from, to } = SCALE_TARGETS.growth;
  const micros = (n: number) => {
    const own = searches.filter((one) => one.n === n && one.threads === 1).flatMap((one) => iterationMicros(one) ?? []);
    return median(own);
  };
  const [small, large] = [micros(from), micros(to)];
  return small === null || large === null ? null : large / small;
}

export function scaleMarkdown(report: ScaleReport): string {
  const { machine, figures, threads } = report;
  const firsts = figures.filter((one) => one.what === 'first');
  const searches = figures.filter((one) => one.what === 'search');
  const warning = busyWarning(report.load_before, machine.cores);
  return [
    `# Scale: ${report.name}`,
    '',
    `${report.startedAt}. ${machine.cpu}, ${machine.cores} cores, ${machine.memory_gb} GB, Node ${machine.node}, ` +
      `commit ${machine.commit ?? 'unknown'}; load ${report.load_before} before, ${report.load_after} after.`,
    '',
    ...(warning === null ? [] : [`Not quiet: ${warning}.`, '']),
    'Generated days of stops spread evenly over a square, capacity only, distances from coordinates; each in a process of its own.',
    '',
    ...(firsts.length === 0 ? [] : ['## First plan', '', firstTable(firsts), '']),
    ...(searches.length === 0 ? [] : ['## Time limits and memory', '', limitTable(searches), '']),
    ...(searches.length === 0 ? [] : ['## Iterations', '', ...iterationSection(searches), '']),
    ...(threads === null ? [] : ['## Two threads against one', '', threadText(threads), '']),
  ].join('\n');
}

function firstTable(firsts: FirstFigures[]): string {
  const rows = [...Map.groupBy(firsts, ({ n }) => n)].map(([n, own]) => {
    const compile_s = median(own.flatMap((one) => one.compile_s ?? []));
    const times = own.flatMap((one) => one.first_s ?? []);
    const first_s = median(times);
    const target = SCALE_TARGETS.first_s[n];
    const ms = (seconds: number | null | undefined) => digits(seconds == null ? null : seconds * 1000, 0);
    const verdict = own.find(({ error }) => error !== null)?.error ?? verdictText(within(first_s, target));
    return [
      String(n),
      String(own.length),
      ms(compile_s),
      ms(first_s),
      ms(times.length === 0 ? null : Math.max(...times)),
      ms(target),
      verdict,
    ];
  });
  const header = ['tasks', 'times', 'compiling ms', 'then first plan ms', 'slowest', 'target', 'verdict'];
  return markdownTable(header, rows);
}

function limitTable(searches: SearchFigures[]): string {
  const rows = searches.map(({ n, time_s, threads, wall_s, peak_mb, search, error }) => {
    const over_s = wall_s === null ? null : wall_s - time_s;
    const kept = search !== null && over_s !== null && over_s <= SCALE_TARGETS.over_s;
    const over_ms = over_s === null ? null : over_s * 1000;
    const most = SCALE_TARGETS.peak_mb[n];
    return [
      ...[String(n), String(time_s), String(threads), digits(wall_s, 2), signed(over_ms, 0), verdictText(kept)],
      ...[digits(search?.first_s, 2), digits(peak_mb, 0), digits(most, 0)],
      verdictText(within(search === null ? null : peak_mb, most)),
      error ?? (search?.unassigned ? `${search.unassigned} left out` : ''),
    ];
  });
  const times = ['tasks', 'limit s', 'threads', 'wall s', 'beyond ms', `within ${SCALE_TARGETS.over_s * 1000}`];
  return markdownTable([...times, 'first plan s', 'MB', 'target', 'verdict', 'remark'], rows);
}

/** What share of its threads a search got, in percent. */
const processorOf = ({ cpu_s, wall_s, threads }: SearchFigures) =>
  cpu_s === null || wall_s === null ? null : (100 * cpu_s) / (wall_s * threads);

function iterationSection(searches: SearchFigures[]): string[] {
  const rows = searches
    .filter(({ search }) => search !== null)
    .map((one) => [
      ...[String(one.n), String(one.time_s), String(one.threads), String(one.search!.iterations)],
      digits(iterationMicros(one), 2),
      digits(processorOf(one), 0),
      ...gains(one).map((gain) => digits(gain, 2)),
    ]);
  const growth = growthOf(searches);
  const { from, to, times } = SCALE_TARGETS.growth;
  const quarters = ['1st quarter %', '2nd', '3rd', '4th'];
  return [
    'Processor microseconds per iteration, without the way to the first ones, what share of its threads the search got, and what each',
    'quarter of the search gains, in percent of the first plan’s cost.',
    '',
    markdownTable(['tasks', 'limit s', 'threads', 'iterations', 'µs', 'processor %', ...quarters], rows),
    '',
    growth === null
      ? `Growth from ${from} to ${to} tasks: not measured.`
      : `Growth from ${from} to ${to} tasks, one thread: ${growth.toFixed(2)} times (target: less than ${times}): ` +
        `${verdictText(growth < times)}.`,
  ];
}

function threadText({ one, two, instances }: ThreadFigures): string {
  const met = one.gap !== null && two.gap !== null && two.gap <= one.gap;
  return (
    `${instances} instances: one thread in ${one.time_s} s ${digits(one.gap, 3)} %, two threads in ${two.time_s} s ` +
    `${digits(two.gap, 3)} % (target: no more): ${verdictText(met)}.`
  );
}
