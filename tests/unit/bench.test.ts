import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareMarkdown, differences } from '../../bench/compare/compare.ts';
import { anytime, gapPercent, mean } from '../../bench/figures.ts';
import { type Baseline, type GateResult, gateMarkdown, gateReport, judgeGate } from '../../bench/gate/gate.ts';
import { busyWarning } from '../../bench/machine.ts';
import { PRESETS } from '../../bench/quality/presets.ts';
import type { QualityRecord, QualityReport } from '../../bench/quality/record.ts';
import { qualityMarkdown } from '../../bench/quality/report.ts';
import { costText, markdownTable, signed } from '../../bench/table.ts';

/** The cells of the line of a table that holds a cell of this text. */
function cells(text: string, holds: string): string[] {
  const lines = text.split('\n').map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const found = lines.find((line) => line.includes(holds));
  if (!found) throw new Error(`no line with '${holds}' in\n${text}`);
  return found;
}

describe('figures', () => {
  it('gives the gap in percent, and none where there is nothing to compare', () => {
    expect(gapPercent(27_866.91, 27_591)).toBeCloseTo(1, 10);
    expect(gapPercent(27_591, 27_591)).toBe(0);
    expect(gapPercent(90, 100)).toBe(-10);
    expect(gapPercent(null, 100)).toBeNull();
    expect(gapPercent(100, null)).toBeNull();
    expect(gapPercent(100, 0)).toBeNull();
  });

  it('means what is known', () => {
    expect(mean([1, null, 3])).toBe(2);
    expect(mean([null])).toBeNull();
    expect(mean([])).toBeNull();
  });
});

describe('anytime curve', () => {
  const point = (elapsed_s: number, cost: number, unassigned = 0) => ({ elapsed_s, iterations: 0, cost, unassigned });

  it('holds the best cost at each time up to the end', () => {
    const trace = [point(0.2, 90), point(1.5, 80), point(4, 70)];
    const at = new Map(anytime(trace, 10, false).map(({ at_s, cost }) => [at_s, cost]));
    expect([0.1, 0.2, 1, 1.5, 2, 5, 10, 20].map((at_s) => at.get(at_s))).toEqual([
      null,
      90,
      90,
      80,
      80,
      70,
      70,
      undefined,
    ]);
  });

  it('reads a search that ended a little early at its full time', () => {
    expect(anytime([point(0.1, 5)], 9.98, false).at(-1)).toEqual({ at_s: 10, cost: 5 });
  });

  it('has no cost before everything is served that is served in the end', () => {
    const trace = [point(0.5, 10, 3), point(3, 95, 0)];
    const read = (mayLeaveOut: boolean) =>
      anytime(trace, 5, mayLeaveOut).flatMap(({ at_s, cost }) => ([1, 2, 5].includes(at_s) ? [cost] : []));
    expect(read(false)).toEqual([null, null, 95]);
    expect(read(true)).toEqual([10, 10, 95]);
  });

  it('is empty without a trace long enough', () => {
    expect(anytime([], 0.09, false)).toEqual([]);
  });

  it('never rises', () => {
    const steps = fc.array(fc.tuple(fc.double({ min: 0.01, max: 3, noNaN: true }), fc.integer({ min: 1, max: 50 })), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(steps, (list) => {
        let [elapsed_s, cost] = [0, 10_000];
        const trace = list.map(([wait_s, gain]) => point((elapsed_s += wait_s), (cost -= gain)));
        const costs = anytime(trace, elapsed_s, false).flatMap((at) => (at.cost === null ? [] : [at.cost]));
        for (let i = 1; i < costs.length; i++) expect(costs[i]).toBeLessThanOrEqual(costs[i - 1]!);
      }),
    );
  });
});

