import { ANYTIME_S, gapPercent, mean } from '../figures.ts';
import { costText, digits, markdownTable, signed } from '../table.ts';
import type { QualityRecord, QualityReport, Verdict } from './record.ts';

/** The report for people: one table per set, with its means, and what it was measured on. */
export function qualityMarkdown(report: QualityReport): string {
  const { machine, records } = report;
  const sets = [...new Set(records.map(({ set }) => set))];
  return [
    `# Quality: ${report.name}`,
    '',
    `${report.startedAt}, ${Math.round(report.elapsed_s)} s in all. ${machine.cpu}, ${machine.cores} cores, ` +
      `${machine.memory_gb} GB, Node ${machine.node}, commit ${machine.commit ?? 'unknown'}; ` +
      `load ${report.load_before} before, ${report.load_after} after.`,
    '',
    ...(sets.length > 1 ? [summaryTable(sets, records), ''] : []),
    ...sets.flatMap((set) => [`## ${set}`, '', ...setSection(records.filter((record) => record.set === set)), '']),
  ].join('\n');
}

/** Columns of the anytime curve that some record reaches. */
function anytimeColumns(records: QualityRecord[]): number[] {
  const reached = new Set(records.flatMap(({ solved }) => solved?.anytime.map(({ at_s }) => at_s) ?? []));
  return ANYTIME_S.filter((at_s) => reached.has(at_s));
}

/** Where vehicles come first there is no curve: the trace does not tell how many vehicles a cost is for. */
function gapAt({ solved, judge }: QualityRecord, at_s: number): number | null {
  if (isHierarchical(judge)) return null;
  const point = solved?.anytime.find((candidate) => candidate.at_s === at_s);
  return gapPercent(point?.cost ?? null, judge?.bks ?? null);
}

const isHierarchical = (judge: Verdict | null) => judge !== null && judge.bks_routes !== null;

/** Vehicles beyond those of the best known solution, where they come before distance. */
export function excessOf({ judge }: QualityRecord): number | null {
  return judge?.feasible && judge.bks_routes !== null ? judge.routes - judge.bks_routes : null;
}

/** How many vehicles too many there are in all, and how many runs have as many as the best known; null: not the aim. */
function excessOfAll(records: QualityRecord[]): { vehicles: number; equal: number } | null {
  const excesses = records.map(excessOf).filter((excess) => excess !== null);
  if (!records.some(({ judge }) => isHierarchical(judge))) return null;
  return {
    vehicles: excesses.reduce((sum, excess) => sum + excess, 0),
    equal: excesses.filter((excess) => excess === 0).length,
  };
}

const gapOf = ({ judge }: QualityRecord) => judge?.gap_percent ?? null;

function summaryTable(sets: string[], records: QualityRecord[]): string {
  const columns = anytimeColumns(records);
  const counted = excessOfAll(records) !== null;
  const rows = sets.map((set) => {
    const own = records.filter((record) => record.set === set);
    const valid = own.filter(isValid).length;
    const excess = excessOfAll(own);
    return [
      set,
      String(own.length),
      valid === own.length ? 'all valid' : `${own.length - valid} NOT VALID`,
      ...(counted ? [signed(excess?.vehicles ?? null, 0)] : []),
      ...meanGaps(own, columns),
    ];
  });
  const header = ['set', 'runs', 'verdicts', ...(counted ? ['vehicles +'] : []), 'gap %'];
  return markdownTable([...header, ...columns.map((at_s) => `${at_s} s`)], rows);
}

/** Solved, accepted by our own checker (no other plan is returned) and by the judge. */
export function isValid({ solved, judge }: QualityRecord): boolean {
  return solved !== null && judge?.feasible === true;
}

function checkerSays({ solved, errors }: QualityRecord): string {
  if (solved) return 'ok';
  return errors.some(({ code }) => code === 'plan_rejected') ? 'BROKEN' : 'NONE';
}

function meanGaps(records: QualityRecord[], columns: number[]): string[] {
  return [
    digits(mean(records.map(gapOf)), 3),
    ...columns.map((at_s) => digits(mean(records.map((record) => gapAt(record, at_s))), 2)),
  ];
}

function setSection(records: QualityRecord[]): string[] {
  const excess = excessOfAll(records);
  const columns = excess === null ? anytimeColumns(records) : [];
  const header = [
    ...['instance', 'n', 'seed', ...(excess === null ? [] : ['vehicles', 'best']), 'cost', 'bks', 'gap %'],
    ...['judge', 'check', 'first s', ...columns.map((at_s) => `${at_s} s`)],
    ...['iterations', 'wall s', 'MB'],
  ];
  const rows = records.map((record) => row(record, columns, excess !== null));
  const [gap, ...curve] = meanGaps(records, columns);
  const blank = (count: number) => Array<string>(count).fill('');
  rows.push(['mean', ...blank(excess === null ? 4 : 6), gap!, ...blank(3), ...curve, ...blank(3)]);
  const budgets = new Set(records.map(budgetText));
  const faults = records.flatMap(faultsOf);
  const notes =
    excess === null
      ? 'The columns in seconds are gaps at that time.'
      : `Vehicles come first: the gap in distance counts where there are as many as in the best known solution ` +
        `(${excess.equal} of ${records.length} runs); ${signed(excess.vehicles, 0)} vehicles in all.`;
  return [
    `${[...budgets].join('; ')}. ${notes}`,
    '',
    markdownTable(header, rows),
    ...(faults.length > 0 ? ['', ...faults] : []),
  ];
}

function row(record: QualityRecord, columns: number[], withVehicles: boolean): string[] {
  const { instance, seed, solved, judge } = record;
  return [
    instance,
    judge ? String(judge.n) : '-',
    String(seed),
    ...(withVehicles ? [digits(judge?.routes, 0), digits(judge?.bks_routes, 0)] : []),
    costText(judge?.cost ?? solved?.cost ?? null),
    costText(judge?.bks ?? null),
    digits(gapOf(record), 3),
    judge ? (judge.feasible ? 'ok' : 'INFEASIBLE') : 'NONE',
    checkerSays(record),
    digits(solved?.firstSolution_s, 2),
    ...columns.map((at_s) => digits(gapAt(record, at_s), 2)),
    digits(solved?.iterations, 0),
    digits(solved?.wall_s, 2),
    digits(solved?.peak_mb, 0),
  ];
}

export function budgetText({ time_s, iterations, threads, objective }: QualityRecord): string {
  const budget = [time_s === null ? null : `${time_s} s`, iterations === null ? null : `${iterations} iterations`];
  const counted = objective === null ? '' : `, objective ${objective}`;
  return `${budget.filter(Boolean).join(' or ')}, ${threads} thread${threads === 1 ? '' : 's'}${counted}`;
}

function faultsOf({ instance, seed, solved, judge, errors }: QualityRecord): string[] {
  const faults = [
    ...(judge?.feasible === false && solved?.unassigned ? [`${solved.unassigned} tasks left out`] : []),
    ...errors.map(({ code, path, cause }) => `${code}${path ? ` at ${path}` : ''}: ${cause}`),
    ...(judge?.violations ?? []).map((text) => `judge: ${text}`),
  ];
  const shown = faults.slice(0, 5);
  if (faults.length > shown.length) shown.push(`${faults.length - shown.length} more`);
  return shown.map((fault) => `- ${instance}, seed ${seed}: ${fault}`);
}
