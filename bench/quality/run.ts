import { spawn } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codedError } from '../../src/contract/errors.ts';
import { busySeconds, coresOfOthers, describeMachine, loadNow } from '../machine.ts';
import { solutionName } from './cases.ts';
import { judge } from './judge.ts';
import type { Case, QualityRecord, QualityReport, Session } from './record.ts';
import { qualityMarkdown } from './report.ts';
import { REPORT } from './resume.ts';
import { instancesOf, type Shared } from './shared.ts';
import type { SolveOneResult } from './solve-one.ts';

/** Beyond its budget a search gets this long for reading, compiling, checking and writing. */
const MARGIN_S = 120;
/** What a search takes besides its time limit, roughly: for whether it still fits the hours that are left. */
const AROUND_S = 3;

export interface RunHooks {
  /** Before each search. */
  onStart(index: number, count: number, search: Case): void;
  onRecord(record: QualityRecord): void;
}

export interface Run {
  shared: Shared;
  /** Still to be solved, in order. */
  cases: Case[];
  /** Folder for the report and the `.sol` files. */
  out: string;
  name: string;
  study?: QualityReport['study'];
  /** What earlier sessions left; its records are kept. */
  earlier?: QualityReport | null;
  /** No search is begun that would not be over by then: seconds from now. */
  within_s?: number;
}

/**
 * Runs the cases one after the other, each in a process of its own. The report is written after each of them, so
 * that a run that is broken off leaves what it has.
 */
export async function runQuality(run: Run, hooks: RunHooks): Promise<QualityReport> {
  const { shared, cases, out, within_s = Number.POSITIVE_INFINITY } = run;
  const started_ms = Date.now();
  const elapsed_s = () => (Date.now() - started_ms) / 1000;
  const { report, session, number } = begin(run, started_ms);
  mkdirSync(out, { recursive: true });
  for (const [i, search] of cases.entries()) {
    if (elapsed_s() + (search.time_s ?? 0) + AROUND_S > within_s) break;
    hooks.onStart(i, cases.length, search);
    const record = { ...(await runCase(shared, search, out)), ...(number === 0 ? {} : { session: number }) };
    report.records.push(record);
    report.elapsed_s += elapsed_s() - session.elapsed_s;
    session.elapsed_s = elapsed_s();
    report.load_after = session.load_after = record.load_after;
    hooks.onRecord(record);
    writeReport(report, out, REPORT);
  }
  return report;
}

/** The report so far, with a new session at its end. */
function begin({ cases, name, study, earlier }: Run, started_ms: number) {
  const load = loadNow();
  const session: Session = {
    startedAt: new Date(started_ms).toISOString(),
    elapsed_s: 0,
    machine: describeMachine(),
    load_before: load,
    load_after: load,
  };
  const before = earlier?.sessions ?? [];
  const records = earlier?.records ?? [];
  const { startedAt, machine, load_before } = before[0] ?? session;
  const report: QualityReport = {
    kind: 'quality',
    name,
    ...(study === undefined ? {} : { study }),
    startedAt,
    elapsed_s: before.reduce((sum, one) => sum + one.elapsed_s, 0),
    machine,
    load_before,
    load_after: load,
    // Nothing left to do is no session.
    sessions: cases.length > 0 || before.length === 0 ? [...before, session] : before,
    planned: records.length + cases.length,
    records: [...records],
  };
  return { report, session, number: before.length };
}

/** As JSON, a record a line, and for people. Never leaves half a file: that would be hours of searches lost. */
export function writeReport(
  report: QualityReport,
  folder: string,
  name: string,
  markdown: string = qualityMarkdown(report),
): void {
  mkdirSync(folder, { recursive: true });
  const { records, ...head } = report;
  const lines = records.map((record) => JSON.stringify(record)).join(',\n');
  const json = JSON.stringify(head, null, 1).replace(/\n\}$/, `,\n "records": [\n${lines}\n ]\n}\n`);
  for (const [suffix, text] of [
    ['json', json],
    ['md', markdown],
  ] as const) {
    const file = join(folder, `${name}.${suffix}`);
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  }
}

async function runCase(shared: Shared, search: Case, out: string): Promise<QualityRecord> {
  const file = instancesOf(shared, search.set).get(search.instance);
  if (file === undefined) throw new Error(`There is no instance '${search.instance}' in ${search.set}`);
  const folder = join(out, search.set);
  mkdirSync(folder, { recursive: true });
  const solution = join(folder, solutionName(search));
  const load_before = loadNow();
  const { solved, errors, others } = await watched(() => solveInChild(file, solution, search));
  const verdict = solved ? judge(shared.judge, file, solution, search.objective) : null;
  return { ...search, solved, errors, judge: verdict, load_before, load_after: loadNow(), others };
}

/** Notes what other processes did meanwhile: the load of a minute ago is that of the search before. */
async function watched(solve: () => Promise<SolveOneResult>): Promise<SolveOneResult & { others: number | null }> {
  const own = process.cpuUsage();
  const [before_s, started_ms] = [busySeconds(), performance.now()];
  const result = await solve();
  const after_s = busySeconds();
  const { user, system } = process.cpuUsage(own);
  const own_s = result.solved?.cpu_s === undefined ? null : result.solved.cpu_s + (user + system) / 1e6;
  const all_s = before_s === null || after_s === null ? null : after_s - before_s;
  return { ...result, others: coresOfOthers(all_s, own_s, (performance.now() - started_ms) / 1000) };
}

/** Everything that goes wrong in there becomes an error of the record: one bad search must not end the run. */
export function solveInChild(file: string, solution: string, search: Case): Promise<SolveOneResult> {
  const args = [join(import.meta.dirname, '../main.ts'), 'solve-one', file, solution, JSON.stringify(search)];
  const limit_s = search.time_s === null ? undefined : search.time_s + MARGIN_S;
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(limit_s === undefined ? {} : { timeout: limit_s * 1000, killSignal: 'SIGKILL' as const }),
  });
  let [output, complaints] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  return new Promise((resolve) => {
    const fail = (cause: string) =>
      resolve({ solved: null, errors: [codedError('internal', '', cause.trim().slice(-2000))] });
    child.on('error', (error) => fail(error.message));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(JSON.parse(output) as SolveOneResult);
      else if (signal) fail(`the process of the search was ended by ${signal} (limit: ${limit_s} s). ${complaints}`);
      else fail(`the process of the search ended with ${code}: ${complaints}`);
    });
  });
}
