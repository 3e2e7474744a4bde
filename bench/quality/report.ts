import { COLUMNS_S, mean } from '../figures.ts';
import { costText, digits, markdownTable, signed } from '../table.ts';
import { excessOf, type Group, gapAt, gapOf, groupsOf, isHierarchical, isValid, meanOf, seedsOf } from './groups.ts';
import { isQuiet, QUIET_CORES, type QualityRecord, type QualityReport } from './record.ts';
import { verdictMarkdown } from './verdict.ts';

/**
 * The report for people: targets, one table per set and budget with its means, and what it was measured on.
 * @param pictures files beside the report to be shown in it
 */
export function qualityMarkdown(report: QualityReport, pictures: string[] = []): string {
  const { machine, records } = report;
  const groups = groupsOf(records);
  return [
    `# Quality: ${report.name}`,
    '',
    `${report.startedAt}, ${Math.round(report.elapsed_s)} s in all. ${machine.cpu}, ${machine.cores} cores, ` +
      `${machine.memory_gb} GB, Node ${machine.node}, commit ${machine.commit ?? 'unknown'}` +
      `${machine.solver ? ` (solver ${machine.solver})` : ''}; ` +
      `load ${report.load_before} before, ${report.load_after} after.`,
    '',
    ...remarks(report),
    ...(groups.length > 1 ? [summaryTable(groups), ''] : []),
    ...verdictMarkdown(groups),
    ...pictures.flatMap((file) => [`![Mean gap over time](${encodeURI(file)})`, '']),
    ...groups.flatMap((group) => [`## ${labelOf(group, groups)}`, '', ...groupSection(group), '']),
  ].join('\n');
}

/** What a reader has to know before the figures: unfinished, in several sessions, disturbed. */
function remarks({ records, planned = records.length, sessions = [] }: QualityReport): string[] {
  const disturbed = records.filter((record) => isQuiet(record) === false).length;
  const [first, ...later] = sessions;
  const others = later.filter(({ machine }) => machine.solver !== first!.machine.solver);
  const lines = [
    ...(records.length < planned
      ? [`Not finished: ${records.length} of ${planned} searches. Go on with \`quality --resume DIR\`.`]
      : []),
    ...(later.length > 0 ? [sessionsText(sessions)] : []),
    ...(others.length > 0 ? ['NOT ONE SOLVER: sessions are of different sources, see their commits.'] : []),
    ...(disturbed > 0
      ? [
          `${disturbed} of ${records.length} searches ran while other processes kept more than ${QUIET_CORES} cores busy, ` +
            'marked `!`: their gaps and times are worse than they would be.',
        ]
      : []),
  ];
  return lines.flatMap((line) => [line, '']);
}

function sessionsText(sessions: NonNullable<QualityReport['sessions']>): string {
  const shown = sessions.map(
    ({ startedAt, elapsed_s, load_before, machine }) =>
      `${startedAt.slice(0, 16)} (${Math.round(elapsed_s / 60)} min, commit ${machine.commit ?? 'unknown'}, ` +
      `load ${load_before} before)`,
  );
  return `In ${sessions.length} sessions: ${shown.join('; ')}.`;
}

/** Name of the set, and the budget where there are several of the set. */
function labelOf({ set, time_s, threads, budget }: Group, groups: Group[]): string {
  const same = groups.filter((other) => other.set === set);
  if (same.length === 1) return set;
  const isClear =
    new Set(same.map((other) => other.time_s)).size === same.length &&
    same.every((other) => other.threads === threads && other.time_s !== null);
  return isClear ? `${set}, ${time_s} s` : `${set}, ${budget}`;
}

