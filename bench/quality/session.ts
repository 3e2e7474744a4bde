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

/**
 * Makes the searches that `choose` names, or those left over of a run that is gone on with.
 * @param choose not called where a run is gone on with
 */
export async function runSession(
  options: SessionOptions,
  name: string,
  choose: (shared: Shared) => Case[],
): Promise<SessionResult> {
  const shared = openShared(options.shared);
  const { out, cases, earlier, title } = options.resume === undefined ? begun(shared) : goneOn(options.resume);
  const within_s = options.hours === undefined ? Number.POSITIVE_INFINITY : options.hours * 3600;
  const report = await runQuality({ shared, cases, out, name: title, earlier, within_s }, progress());
  if (report.records.length > 0) writeReport(report, out, REPORT, writeCurves([report], out, REPORT));
  const warning = busyWarning(report.sessions!.at(-1)!.load_before, report.machine.cores);
  if (warning) console.error(`Warning: ${warning}`);
  const complete = report.records.length >= report.planned!;
  console.error(`Written to ${out}`);
  if (!complete) console.error(`${report.records.length} of ${report.planned} searches; go on with --resume ${out}`);
  if (!report.records.every(isValid)) process.exitCode = 1;
  return { report, out, complete };

  function begun(from: Shared) {
    const time = new Date().toISOString().slice(0, 19).replaceAll(':', '');
    const folder = resolve(options.out ?? join(import.meta.dirname, '../out', time));
    const chosen = distinct(choose(from));
    mkdirSync(folder, { recursive: true });
    writePlan(folder, { name, cases: chosen });
    return { out: folder, cases: chosen, earlier: null, title: name };
  }

  function goneOn(folder: string) {
    const before = openUnfinished(resolve(folder));
    const { kept, cases: left } = remaining(before.cases, before.report, options.redoBusy ?? false);
    const why = before.report === null ? [] : hindrances(before.report.machine, describeMachine());
    if (why.length > 0 && left.length > 0) {
      if (!options.mix) {
        const advice = 'Begin a new run, check out what it was begun with, or say --mix';
        throw new Error(`These searches do not belong into one report. ${why.join('. ')}. ${advice}`);
      }
      console.error(`Warning: searches of one report will not be alike. ${why.join('. ')}`);
    }
    console.error(`${kept.length} searches are there, ${left.length} are left`);
    const report = before.report === null ? null : { ...before.report, records: kept };
    return { out: resolve(folder), cases: left, earlier: report, title: before.name };
  }
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

/** Writes a report with its pictures to `bench/results`, for good. */
export function keepReport(report: QualityReport, keep: string): void {
  const name = `${report.startedAt.slice(0, 10)}-${keep}`;
  writeReport({ ...report, name: keep }, RESULTS, name, writeCurves([report], RESULTS, name));
  console.error(`Kept as bench/results/${name}; npm run -s bench -- summary brings the README up to date`);
}
