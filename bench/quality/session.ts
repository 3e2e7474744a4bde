import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { numberWithin } from '../../src/cli/options.ts';
import { writeCurves } from '../curves/write.ts';
import { busyWarning, describeMachine } from '../machine.ts';
import { digits } from '../table.ts';
import { distinct } from './cases.ts';
import { excessOf, isValid } from './groups.ts';
import type { Case, QualityRecord, QualityReport } from './record.ts';
import { qualityMarkdown } from './report.ts';
import { hindrances, openUnfinished, REPORT, remaining, writePlan } from './resume.ts';
import { runQuality, writeReport } from './run.ts';
import { openShared, type Shared } from './shared.ts';

/** Options of every command that makes many searches. */
export interface SessionOptions {
  out?: string;
  resume?: string;
  hours?: number;
  mix?: boolean;
  redoBusy?: boolean;
  keep?: string;
  shared?: string;
}

const RESULTS = join(import.meta.dirname, '../results');

export function withSessionOptions(command: Command): Command {
  return command
    .option('--out <dir>', 'for the report and the .sol files (default: bench/out/<time>)')
    .option('--resume <dir>', 'go on with a run that was broken off, in its folder: what is solved stays')
    .option('--hours <number>', 'begin no search that would not be over in this time', numberWithin(0.001, 1000))
    .option('--redo-busy', 'with --resume: solve again what ran while other processes were at work')
    .addOption(new Option('--mix', 'with --resume: go on although solver or machine are not the same, and say so'))
    .option('--keep <name>', 'also write the report to bench/results/<date>-<name>')
    .option('--shared <dir>', 'folder with instances/ and tools/ (default: $BENCH_SHARED or ../shared)');
}

export interface SessionResult {
  report: QualityReport;
  out: string;
  /** Whether all that was planned is solved. */
  complete: boolean;
}

/** What a session is for: its name, and what the searches are where it does not go on with a run. */
export interface Purpose {
  name: string;
  study?: QualityReport['study'];
  choose(shared: Shared): Case[];
}

/** Makes the searches of a purpose, or those left over of a run that is gone on with. */
export async function runSession(options: SessionOptions, purpose: Purpose): Promise<SessionResult> {
  const shared = openShared(options.shared);
  const { out, cases, earlier, name } =
    options.resume === undefined ? begun(options, purpose, shared) : goneOn(options, purpose, resolve(options.resume));
  const within_s = options.hours === undefined ? Number.POSITIVE_INFINITY : options.hours * 3600;
  const { study } = purpose;
  const run = { shared, cases, out, name, earlier, within_s, ...(study === undefined ? {} : { study }) };
  const report = await runQuality(run, progress());
  if (report.records.length > 0) writeAll(report, out, REPORT);
  const warning = busyWarning(report.sessions!.at(-1)!.load_before, report.machine.cores);
  if (warning) console.error(`Warning: ${warning}`);
  const complete = report.records.length >= report.planned!;
  console.error(`Written to ${out}`);
  if (!complete) console.error(`${report.records.length} of ${report.planned} searches; go on with --resume ${out}`);
  if (!report.records.every(isValid)) process.exitCode = 1;
  return { report, out, complete };
}

/** Report and, where searches are not the variants of a study, the pictures of their curves. */
function writeAll(report: QualityReport, folder: string, name: string, markdown?: string): void {
  const pictures = report.study === undefined ? writeCurves([report], folder, name) : [];
  writeReport(report, folder, name, markdown ?? qualityMarkdown(report, pictures));
}

/** What a session has to do, and what there is of it. */
interface Start {
  out: string;
  cases: Case[];
  earlier: QualityReport | null;
  name: string;
}

function begun(options: SessionOptions, { name, study, choose }: Purpose, shared: Shared): Start {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '');
  const out = resolve(options.out ?? join(import.meta.dirname, '../out', time));
  const cases = distinct(choose(shared));
  mkdirSync(out, { recursive: true });
  writePlan(out, { name, cases, ...(study === undefined ? {} : { study }) });
  return { out, cases, earlier: null, name };
}

function goneOn(options: SessionOptions, purpose: Purpose, out: string): Start {
  const { name, study, cases, report } = openUnfinished(out);
  if (study !== purpose.study) throw new Error(`${out} holds a run of bench ${study ?? 'quality'}`);
  const left = remaining(cases, report, options.redoBusy ?? false);
  const why = report === null || left.cases.length === 0 ? [] : hindrances(report.machine, describeMachine());
  if (why.length > 0) {
    const advice = 'Begin a new run, check out what it was begun with, or say --mix';
    if (!options.mix) throw new Error(`These searches do not belong into one report. ${why.join('. ')}. ${advice}`);
    console.error(`Warning: searches of one report will not be alike. ${why.join('. ')}`);
  }
  console.error(`${left.kept.length} searches are there, ${left.cases.length} are left`);
  return { out, cases: left.cases, earlier: report === null ? null : { ...report, records: left.kept }, name };
}

function progress() {
  return {
    onStart: (i: number, count: number, { set, instance, seed, time_s, shuffle, without }: Case) => {
      const variant = [
        ...(time_s === null ? [] : [`${time_s} s`]),
        ...(shuffle === undefined ? [] : [`shuffled ${shuffle}`]),
        ...(without === undefined ? [] : [`without ${without.join()}`]),
      ];
      process.stderr.write(`[${i + 1}/${count}] ${set} ${instance} s${seed} ${variant.join(' ')} `);
    },
    onRecord: (record: QualityRecord) => void process.stderr.write(`${describe(record)}\n`),
  };
}

function describe(record: QualityRecord): string {
  const { solved, judge, errors, others } = record;
  if (!solved) return `NOT SOLVED: ${errors[0]?.code} ${errors[0]?.cause.slice(0, 160)}`;
  const verdict = isValid(record) ? '' : ' NOT VALID';
  const excess = excessOf(record);
  const vehicles = excess ? ` (${excess > 0 ? '+' : ''}${excess} vehicles)` : '';
  const busy = others ? `, ${digits(others, 2)} cores busy otherwise` : '';
  return `gap ${digits(judge?.gap_percent, 3)} %${vehicles}${verdict}, ${digits(solved.wall_s, 2)} s${busy}`;
}

/** Writes a report with its pictures to `bench/results`, for good. @param markdown of a study, else the report's own */
export function keepReport(report: QualityReport, keep: string, markdown?: string): void {
  const name = `${report.startedAt.slice(0, 10)}-${keep}`;
  writeAll({ ...report, name: keep }, RESULTS, name, markdown);
  console.error(`Kept as bench/results/${name}`);
  if (report.study === undefined) console.error('npm run -s bench -- summary brings the README up to date');
}
