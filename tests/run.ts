/**
 * `npm test`: runs vitest, says plainly what was left out and why, and ends with `N passed, N failed[, N skipped]`.
 * Arguments go to vitest (`npm test -- tests/unit`). With ROUNDSMAN_REQUIRE_ALL=1 a left-out test fails the run, save
 * those whose needs are all named in TESTS_MAY_SKIP (`shared,browser`).
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** What a suite's title says it needs, as `[tag]`. */
const NEEDS: Record<string, string> = {
  redis: 'no redis-server was found (install it)',
  shared: 'the folder ../shared beside the checkout is absent',
  browser: 'no browser was found (install chromium)',
};

/** The part of vitest's JSON report that is read here. */
interface Report {
  testResults: {
    name: string;
    status: 'passed' | 'failed';
    assertionResults: { status: string; fullName: string; ancestorTitles: string[] }[];
  }[];
}

interface Outcome {
  passed: number;
  failed: number;
  /** The needs of a left-out test, comma-separated, -> the suites of the tests left out for them. */
  skipped: Map<string, string[]>;
}

function runVitest(reportFile: string): Promise<number> {
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, ...args, ...process.argv.slice(2)], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}

function needsOf(fullName: string): string {
  return Object.keys(NEEDS)
    .filter((tag) => fullName.includes(`[${tag}]`))
    .join(',');
}

function summarise(report: Report): Outcome {
  const outcome: Outcome = { passed: 0, failed: 0, skipped: new Map() };
  for (const file of report.testResults) {
    let failedHere = 0;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') outcome.passed++;
      else if (test.status === 'failed') failedHere++;
      else {
        const needs = needsOf(test.fullName);
        const suite = `${relative(process.cwd(), file.name)} > ${test.ancestorTitles[0] ?? test.fullName}`;
        outcome.skipped.set(needs, [...(outcome.skipped.get(needs) ?? []), suite]);
      }
    }
    // A file that could not be loaded, or a hook that threw, has no failed test of its own: it counts as one.
    outcome.failed += file.status === 'failed' ? Math.max(1, failedHere) : failedHere;
  }
  return outcome;
}

/** Says what was left out and why; returns how many tests in all, and how many of them were not allowed to be. */
function reportSkipped(skipped: Map<string, string[]>): { skipped: number; missed: number } {
  const allowed = (process.env.TESTS_MAY_SKIP ?? '').split(',');
  const counts = { skipped: 0, missed: 0 };
  for (const [needs, suites] of skipped) {
    const tags = needs.split(',').filter(Boolean);
    counts.skipped += suites.length;
    if (tags.length === 0 || tags.some((tag) => !allowed.includes(tag))) counts.missed += suites.length;
    const reason = tags.map((tag) => NEEDS[tag]).join('; ') || 'skipped in the source, no need is named in the title';
    console.log(`Left out: ${suites.length} test${suites.length === 1 ? '' : 's'}: ${reason}`);
    for (const suite of new Set(suites)) console.log(`  ${suite}`);
  }
  return counts;
}

async function main(): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'roundsman-tests-'));
  try {
    const file = join(dir, 'report.json');
    const code = await runVitest(file);
    const report = readReport(file);
    if (!report) {
      console.log('vitest wrote no report\n0 passed, 1 failed');
      return 1;
    }
    const outcome = summarise(report);
    const { skipped, missed } = reportSkipped(outcome.skipped);
    const incomplete = process.env.ROUNDSMAN_REQUIRE_ALL === '1' && missed > 0;
    if (incomplete) console.log(`ROUNDSMAN_REQUIRE_ALL=1: ${missed} left-out tests fail this run`);
    // Unhandled errors and empty runs fail vitest without failing a test.
    if (code !== 0 && outcome.failed === 0) {
      console.log(`vitest exited with ${code} although no test failed: see its output above`);
      outcome.failed = 1;
    }
    console.log(`${outcome.passed} passed, ${outcome.failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
    return outcome.failed > 0 || incomplete ? 1 : 0;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

process.exitCode = await main();