describe('tables', () => {
  it('align numbers to the right and words to the left', () => {
    expect(
      markdownTable(
        ['name', 'gap %'],
        [
          ['a', '1.5'],
          ['bcdef', '-'],
        ],
      ),
    ).toBe(['| name  | gap % |', '|-------|------:|', '| a     |   1.5 |', '| bcdef |     - |'].join('\n'));
  });

  it('has as many cells in each line', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '1', '.', ' ', '-') });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell)), (rows) => {
        const lines = markdownTable(['x', 'y', 'z'], rows).split('\n');
        expect(new Set(lines.map((line) => line.split('|').length))).toEqual(new Set([5]));
        expect(new Set(lines.map((line) => line.length)).size).toBe(1);
      }),
    );
  });

  it('writes costs exactly where they are whole', () => {
    expect(costText(1_234_567)).toBe('1234567');
    expect(costText(1 / 3)).toBe('0.33');
    expect(costText(null)).toBe('-');
    expect(signed(0.5, 1)).toBe('+0.5');
    expect(signed(-0.5, 1)).toBe('-0.5');
  });
});

describe('gate', () => {
  const result = (instance: string, cost: number, extra: Partial<GateResult> = {}): GateResult => ({
    ...{ instance, seed: 1, threads: 1, iterations: 100, cost, unserved: 0 },
    ...extra,
  });
  const baseline: Baseline = { tolerance_percent: 0.2, results: [result('a', 1000), result('b', 1000)] };

  const judged = (results: GateResult[], failures: string[] = []) => judgeGate(baseline, { results, failures });

  it('passes what is as it was, or better', () => {
    expect(judged(baseline.results)).toEqual({ passed: true, change_percent: 0, faults: [] });
    expect(judged([result('a', 990), result('b', 1001)]).passed).toBe(true);
  });

  it('lets one case get worse where the mean stays within the tolerance', () => {
    expect(judged([result('a', 1010), result('b', 993)]).passed).toBe(true);
  });

  it('fails where the mean cost is too high', () => {
    const verdict = judged([result('a', 1003), result('b', 1002)]);
    expect(verdict.passed).toBe(false);
    expect(verdict.change_percent).toBeCloseTo(0.25, 10);
  });

  it('fails where a task is no longer served, however cheap that is', () => {
    expect(judged([result('a', 900, { unserved: 1 }), result('b', 900)]).faults).toHaveLength(1);
  });

  it('fails where a case has no plan, and says only that', () => {
    expect(judged([result('a', 900)], ['b: plan_rejected'])).toMatchObject({
      passed: false,
      faults: ['b: plan_rejected'],
    });
  });

  it('fails where baseline and run are not of the same cases', () => {
    expect(judged([result('a', 1000)]).faults).toHaveLength(1);
    expect(judged([...baseline.results, result('c', 5)]).faults).toHaveLength(1);
    expect(judged([result('a', 1000, { iterations: 99 }), result('b', 1000)]).faults).toHaveLength(2);
  });

  it('shows what an update changes, and writes no run that lacks a case', () => {
    const worse = [result('a', 1010), result('b', 1010)];
    const { text, passed, next } = gateReport(baseline, { results: worse, failures: [] }, true);
    expect(cells(text, 'a').slice(4, 7)).toEqual(['1000', '1010', '+1.000']);
    expect(text).toContain('Mean change 1.000 %. Without the update it would fail:\n- the mean cost is');
    expect({ passed, next }).toEqual({ passed: true, next: { tolerance_percent: 0.2, results: worse } });
    expect(gateReport(baseline, { results: worse, failures: [] }, false)).toMatchObject({ passed: false, next: null });
    const lacking = { results: worse.slice(1), failures: ['a: plan_rejected'] };
    expect(gateReport(baseline, lacking, true)).toMatchObject({ passed: false, next: null });
  });

  it('lists every case', () => {
    const table = gateMarkdown(baseline, [result('a', 1005), result('c', 7)]);
    expect(cells(table, 'a')).toEqual(['a', '1', '1', '100', '1000', '1005', '+0.500', '0']);
    expect(cells(table, 'c')).toEqual(['c', '1', '1', '100', '-', '7', '-', '0']);
  });
});

