import { mean } from '../figures.ts';
import { gapOf, isValid, meanOf } from '../quality/groups.ts';
import type { QualityRecord, QualityReport } from '../quality/record.ts';
import { SET_TARGETS, STEADY_WITHIN } from '../quality/targets.ts';
import { verdictText } from '../quality/verdict.ts';
import { digits, markdownTable } from '../table.ts';

/** How much the mean gap of a set moves when only luck changes. */
export interface Steadiness {
  set: string;
  instances: number;
  /** Mean over all variants. */
  gap: number | null;
  /** Mean gap of each seed on the input as it is, and of each order of the input. */
  seeds: number[];
  orders: number[];
  /** How far the mean of a variant is from the mean of all, at most. */
  moved: number | null;
  /** Standard deviation of one instance's gap, over its variants. */
  deviation: number | null;
  /** Twice the standard deviation that the mean of the whole set then has. */
  expected: number | null;
  /** What was seen where the whole set was solved, else what is to be expected of it, against the target. */
  met: boolean | null;
}

const variantOf = ({ seed, shuffle }: QualityRecord) => (shuffle === undefined ? `seed ${seed}` : `order ${shuffle}`);

export function steadinessOf(records: QualityRecord[]): Steadiness[] {
  return [...Map.groupBy(records, ({ set }) => set)].map(([set, own]) => {
    const variants = new Set(own.map(variantOf)).size;
    const whole = complete(own, variants);
    const byVariant = [...Map.groupBy(whole, variantOf)].map(([variant, list]) => ({
      variant,
      gap: meanOf(list, gapOf)!,
    }));
    const gaps = byVariant.map(({ gap }) => gap);
    const gap = mean(gaps);
    const instances = new Set(whole.map(({ instance }) => instance)).size;
    const count = SET_TARGETS.find((target) => target.set === set)?.count ?? instances;
    const deviation = deviationOf(whole);
    const moved = gap === null || gaps.length < 2 ? null : Math.max(...gaps.map((one) => Math.abs(one - gap)));
    const expected = deviation === null ? null : (2 * deviation) / Math.sqrt(count);
    const judged = instances === count ? moved : expected;
    return {
      ...{ set, instances, gap, moved, deviation, expected },
      seeds: byVariant.filter(({ variant }) => variant.startsWith('seed')).map((one) => one.gap),
      orders: byVariant.filter(({ variant }) => variant.startsWith('order')).map((one) => one.gap),
      met: judged === null ? null : judged < STEADY_WITHIN,
    };
  });
}

/** Instances with a gap in every variant: others would move the mean by being absent. */
function complete(records: QualityRecord[], variants: number): QualityRecord[] {
  return [...Map.groupBy(records, ({ instance }) => instance).values()].flatMap((own) => {
    const usable = own.filter((record) => isValid(record) && gapOf(record) !== null);
    return usable.length === variants ? usable : [];
  });
}

/** Pooled over the instances; null where none has two variants. */
function deviationOf(records: QualityRecord[]): number | null {
  const variances = [...Map.groupBy(records, ({ instance }) => instance).values()].flatMap((own) => {
    const gaps = own.map((record) => gapOf(record)!);
    const middle = mean(gaps)!;
    return gaps.length < 2 ? [] : [gaps.reduce((sum, gap) => sum + (gap - middle) ** 2, 0) / (gaps.length - 1)];
  });
  const variance = mean(variances);
  return variance === null ? null : Math.sqrt(variance);
}

/** Whether one search, made twice with counted iterations, wrote the same routes twice. */
export interface Repeat {
  set: string;
  instance: string;
  same: boolean;
}

export function steadyMarkdown(report: QualityReport, repeats: Repeat[]): string {
  const { machine, records, planned = records.length } = report;
  const [first] = records;
  const span = (gaps: number[]) =>
    gaps.length === 0 ? '-' : `${Math.min(...gaps).toFixed(3)} to ${Math.max(...gaps).toFixed(3)}`;
  const rows = steadinessOf(records).map(({ set, instances, gap, seeds, orders, moved, deviation, expected, met }) => [
    ...[set, String(instances), digits(gap, 3), `${seeds.length}: ${span(seeds)}`, `${orders.length}: ${span(orders)}`],
    ...[digits(moved, 3), digits(deviation, 3), digits(expected, 3), verdictText(met)],
  ]);
  const header = ['set', 'instances', 'gap %', 'seeds', 'orders', 'moved', 'deviation', 'expected', 'verdict'];
  return [
    `# Steadiness: ${report.name}`,
    '',
    `${report.startedAt}. ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, commit ${machine.commit ?? 'unknown'}; ` +
      `load ${report.load_before} before. ${first?.time_s ?? '?'} s per search, ${first?.threads ?? '?'} threads.`,
    '',
    ...(records.length < planned ? [`Not finished: ${records.length} of ${planned} searches.`, ''] : []),
    'Mean gap of the instances with several seeds, and with the tasks of the file in several orders (seed 1). Moved: how far the',
    'mean of one variant is from the mean of all, at most. Deviation: of a single instance. Expected: twice the standard deviation',
    `that follows for the mean of the whole set. Target: less than ${STEADY_WITHIN}, seen where the whole set was solved, else expected.`,
    '',
    markdownTable(header, rows),
    '',
    ...repeatLines(repeats),
  ].join('\n');
}

function repeatLines(repeats: Repeat[]): string[] {
  if (repeats.length === 0) return [];
  const other = repeats.filter(({ same }) => !same).map(({ set, instance }) => `${set} ${instance}`);
  const verdict = other.length === 0 ? 'the same plan each time' : `NOT THE SAME PLAN: ${other.join(', ')}`;
  return [`The same seed, iterations and threads, twice on ${repeats.length} instances: ${verdict}.`, ''];
}
