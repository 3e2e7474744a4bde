import { type Group, groupsOf, isHierarchical, isValid } from '../quality/groups.ts';
import { peersOnSet } from '../quality/peers.ts';
import { isQuiet, QUIET_CORES, type QualityReport } from '../quality/record.ts';
import { SET_TARGETS, type SetTarget } from '../quality/targets.ts';
import { judgeSets, type SetVerdict, verdictText } from '../quality/verdict.ts';
import { digits, markdownTable } from '../table.ts';

/** A report in `bench/results`. */
export interface Kept {
  /** Without folder and extension. */
  name: string;
  report: QualityReport;
  /** Whether there is a picture of its curves. */
  pictured: boolean;
}

/** A set with one budget, and the report it is from. */
interface Figure {
  verdict: SetVerdict;
  invalid: number;
  kept: Kept;
}

const BEGIN = '<!-- summary: written by `npm run -s bench -- summary`, not by hand -->';
const END = '<!-- /summary -->';

/** Puts the summary between its marks. @throws Error where the marks are absent or come twice */
export function withSummary(readme: string, summary: string): string {
  const [before, ...rest] = readme.split(BEGIN);
  const [, ...after] = rest.join(BEGIN).split(END);
  if (rest.length !== 1 || after.length !== 1) throw new Error(`The README has no place for it: ${BEGIN} ... ${END}`);
  return `${before}${BEGIN}\n${summary}\n${END}${after[0]}`;
}

/** The table of the README: of each set and time limit the report that has most of its instances, of those the latest. */
export function summaryMarkdown(all: Kept[]): string {
  const figures = all.flatMap(figuresOf);
  const rows = SET_TARGETS.flatMap((target) => rowOf(target, figures));
  if (rows.length === 0) return 'No results are kept yet.';
  const used = [...new Set(rows.flatMap((row) => row.used))].sort((a, b) => b.name.localeCompare(a.name));
  const withAlone = rows.some(({ alone }) => alone !== '-');
  const header = ['set', 'what is special', 'instances', '20 s', 'target', '60 s', 'target', 'verdict'];
  const others = [...(withAlone ? ['60 s, one thread'] : []), 'PyVRP, 60 s'];
  const picture = pictureOf(rows.flatMap((row) => row.pictured));
  return [
    ...introduction(rows),
    '',
    markdownTable(
      [...header, ...others],
      rows.map((row) => [...row.cells, ...(withAlone ? [row.alone] : []), row.peer]),
    ),
    '',
    ...sources(used),
    ...(picture === null ? [] : ['', `![Mean gap over time](bench/results/${picture.name}.svg)`]),
  ].join('\n');
}

function introduction(rows: Row[]): string[] {
  const broken = rows.reduce((sum, { invalid }) => sum + invalid, 0);
  const verdict = broken === 0 ? 'every plan was found valid' : `${broken} PLANS WERE NOT FOUND VALID`;
  const paired = rows.some(({ cells }) => cells.some((cell) => / on \d/.test(cell)));
  return [
    `Mean gap to the best known costs in %, two threads on machines with two cores, named under Sources; ${verdict} by an`,
    'independent judge and by the checker. "target": the gap this version aims at in the time of the column before; "MISSED": a target',
    'of the row is not reached. Targets are of whole sets: where only some instances were solved, there is no verdict. PyVRP: its own',
    `table, one core.${paired ? ' `on 28`: as few vehicles as in the best known solution on 28 instances, the gap is theirs.' : ''}`,
  ];
}

/** Searches as a user makes them: files as they are, nothing switched off, distances as the best known costs have them. */
function plainGroups({ report }: Kept): Group[] {
  const plain = report.records.filter(
    ({ shuffle, without, objective }) => shuffle === undefined && without === undefined && objective === null,
  );
  return groupsOf(plain);
}

function figuresOf(kept: Kept): Figure[] {
  return plainGroups(kept).flatMap((group) => {
    const invalid = group.records.filter((record) => !isValid(record)).length;
    return judgeSets([group]).map((verdict) => ({ verdict, invalid, kept }));
  });
}

interface Row {
  cells: string[];
  alone: string;
  peer: string;
  used: Kept[];
  /** Those of them with all threads. */
  pictured: Kept[];
  /** Plans that are not valid. */
  invalid: number;
}

