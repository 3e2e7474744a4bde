import { mean } from '../figures.ts';
import { gapOf, isValid } from '../quality/groups.ts';
import type { QualityRecord, QualityReport } from '../quality/record.ts';
import { digits, markdownTable, signed } from '../table.ts';

/** What switching a part off does. */
export interface PartEffect {
  part: string;
  /** Searches that were made with the part and without it. */
  pairs: number;
  gap: number | null;
  /** Mean of the gaps without the part less those with it, in percent points: what the part is worth. */
  change: number | null;
  /** Twice the standard error of that mean: a change within it may be luck. Null: too few pairs. */
  noise: number | null;
  better: number;
  worse: number;
  /** Iterations without the part, as a multiple of those with it. */
  speed: number | null;
}

const WHOLE = 'nothing';
const partOf = ({ without }: QualityRecord) => without?.join(' + ') ?? WHOLE;
const searchOf = ({ set, instance, seed }: QualityRecord) => `${set}/${instance}, seed ${seed}`;

/** Each part against the whole search, instance by instance and seed by seed; those worth most come first. */
export function partEffects(records: QualityRecord[]): { whole: number | null; effects: PartEffect[] } {
  const usable = records.filter((record) => isValid(record) && gapOf(record) !== null);
  const byPart = Map.groupBy(usable, partOf);
  const whole = new Map((byPart.get(WHOLE) ?? []).map((record) => [searchOf(record), record]));
  const effects = [...byPart].flatMap(([part, own]) => (part === WHOLE ? [] : [effectOf(part, own, whole)]));
  effects.sort((a, b) => (b.change ?? 0) - (a.change ?? 0));
  return { whole: mean([...whole.values()].map(gapOf)), effects };
}

function effectOf(part: string, own: QualityRecord[], whole: Map<string, QualityRecord>): PartEffect {
  const pairs = own.flatMap((record) => {
    const other = whole.get(searchOf(record));
    return other === undefined ? [] : [{ record, other, change: gapOf(record)! - gapOf(other)! }];
  });
  const changes = pairs.map(({ change }) => change);
  return {
    part,
    pairs: pairs.length,
    gap: mean(pairs.map(({ record }) => gapOf(record))),
    change: mean(changes),
    noise: twiceStandardError(changes),
    better: changes.filter((change) => change < 0).length,
    worse: changes.filter((change) => change > 0).length,
    speed: mean(
      pairs.map(({ record, other }) =>
        other.solved!.iterations > 0 ? record.solved!.iterations / other.solved!.iterations : null,
      ),
    ),
  };
}

/** Null for fewer than three values. */
export function twiceStandardError(values: number[]): number | null {
  if (values.length < 3) return null;
  const middle = mean(values)!;
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
  return 2 * Math.sqrt(variance / values.length);
}

export function ablationMarkdown(report: QualityReport): string {
  const { machine, records, planned = records.length } = report;
  const { whole, effects } = partEffects(records);
  const [first] = records;
  const searches = new Set(records.map(searchOf));
  const table = markdownTable(
    ['without', 'searches', 'gap %', 'change', 'noise', 'better', 'worse', 'iterations x'],
    effects.map(({ part, pairs, gap, change, noise, better, worse, speed }) => [
      ...[part, String(pairs), digits(gap, 3), signed(change, 3), noise === null ? '-' : noise.toFixed(3)],
      ...[String(better), String(worse), digits(speed, 2)],
    ]),
  );
  return [
    `# Ablation: ${report.name}`,
    '',
    `${report.startedAt}. ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, commit ${machine.commit ?? 'unknown'}; ` +
      `load ${report.load_before} before. ${first?.time_s ?? '?'} s per search, ${first?.threads ?? '?'} threads.`,
    '',
    ...(records.length < planned ? [`Not finished: ${records.length} of ${planned} searches.`, ''] : []),
    `The whole search: mean gap ${digits(whole, 3)} % over ${searches.size} searches. Each line: one part of it switched off, in the same`,
    'time, on the same instances with the same seeds. Change: what the gap gains without the part (the part is worth that much);',
    'noise: twice the standard error of the change, a change within it may be luck.',
    '',
    table,
    '',
    `Instances: ${[...new Set(records.map(({ set, instance }) => `${set} ${instance}`))].join(', ')}.`,
    '',
  ].join('\n');
}