describe('quality report', () => {
  function record(instance: string, cost: number, extra: Partial<QualityRecord> = {}): QualityRecord {
    return {
      ...{ set: 'some-set', instance, objective: null, seed: 1, threads: 2, time_s: 5, iterations: null },
      solved: {
        ...{ cost, unassigned: 0, routes: 3, firstSolution_s: 0.1, iterations: 1000 },
        anytime: [{ at_s: 1, cost: cost * 1.1 }],
        ...{ wall_s: 5.02, search_s: 5, peak_mb: 100 },
      },
      judge: {
        ...{ feasible: true, violations: [], cost, bks: 1000, bks_routes: null },
        ...{ gap_percent: (cost - 1000) / 10, n: 50, routes: 3 },
      },
      ...{ errors: [], load_before: 0, load_after: 1 },
      ...extra,
    };
  }
  const report = (name: string, records: QualityRecord[]): QualityReport => ({
    ...{ kind: 'quality', name, startedAt: '2027-03-16T08:00:00.000Z', elapsed_s: 12, load_before: 0.1, load_after: 1 },
    machine: { cpu: 'Some CPU', cores: 2, memory_gb: 8, node: 'v24.0.0', commit: 'abc1234', solver: 'f00' },
    records,
  });

  it('shows each run and the mean of the set', () => {
    const text = qualityMarkdown(report('try', [record('first', 1010), record('second', 1030)]));
    const curve = ['0.10', '11.10', '1000', '5.02', '100'];
    expect(cells(text, 'first')).toEqual(['first', '50', '1', '1010', '1000', '1.000', 'ok', 'ok', ...curve]);
    expect(cells(text, 'mean').slice(5, 10)).toEqual(['2.000', '', '', '', '12.20']);
  });

  it('counts vehicles first where they come before distance, and gaps only among as many', () => {
    const judged = (name: string, routes: number, gap_percent: number | null) =>
      record(name, 1010, { judge: { ...record('x', 1010).judge!, routes, bks_routes: 3, gap_percent } });
    const records = [judged('more', 5, null), judged('equal', 3, 1), judged('fewer', 2, null)];
    const text = qualityMarkdown(report('try', records));
    expect(cells(text, 'more').slice(3, 8)).toEqual(['5', '3', '1010', '1000', '-']);
    expect(cells(text, 'equal').slice(3, 8)).toEqual(['3', '3', '1010', '1000', '1.000']);
    expect(cells(text, 'mean')[7]).toBe('1.000');
    expect(text).toContain('(1 of 3 runs); +1 vehicles in all');
    // A curve of costs would mix plans of different numbers of vehicles.
    expect(text).not.toContain('| 1 s |');
    const withOthers = qualityMarkdown(report('try', [...records, { ...record('other', 1020), set: 'plain' }]));
    expect(cells(withOthers, 'some-set').slice(0, 5)).toEqual(['some-set', '3', 'all valid', '+1', '1.000']);
    expect(cells(withOthers, 'plain').slice(0, 5)).toEqual(['plain', '1', 'all valid', '-', '2.000']);
  });

  it('does not hide what went wrong', () => {
    const text = qualityMarkdown(
      report('try', [
        record('good', 1000),
        record('refused', 0, {
          solved: null,
          judge: null,
          errors: [{ code: 'not_supported', path: 'tasks[0]', cause: 'a shipment', action: '' }],
        }),
        record('broken', 1000, {
          solved: { ...record('x', 1000).solved!, unassigned: 4 },
          judge: {
            ...record('x', 1000).judge!,
            feasible: false,
            violations: ['client 3 is not visited'],
            gap_percent: null,
          },
        }),
      ]),
    );
    expect(text).toContain('- refused, seed 1: not_supported at tasks[0]: a shipment');
    expect(text).toContain('- broken, seed 1: 4 tasks left out\n- broken, seed 1: judge: client 3 is not visited');
    expect(cells(text, 'broken').slice(5, 8)).toEqual(['-', 'INFEASIBLE', 'ok']);
    expect(cells(text, 'refused').slice(5, 8)).toEqual(['-', 'NONE', 'NONE']);
  });

  it('compares instance by instance', () => {
    const text = compareMarkdown(
      report('old', [record('first', 1010), record('second', 1030), record('only here', 1)]),
      report('new', [record('first', 1000), record('second', 1040)]),
    );
    expect(cells(text, 'some-set')).toEqual(['some-set', '2', '2.000', '2.000', '0.000', '1', '1', '0']);
    expect(cells(text, 'first').slice(2)).toEqual(['1010', '1000', '1.000', '0.000', '-0.990']);
    expect(text).toContain('- only in old, and not compared: some-set/only here, seed 1, 2 threads, 5 s\n');
    expect(text).not.toContain('| only here');
  });

  it('compares searches with the same seed and budget', () => {
    const text = compareMarkdown(
      report('old', [record('first', 1010), record('first', 2000, { seed: 2 }), record('first', 1005, { time_s: 60 })]),
      report('new', [record('first', 1000), record('first', 1004, { time_s: 60 }), record('first', 1, { time_s: 7 })]),
    );
    expect(cells(text, 'some-set, 5 s, 2 threads').slice(1)).toEqual(['1', '1.000', '0.000', '-1.000', '1', '0', '0']);
    expect(cells(text, 'some-set, 60 s, 2 threads').slice(1)).toEqual(['1', '0.500', '0.400', '-0.100', '1', '0', '0']);
    expect(text).toContain('- only in old, and not compared: some-set/first, seed 2, 2 threads, 5 s\n');
    expect(text).toContain('- only in new, and not compared: some-set/first, seed 1, 2 threads, 7 s\n');
  });

  it('compares vehicles first where they come before distance, and costs only among as many', () => {
    const judged = (name: string, routes: number, cost: number) =>
      record(name, cost, { judge: { ...record('x', cost).judge!, routes, bks_routes: 3 } });
    const text = compareMarkdown(
      report('old', [judged('fewer', 4, 900), judged('more', 3, 1000), judged('same', 3, 1010)]),
      report('new', [judged('fewer', 3, 1050), judged('more', 4, 800), judged('same', 3, 1005)]),
    );
    expect(cells(text, 'some-set')).toEqual([
      'some-set',
      '3',
      '3.33',
      '3.33',
      '1.000',
      '0.500',
      '-0.500',
      '2',
      '1',
      '0',
    ]);
    expect(cells(text, 'fewer').slice(2)).toEqual(['4.0', '3.0', '900', '1050', '-', '-', '-']);
    expect(cells(text, 'same').slice(2)).toEqual(['3.0', '3.0', '1010', '1005', '1.000', '0.500', '-0.495']);
  });

  it('says what makes two reports incomparable', () => {
    const [old, other] = [
      report('old', [record('first', 1010)]),
      report('new', [record('first', 1, { time_s: 10, seed: 2 })]),
    ];
    expect(differences(old, old)).toEqual([]);
    expect(differences(old, other)).toEqual(['budget: 5 s, 2 threads against 10 s, 2 threads', 'seeds: 1 against 2']);
  });

  it('takes an invalid run out of the comparison', () => {
    const bad = record('first', 900, { judge: { ...record('x', 900).judge!, feasible: false } });
    const text = compareMarkdown(report('old', [record('first', 1010)]), report('new', [bad]));
    expect(text).toContain('NOT VALID');
    expect(cells(text, 'some-set')[1]).toBe('0');
  });
});

describe('presets', () => {
  it('take three instances at most of each family, all with the same time', () => {
    const families = PRESETS['families']!;
    expect(new Set(families.map(({ set }) => set)).size).toBe(families.length);
    for (const { instances, time_s } of families) {
      expect(instances!.length).toBeLessThanOrEqual(3);
      expect(time_s).toBe(20);
    }
  });

  it('keep `quick` within its twelve minutes', () => {
    const searches = PRESETS['quick']!.flatMap(({ instances, time_s }) => (instances as string[]).map(() => time_s));
    // Three seconds around each search: start, reading, compiling, checks.
    expect(searches.reduce((sum, time_s) => sum + time_s + 3, 0)).toBeLessThan(12 * 60);
  });
});

it('warns of a machine that is not quiet', () => {
  expect(busyWarning(0.1, 2)).toBeNull();
  expect(busyWarning(1.8, 2)).toContain('load 1.8 on 2 cores');
});
