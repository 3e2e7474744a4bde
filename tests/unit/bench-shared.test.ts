import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedFive } from '../../bench/quality/cases.ts';
import { judge } from '../../bench/quality/judge.ts';
import { PRESETS } from '../../bench/quality/presets.ts';
import type { QualityRecord, QualityReport } from '../../bench/quality/record.ts';
import { runQuality } from '../../bench/quality/run.ts';
import { instancesOf, openShared, type Shared, sizesOf } from '../../bench/quality/shared.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import { readRequest } from '../../src/formats/index.ts';

const SHARED = join(import.meta.dirname, '../../../shared');

it('says what is missing where the instances are absent', () => {
  expect(() => openShared('/nowhere/at/all')).toThrow(/\/nowhere\/at\/all has no instances/);
});

describe.skipIf(!existsSync(join(SHARED, 'instances')))('bench [shared]', () => {
  let shared: Shared;
  let folder: string;
  // Not in the body, which runs even where the suite is left out.
  beforeAll(() => {
    shared = openShared(SHARED);
    folder = mkdtempSync(join(tmpdir(), 'roundsman-bench-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(Object.entries(PRESETS))('preset %s names instances that are there', (_, selections) => {
    for (const { set, instances } of selections) {
      const known = instancesOf(shared, set);
      expect(known.size).toBeGreaterThan(0);
      const names = instances === 'five' ? fixedFive(sizesOf(shared, set)) : (instances ?? []);
      expect(names.filter((name) => !known.has(name))).toEqual([]);
      if (instances === 'five') expect(names).toHaveLength(Math.min(5, known.size));
    }
  });

  it.each(['quick', 'families'])('preset %s is read into valid requests', (preset) => {
    for (const { set, instances } of PRESETS[preset]!) {
      for (const name of instances as string[]) {
        const read = readRequest(readFileSync(instancesOf(shared, set).get(name)!, 'utf8'));
        const parsed = read.ok ? parseRequest(read.input) : read;
        expect(parsed.ok ? [] : parsed.errors, `${set} ${name}`).toEqual([]);
      }
    }
  });

  it('names the sets there are instead of an unknown one', () => {
    expect(() => instancesOf(shared, 'no-such-set')).toThrow(/only .*cvrp-x/);
  });

  it('passes on what the judge says', () => {
    const file = instancesOf(shared, 'cvrp-x').get('X-n101-k25')!;
    const best = file.replace('.vrp', '.sol');
    expect(judge(shared.judge, file, best, null)).toMatchObject({
      feasible: true,
      gap_percent: 0,
      cost: 27591,
      n: 100,
    });
    const broken = join(folder, 'broken.sol');
    writeFileSync(broken, readFileSync(best, 'utf8').replace(/^Route #1:.*\n/, ''));
    expect(judge(shared.judge, file, broken, null)).toMatchObject({ feasible: false, gap_percent: null });
    expect(() => judge(shared.judge, file, join(folder, 'absent.sol'), null)).toThrow(/The judge gave up/);
  });

  it('passes on how many vehicles the best known solution has, where that is the aim', () => {
    const file = instancesOf(shared, 'vrptw-solomon').get('R101')!;
    const clients = Array.from({ length: 100 }, (_, i) => `Route #${i + 1}: ${i + 1}`);
    const alone = join(folder, 'alone.sol');
    writeFileSync(alone, clients.join('\n'));
    expect(judge(shared.judge, file, alone, null).bks_routes).toBeNull();
    const verdict = judge(shared.judge, file, alone, 'hierarchical');
    expect(verdict).toMatchObject({ bks_routes: 19, routes: 100, gap_percent: null });
  });

  it('solves in a process of its own and writes what the judge said', async () => {
    const records: QualityRecord[] = [];
    const search = { set: 'cvrp-x', objective: null, seed: 1, threads: 1, time_s: null, iterations: 50 };
    const cases = [
      { ...search, instance: 'X-n101-k25' },
      // The distances of a matrix, asked of a file that has coordinates.
      { ...search, objective: 'matrix', instance: 'X-n106-k14' },
    ];
    const hooks = { onStart: () => {}, onRecord: (record: QualityRecord) => void records.push(record) };
    await runQuality({ shared, cases, out: folder, name: 'try' }, hooks);
    const [solved, refused] = records;
    expect(solved).toMatchObject({ errors: [], judge: { feasible: true, bks: 27591 }, solved: { iterations: 50 } });
    expect(solved?.judge?.cost).toBe(solved?.solved?.cost);
    expect(refused).toMatchObject({ solved: null, judge: null });
    expect(refused?.errors.length).toBeGreaterThan(0);
    const report = JSON.parse(readFileSync(join(folder, 'quality.json'), 'utf8')) as QualityReport;
    expect(report.records).toEqual(records);
    expect(readFileSync(join(folder, 'quality.md'), 'utf8')).toContain('X-n101-k25');
    // Gone on with: what is solved stays, and only the rest is.
    const again = { shared, cases: [{ ...cases[0]!, seed: 2, shuffle: 5 }], out: folder, name: 'try', earlier: report };
    const longer = await runQuality(again, hooks);
    expect(longer.records.slice(0, 2)).toEqual(report.records);
    expect(longer).toMatchObject({ planned: 3, sessions: [{}, {}], startedAt: report.startedAt });
    expect(longer.records[2]).toMatchObject({ session: 1, seed: 2, shuffle: 5, judge: { feasible: true } });
    const hasNoTime = { ...again, within_s: 0, earlier: longer, cases };
    expect(await runQuality(hasNoTime, hooks)).toMatchObject({ planned: 5, records: longer.records });
  });
});
