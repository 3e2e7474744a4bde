import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { QualityRecord } from '../../bench/quality/record.ts';
import { keptReports } from '../../bench/summary/kept.ts';
import { type Kept, summaryMarkdown, withSummary } from '../../bench/summary/summary.ts';
import { aRecord, aReport } from './bench-world.ts';

const README = join(import.meta.dirname, '../../README.md');

describe('summary', () => {
  const kept = (name: string, startedAt: string, records: QualityRecord[]): Kept => ({
    name,
    report: { ...aReport(name, records), startedAt },
    pictured: false,
  });
  const row = (text: string, set: string) =>
    text
      .split('\n')
      .find((line) => line.startsWith(`| ${set} `))
      ?.split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const ofGvrp = (count: number, gap: number, extra: Partial<QualityRecord> = {}) =>
    Array.from({ length: count }, (_, i) => aRecord(`i${i}`, 1000 + 10 * gap, { set: 'gvrp', ...extra }));

  it('takes the report that has most of a set, of those the latest', () => {
    const older = kept('older', '2027-01-01', ofGvrp(2, 0.5));
    const newer = kept('newer', '2027-02-01', ofGvrp(2, 0.4));
    const newest = kept('newest', '2027-03-01', ofGvrp(1, 0.3));
    const text = summaryMarkdown([older, newer, newest]);
    expect(row(text, 'gvrp')!.slice(2)).toEqual(['2 of 11', '0.40', '0.80', '-', '0.40', '-', '-']);
    expect(text).toContain('[newer](bench/results/newer.md)');
    expect(text).not.toContain('newest');
  });

  it('gives a verdict on whole sets, and one thread a column', () => {
    const both = kept('both', '2027-01-01', [
      ...ofGvrp(11, 0.5),
      ...ofGvrp(11, 0.45, { time_s: 60 }),
      ...ofGvrp(11, 0.7, { time_s: 60, threads: 1 }),
    ]);
    const cells = row(summaryMarkdown([both]), 'gvrp')!;
    expect(cells.slice(2)).toEqual(['11', '0.50', '0.80', '0.45', '0.40', 'MISSED', '0.70', '-']);
    expect(row(summaryMarkdown([kept('one', '2027-01-01', ofGvrp(11, 0.5))]), 'gvrp')![7]).toBe('met');
  });

  it('shows on how many instances there are as few vehicles', () => {
    const record = aRecord('lc101', 1001, { set: 'pdptw-lilim100', time_s: 60 });
    const text = summaryMarkdown([
      kept('pairs', '2027-01-01', [{ ...record, judge: { ...record.judge!, bks_routes: 3 } }]),
    ]);
    expect(row(text, 'pdptw-lilim100')!.slice(5, 7)).toEqual(['0.10 on 1', '0.10 on 28']);
  });

  it('leaves out what is not searched as users search, and says what was not quiet or not valid', () => {
    expect(summaryMarkdown([kept('odd', '2027-01-01', ofGvrp(1, 0.5, { without: ['x'] }))])).toContain('No results');
    const disturbed = ofGvrp(2, 0.5, { others: 1 });
    disturbed[0]!.judge!.feasible = false;
    const text = summaryMarkdown([kept('busy', '2027-01-01', disturbed)]);
    expect(text).toContain('2 of 2 disturbed');
    expect(text).toContain('1 PLANS WERE NOT FOUND VALID');
  });

  it('goes between its marks, again and again', () => {
    const readme = readFileSync(README, 'utf8');
    const once = withSummary(readme, 'new');
    expect(withSummary(once, 'new')).toBe(once);
    expect(() => withSummary('nothing', 'new')).toThrow(/no place/);
    expect(() => withSummary(readme + readme, 'new')).toThrow(/no place/);
  });

  it('in the README is that of the results kept (else: npm run -s bench -- summary)', () => {
    const readme = readFileSync(README, 'utf8');
    expect(withSummary(readme, summaryMarkdown(keptReports()))).toBe(readme);
  });
});
