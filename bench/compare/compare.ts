import { gapPercent, mean } from '../figures.ts';
import { budgetText, isValid } from '../quality/groups.ts';
import type { QualityRecord, QualityReport } from '../quality/record.ts';

import { costText, digits, markdownTable, signed } from '../table.ts';

/** An instance in both reports; costs are means over the seeds. */
interface Pair {
  set: string;
  instance: string;
  before: number | null;
  after: number | null;
  bks: number | null;
}

/** What makes figures of two reports incomparable; empty where nothing does. */
export function differences(before: QualityReport, after: QualityReport): string[] {
  const shown = ({ machine }: QualityReport) => `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`;
  const budgets = ({ records }: QualityReport) => [...new Set(records.map(budgetText))].sort().join('; ');
  const seeds = ({ records }: QualityReport) => [...new Set(records.map(({ seed }) => seed))].sort().join();
  const told = (what: string, of: (report: QualityReport) => string) =>
    of(before) === of(after) ? [] : [`${what}: ${of(before)} against ${of(after)}`];
  return [...told('machine', shown), ...told('budget', budgets), ...told('seeds', seeds)];
}

/** A table per instance and the mean of each set, for what is valid in both reports. */
export function compareMarkdown(before: QualityReport, after: QualityReport): string {
  const pairs = pairUp(before.records, after.records);
  const sets = [...new Set(pairs.map(({ set }) => set))];
  const warnings = differences(before, after).map((text) => `- not the same ${text}`);
  return [
    `# ${before.name} (${before.machine.commit}) against ${after.name} (${after.machine.commit})`,
    '',
    ...(warnings.length > 0 ? [...warnings, ''] : []),
    markdownTable(
      ['set', 'instances', 'gap % before', 'gap % after', 'change', 'better', 'worse', 'equal'],
      sets.map((set) => setRow(set, pairs)),
    ),
    '',
    markdownTable(
      ['set', 'instance', 'before', 'after', 'gap % before', 'gap % after', 'change %'],
      pairs.map(pairRow),
    ),
    '',
  ].join('\n');
}

function pairUp(before: QualityRecord[], after: QualityRecord[]): Pair[] {
  const key = ({ set, instance }: QualityRecord) => `${set}/${instance}`;
  const later = Map.groupBy(after, key);
  return [...Map.groupBy(before, key)].flatMap(([name, own]) => {
    const other = later.get(name);
    if (!other) return [];
    const { set, instance } = own[0]!;
    const bks = own[0]!.judge?.bks ?? other[0]!.judge?.bks ?? null;
    return [{ set, instance, before: meanCost(own), after: meanCost(other), bks }];
  });
}

/** Null where one of the runs is not valid: a mean over the rest would hide it. */
function meanCost(records: QualityRecord[]): number | null {
  return records.every(isValid) ? mean(records.map(({ judge }) => judge?.cost ?? null)) : null;
}

function setRow(set: string, pairs: Pair[]): string[] {
  const both = pairs.filter((pair) => pair.set === set && pair.before !== null && pair.after !== null);
  const [gapBefore, gapAfter] = [
    mean(both.map(({ before, bks }) => gapPercent(before, bks))),
    mean(both.map(({ after, bks }) => gapPercent(after, bks))),
  ];
  const change = gapBefore === null || gapAfter === null ? null : gapAfter - gapBefore;
  const count = (sign: number) => both.filter(({ before, after }) => Math.sign(after! - before!) === sign).length;
  const figures = [digits(gapBefore, 3), digits(gapAfter, 3), signed(change, 3)];
  return [set, String(both.length), ...figures, String(count(-1)), String(count(1)), String(count(0))];
}

function pairRow({ set, instance, before, after, bks }: Pair): string[] {
  const shown = (cost: number | null) => (cost === null ? 'NOT VALID' : costText(cost));
  return [
    set,
    instance,
    shown(before),
    shown(after),
    digits(gapPercent(before, bks), 3),
    digits(gapPercent(after, bks), 3),
    signed(gapPercent(after, before), 3),
  ];
}