function rowOf({ set, what, gaps, count, vehicles }: SetTarget, figures: Figure[]): Row[] {
  const [short, long] = set === 'cvrp-xxl' ? [60, 300] : [20, 60];
  const shorter = bestOf(figures, set, short, false);
  const longer = bestOf(figures, set, long, false);
  const alone = bestOf(figures, set, long, true);
  const found = [shorter, longer, alone].filter((figure) => figure !== null);
  const used = found.map(({ kept }) => kept);
  if (used.length === 0) return [];
  const [solved] = [longer, shorter, alone].flatMap((figure) => (figure === null ? [] : [figure.verdict.solved]));
  const remark = (time_s: number, usual: number) => (time_s === usual ? '' : ` (${time_s} s)`);
  const targetOf = (time_s: number) => {
    const fewest = vehicles?.time_s === time_s ? ` on ${vehicles.equal}` : '';
    return `${digits(gaps[time_s], 2)}${fewest}`;
  };
  const [peer] = peersOnSet(set, long);
  return [
    {
      cells: [
        ...[set, what, solved === count ? String(count) : `${solved} of ${count}`],
        ...[`${gapText(shorter)}${remark(short, 20)}`, targetOf(short)],
        ...[`${gapText(longer)}${remark(long, 60)}`, targetOf(long)],
        verdictOf([shorter, longer]),
      ],
      alone: `${gapText(alone)}${alone === null || alone.verdict.solved === count ? '' : ` (${alone.verdict.solved} of ${count})`}`,
      peer: digits(peer?.gap, 2),
      used,
      pictured: used.filter((kept) => kept !== alone?.kept),
      invalid: found.reduce((sum, { invalid }) => sum + invalid, 0),
    },
  ];
}

function bestOf(figures: Figure[], set: string, time_s: number, alone: boolean): Figure | null {
  const own = figures.filter(
    ({ verdict }) => verdict.set === set && verdict.time_s === time_s && (verdict.threads === 1) === alone,
  );
  const started = ({ kept }: Figure) => kept.report.startedAt;
  own.sort((a, b) => b.verdict.solved - a.verdict.solved || started(b).localeCompare(started(a)));
  return own[0] ?? null;
}

/** The gap and, where vehicles come first, on how many instances there are as few as in the best known solution. */
function gapText(figure: Figure | null): string {
  if (figure === null) return '-';
  const { gap, vehicles } = figure.verdict;
  return vehicles === null ? digits(gap, 2) : `${digits(gap, 2)} on ${vehicles.equal}`;
}

/** Of whole sets only. */
function verdictOf(figures: (Figure | null)[]): string {
  const said = figures.flatMap((figure) => {
    if (figure === null || figure.verdict.solved < figure.verdict.count) return [];
    const { met, vehicles } = figure.verdict;
    return [met, vehicles?.met ?? null].filter((one) => one !== null);
  });
  return verdictText(said.length === 0 ? null : said.every(Boolean));
}

/** Folded: there may be dozens of reports. */
function sources(used: Kept[]): string[] {
  return [
    '<details><summary>Sources</summary>',
    '',
    'Each with its processor and commit. "disturbed": searches during which other processes kept more than',
    `${QUIET_CORES} of a core busy on average, so that their gaps are worse than they would be; "quiet": none.`,
    '',
    ...used.map((kept) => `- ${sourceText(kept)}`),
    '',
    '</details>',
  ];
}

function sourceText({ name, report }: Kept): string {
  const { machine, records, load_before } = report;
  const disturbed = records.filter((record) => isQuiet(record) === false).length;
  const known = records.some((record) => isQuiet(record) !== null);
  const quiet = known
    ? disturbed === 0
      ? 'quiet'
      : `${disturbed} of ${records.length} disturbed`
    : `load ${load_before}`;
  return `[${name}](bench/results/${name}.md) (${processorOf(machine.cpu)}, commit ${machine.commit ?? 'unknown'}, ${quiet})`;
}

/** Without what says nothing: (R), Processor, the clock. */
function processorOf(cpu: string): string {
  return cpu
    .replace(/\(R\)|Processor|@.*/g, '')
    .replace(/ +/g, ' ')
    .trim();
}

/** The picture of the report that most of the figures are from, among those that have one. */
function pictureOf(used: Kept[]): Kept | null {
  const count = (kept: Kept) => used.filter((other) => other === kept).length;
  const pictured = [...new Set(used)].filter(({ pictured, report }) => pictured && hasCurves(report));
  return pictured.sort((a, b) => count(b) - count(a) || b.name.localeCompare(a.name))[0] ?? null;
}

const hasCurves = ({ records }: QualityReport) => records.some(({ judge }) => !isHierarchical(judge));
