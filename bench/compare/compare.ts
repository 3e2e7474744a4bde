import { gapPercent, mean } from '../figures.ts';
import { keyOf } from '../quality/cases.ts';
import { budgetText, isHierarchical, isValid } from '../quality/groups.ts';
import type { QualityRecord, QualityReport } from '../quality/record.ts';
import { costText, digits, markdownTable, signed } from '../table.ts';

/** One search in both reports. */
interface Pair {
  before: QualityRecord;
  after: QualityRecord;
}

/** Searches of one instance with one budget in both reports; figures are means over the seeds. */
interface Row {
  /** With its budget, where there are several. */
  set: string;
  instance: string;
  /** Costs; null: not valid. */
  before: number | null;
  after: number | null;
  /** Before and after, where they come first. */
  vehicles: [number, number] | null;
  /** Of the searches that have one in both reports. */
  gapBefore: number | null;
  gapAfter: number | null;
  /** Of cost, in percent; where vehicles come first, of the searches with as many of them. */
  change: number | null;
  /** -1: better, 1: worse; null: not valid. */
  sign: number | null;
}

/** Searches without a partner that are named. */
const MOST_NAMED = 10;

/** What makes figures of two reports incomparable; empty where nothing does. */
export function differences(before: QualityReport, after: QualityReport): string[] {
  const shown = ({ machine }: QualityReport) => `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`;
  const budgets = ({ records }: QualityReport) => [...new Set(records.map(budgetText))].sort().join('; ');
  const seeds = ({ records }: QualityReport) => [...new Set(records.map(({ seed }) => seed))].sort().join();
  const told = (what: string, of: (report: QualityReport) => string) =>
    of(before) === of(after) ? [] : [`${what}: ${of(before)} against ${of(after)}`];
  return [...told('machine', shown), ...told('budget', budgets), ...told('seeds', seeds)];
}

/** A table per instance and the mean of each set, for what is valid in both reports; and what is in one alone. */
export function compareMarkdown(before: QualityReport, after: QualityReport): string {
  const rows = rowsOf(pairUp(before.records, after.records));
  const sets = [...new Set(rows.map(({ set }) => set))];
  const counted = rows.some(({ vehicles }) => vehicles !== null);
  const warnings = [
    ...differences(before, after).map((text) => `- not the same ${text}`),
    ...aloneIn(before, after),
    ...aloneIn(after, before),
  ];
  const vehicles = counted ? ['vehicles before', 'vehicles after'] : [];
  return [
    `# ${before.name} (${before.machine.commit}) against ${after.name} (${after.machine.commit})`,
    '',
    ...(warnings.length > 0 ? [...warnings, ''] : []),
    markdownTable(
      ['set', 'instances', ...vehicles, 'gap % before', 'gap % after', 'change', 'better', 'worse', 'equal'],
      sets.map((set) => setCells(set, rows, counted)),
    ),
    '',
    markdownTable(
      ['set', 'instance', ...vehicles, 'before', 'after', 'gap % before', 'gap % after', 'change %'],
      rows.map((row) => rowCells(row, counted)),
    ),
    '',
  ].join('\n');
}

function pairUp(before: QualityRecord[], after: QualityRecord[]): Pair[] {
  const later = new Map(after.map((record) => [keyOf(record), record]));
  return before.flatMap((record) => {
    const other = later.get(keyOf(record));
    return other === undefined ? [] : [{ before: record, after: other }];
  });
}

function aloneIn({ name, records }: QualityReport, other: QualityReport): string[] {
  const known = new Set(other.records.map(keyOf));
  const alone = records.map(keyOf).filter((key) => !known.has(key));
  if (alone.length === 0) return [];
  const rest = alone.length > MOST_NAMED ? `; and ${alone.length - MOST_NAMED} more` : '';
  return [`- only in ${name}, and not compared: ${alone.slice(0, MOST_NAMED).join('; ')}${rest}`];
}