/** Columns of the anytime curve that some record reaches. */
function anytimeColumns(records: QualityRecord[]): number[] {
  const reached = new Set(records.flatMap(({ solved }) => solved?.anytime.map(({ at_s }) => at_s) ?? []));
  return COLUMNS_S.filter((at_s) => reached.has(at_s));
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

function summaryTable(groups: Group[]): string {
  const all = groups.flatMap(({ records }) => records);
  const columns = anytimeColumns(all);
  const counted = excessOfAll(all) !== null;
  const rows = groups.map((group) => {
    const own = group.records;
    const valid = own.filter(isValid).length;
    const excess = excessOfAll(own);
    return [
      labelOf(group, groups),
      String(own.length),
      valid === own.length ? 'all valid' : `${own.length - valid} NOT VALID`,
      ...(counted ? [signed(excess?.vehicles ?? null, 0)] : []),
      ...meanGaps(own, columns),
    ];
  });
  const header = ['set', 'runs', 'verdicts', ...(counted ? ['vehicles +'] : []), 'gap %'];
  return markdownTable([...header, ...columns.map((at_s) => `${at_s} s`)], rows);
}

function checkerSays({ solved, errors }: QualityRecord): string {
  if (solved) return 'ok';
  return errors.some(({ code }) => code === 'plan_rejected') ? 'BROKEN' : 'NONE';
}

function meanGaps(records: QualityRecord[], columns: number[]): string[] {
  return [digits(meanOf(records, gapOf), 3), ...columns.map((at_s) => digits(meanAt(records, at_s), 2))];
}

/** Null before every valid search has a plan that counts: a mean over the quick ones would look better than it is. */
function meanAt(records: QualityRecord[], at_s: number): number | null {
  const isThere = records.every((record) => !isValid(record) || gapAt(record, at_s) !== null);
  return isThere ? meanOf(records, (record) => gapAt(record, at_s)) : null;
}

function groupSection({ records, budget }: Group): string[] {
  const excess = excessOfAll(records);
  const columns = excess === null ? anytimeColumns(records) : [];
  const watched = records.some(({ others }) => others !== undefined && others !== null);
  const header = [
    ...['instance', 'n', 'seed', ...(excess === null ? [] : ['vehicles', 'best']), 'cost', 'bks', 'gap %'],
    ...['judge', 'check', 'first s', ...columns.map((at_s) => `${at_s} s`)],
    ...['iterations', 'wall s', 'MB', ...(watched ? ['others'] : [])],
  ];
  const rows = records.map((record) => row(record, columns, excess !== null, watched));
  const [gap, ...curve] = meanGaps(records, columns);
  const blank = (count: number) => Array<string>(count).fill('');
  const others = watched ? [digits(mean(records.map((record) => record.others ?? null)), 2)] : [];
  rows.push(['mean', ...blank(excess === null ? 4 : 6), gap!, ...blank(3), ...curve, ...blank(3), ...others]);
  const faults = records.flatMap(faultsOf);
  return [
    `${budget}. ${notesOf(records, excess)}`,
    '',
    markdownTable(header, rows),
    ...(faults.length > 0 ? ['', ...faults] : []),
  ];
}

function notesOf(records: QualityRecord[], excess: { vehicles: number; equal: number } | null): string {
  const seeds = seedsOf(records);
  const bySeed = seeds === null ? [] : seeds.map(({ seed, gap }) => `seed ${seed} ${gap.toFixed(3)}`);
  return [
    excess === null
      ? 'The columns in seconds are gaps at that time.'
      : `Vehicles come first: the gap in distance counts where there are as many as in the best known solution ` +
        `(${excess.equal} of ${records.length} runs); ${signed(excess.vehicles, 0)} vehicles in all.`,
    ...(bySeed.length > 0 ? [`Mean gap on the instances that all seeds have: ${bySeed.join(', ')}.`] : []),
  ].join(' ');
}

function row(record: QualityRecord, columns: number[], withVehicles: boolean, watched: boolean): string[] {
  const { instance, seed, solved, judge, others = null } = record;
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
    ...(watched ? [`${digits(others, 2)}${isQuiet(record) === false ? ' !' : ''}`] : []),
  ];
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
