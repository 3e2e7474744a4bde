import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codedError } from '../../src/contract/errors.ts';
import { describeMachine, loadNow } from '../machine.ts';
import { judge } from './judge.ts';
import type { Case, QualityRecord, QualityReport } from './record.ts';
import { qualityMarkdown } from './report.ts';
import { instancesOf, type Shared } from './shared.ts';
import type { SolveOneResult } from './solve-one.ts';

/** Beyond its budget a search gets this long for reading, compiling, checking and writing. */
const MARGIN_S = 120;

export interface RunHooks {
  /** Before each search. */
  onStart(index: number, count: number, search: Case): void;
  onRecord(record: QualityRecord): void;
}

/**
 * Runs the cases one after the other, each in a process of its own. The report is written after each of them, so
 * that a run that is broken off leaves what it has.
 * @param out folder for the report and the `.sol` files
 */
export async function runQuality(
  shared: Shared,
  cases: Case[],
  out: string,
  name: string,
  hooks: RunHooks,
): Promise<QualityReport> {
  const started_ms = Date.now();
  const report: QualityReport = {
    kind: 'quality',
    name,
    startedAt: new Date(started_ms).toISOString(),
    elapsed_s: 0,
    machine: describeMachine(),
    load_before: loadNow(),
    load_after: 0,
    records: [],
  };
  for (const [i, search] of cases.entries()) {
    hooks.onStart(i, cases.length, search);
    const record = await runCase(shared, search, out);
    report.records.push(record);
    report.elapsed_s = (Date.now() - started_ms) / 1000;
    report.load_after = record.load_after;
    hooks.onRecord(record);
    writeReport(report, out, 'quality');
  }
  return report;
}

export function writeReport(report: QualityReport, folder: string, name: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(join(folder, `${name}.md`), qualityMarkdown(report));
}

async function runCase(shared: Shared, search: Case, out: string): Promise<QualityRecord> {
  const file = instancesOf(shared, search.set).get(search.instance);
  if (file === undefined) throw new Error(`There is no instance '${search.instance}' in ${search.set}`);
  const folder = join(out, search.set);
  mkdirSync(folder, { recursive: true });
  const solution = join(folder, `${search.instance}-s${search.seed}.sol`);
  const load_before = loadNow();
  const { solved, errors } = await solveInChild(file, solution, search);
  const verdict = solved ? judge(shared.judge, file, solution, search.objective) : null;
  return { ...search, solved, errors, judge: verdict, load_before, load_after: loadNow() };
}

/** Everything that goes wrong in there becomes an error of the record: one bad search must not end the run. */
function solveInChild(file: string, solution: string, search: Case): Promise<SolveOneResult> {
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