function rowsOf(pairs: Pair[]): Row[] {
  const severalIn = (set: string) =>
    new Set(pairs.filter(({ before }) => before.set === set).map(({ before }) => budgetText(before))).size > 1;
  const several = new Map([...new Set(pairs.map(({ before }) => before.set))].map((set) => [set, severalIn(set)]));
  const nameOf = ({ before }: Pair) => (several.get(before.set) ? `${before.set}, ${budgetText(before)}` : before.set);
  const own = Map.groupBy(pairs, (pair) => JSON.stringify([nameOf(pair), pair.before.instance]));
  return [...own.values()].map((some) => rowOf(nameOf(some[0]!), some));
}

function rowOf(set: string, pairs: Pair[]): Row {
  const { instance } = pairs[0]!.before;
  const [before, after] = meanCosts(pairs);
  const gaps = pairs.map(gapsOf).filter(([one, other]) => one !== null && other !== null);
  const row = {
    set,
    instance,
    before,
    after,
    gapBefore: mean(gaps.map(([gap]) => gap)),
    gapAfter: mean(gaps.map(([, gap]) => gap)),
  };
  if (before === null || after === null) return { ...row, vehicles: null, change: null, sign: null };
  if (!pairs.some(areCounted))
    return { ...row, vehicles: null, change: gapPercent(after, before), sign: Math.sign(after - before) };
  const routes = ({ judge }: QualityRecord) => judge!.routes;
  const vehicles = [
    mean(pairs.map((pair) => routes(pair.before)))!,
    mean(pairs.map((pair) => routes(pair.after)))!,
  ] satisfies [number, number];
  // A cost with more vehicles is no better for being lower.
  const [was, is] = meanCosts(pairs.filter((pair) => routes(pair.before) === routes(pair.after)));
  const change = gapPercent(is, was);
  return { ...row, vehicles, change, sign: Math.sign(vehicles[1] - vehicles[0]) || Math.sign(change ?? 0) };
}

const areCounted = ({ before, after }: Pair) => isHierarchical(before.judge) || isHierarchical(after.judge);

/** Null where one of the runs is not valid: a mean over the rest would hide it. */
function meanCosts(pairs: Pair[]): [number | null, number | null] {
  const of = (records: QualityRecord[]) =>
    records.every(isValid) ? mean(records.map(({ judge }) => judge?.cost ?? null)) : null;
  return [of(pairs.map(({ before }) => before)), of(pairs.map(({ after }) => after))];
}

/** Both to the same best known cost; null where the vehicles are not as many as it has. */
function gapsOf({ before, after }: Pair): [number | null, number | null] {
  const bks = before.judge?.bks ?? after.judge?.bks ?? null;
  const routes = before.judge?.bks_routes ?? after.judge?.bks_routes ?? null;
  const gap = (record: QualityRecord) =>
    isValid(record) && (routes === null || record.judge!.routes === routes)
      ? gapPercent(record.judge!.cost, bks)
      : null;
  return [gap(before), gap(after)];
}

function setCells(set: string, rows: Row[], counted: boolean): string[] {
  const both = rows.filter((row) => row.set === set && row.sign !== null);
  const known = both.filter(({ gapBefore }) => gapBefore !== null);
  const [before, after] = [mean(known.map(({ gapBefore }) => gapBefore)), mean(known.map(({ gapAfter }) => gapAfter))];
  const change = before === null || after === null ? null : after - before;
  const count = (sign: number) => String(both.filter((row) => row.sign === sign).length);
  const vehicles = [0, 1].map((side) => mean(both.map((row) => row.vehicles?.[side] ?? null)));
  return [
    ...[set, String(both.length), ...(counted ? vehicles.map((value) => digits(value, 2)) : [])],
    ...[digits(before, 3), digits(after, 3), signed(change, 3), count(-1), count(1), count(0)],
  ];
}

function rowCells({ set, instance, before, after, vehicles, gapBefore, gapAfter, change }: Row, counted: boolean) {
  const shown = (cost: number | null) => (cost === null ? 'NOT VALID' : costText(cost));
  return [
    ...[set, instance, ...(counted ? [0, 1].map((side) => digits(vehicles?.[side], 1)) : [])],
    ...[shown(before), shown(after), digits(gapBefore, 3), digits(gapAfter, 3), signed(change, 3)],
  ];
}
