import { describe, expect, it } from 'vitest';
import { ABLATION_SETS, ablationTen } from '../../bench/ablation/instances.ts';
import { ablationMarkdown, partEffects, twiceStandardError } from '../../bench/ablation/report.ts';
import { partsOf } from '../../bench/ablation/switches.ts';
import { microCases } from '../../bench/micro/cases.ts';
import type { QualityRecord } from '../../bench/quality/record.ts';
import { SCALE_TARGETS, SET_TARGETS } from '../../bench/quality/targets.ts';
import { failureOf, scaleCases } from '../../bench/scale/command.ts';
import type { ScaleFigures, SearchFigures } from '../../bench/scale/record.ts';
import { gains, growthOf, iterationMicros, scaleMarkdown, threadFigures } from '../../bench/scale/report.ts';
import { steadinessOf, steadyMarkdown } from '../../bench/steady/report.ts';
import { PARTS } from '../../src/routing/parts.ts';
import { aRecord, aReport, MACHINE } from './bench-world.ts';

const withGap = (instance: string, gap: number, extra: Partial<QualityRecord> = {}) =>
  aRecord(instance, 1000 + 10 * gap, extra);

describe('ablation', () => {
  it('is made on one instance of each of ten sets, of all sizes', () => {
    const sized = Array.from({ length: 100 }, (_, i) => ({ name: `i${i}`, n: 100 + i }));
    const ten = ablationTen(() => sized);
    expect(ten.map(({ set }) => set)).toEqual([...ABLATION_SETS]);
    expect(new Set(ten.map(({ instance }) => instance)).size).toBe(10);
    const known = SET_TARGETS.map(({ set }) => set);
    expect(ABLATION_SETS.filter((set) => !known.includes(set))).toEqual([]);
  });

  it('knows the parts of the search, and no others', () => {
    expect(partsOf(PARTS)).toEqual([...PARTS]);
    expect(() => partsOf(['blinks', 'no-such-part'])).toThrow(/no-such-part are parts of the search/);
  });

  it('holds each part against the whole, search by search', () => {
    const records = [
      withGap('a', 1),
      withGap('b', 2),
      withGap('b', 3, { seed: 2 }),
      withGap('a', 2, { without: ['blinks'] }),
      withGap('b', 2, { without: ['blinks'] }),
      withGap('b', 5, { seed: 2, without: ['blinks'] }),
      withGap('a', 0.5, { without: ['orders'] }),
      // Of this search there is no whole one.
      withGap('c', 9, { without: ['orders'] }),
    ];
    records[3]!.solved!.iterations = 2000;
    const { whole, effects } = partEffects(records);
    expect(whole).toBeCloseTo(2, 10);
    expect(effects.map(({ part }) => part)).toEqual(['blinks', 'orders']);
    expect(effects[0]).toMatchObject({ pairs: 3, better: 0, worse: 2 });
    expect(effects[0]!.change).toBeCloseTo(1, 10);
    expect(effects[0]!.noise).toBeCloseTo(2 / Math.sqrt(3), 10);
    expect(effects[0]!.speed).toBeCloseTo(4 / 3, 10);
    expect(effects[1]).toMatchObject({ pairs: 1, better: 1, worse: 0, noise: null });
    const text = ablationMarkdown({ ...aReport('try', records), study: 'ablation', planned: 20 });
    expect(text).toMatch(/\| blinks +\| +3 \| 3\.000 \| \+1\.000 \| 1\.155 \|/);
    expect(text).toContain('Not finished: 8 of 20 searches');
  });

  it('leaves out searches without a valid plan', () => {
    const broken = withGap('a', 1, { without: ['blinks'] });
    broken.judge!.feasible = false;
    expect(partEffects([withGap('a', 1), broken]).effects).toEqual([]);
  });

  it('says how much may be luck', () => {
    expect(twiceStandardError([1, 2, 3])).toBeCloseTo(2 / Math.sqrt(3), 10);
    expect(twiceStandardError([4, 4, 4])).toBe(0);
    expect(twiceStandardError([1, 2])).toBeNull();
  });
});

describe('steadiness', () => {
  const variants = (instance: string, gaps: number[], extra: Partial<QualityRecord> = {}) =>
    gaps.map((gap, i) =>
      withGap(instance, gap, { ...(i < 2 ? { seed: i + 1 } : { shuffle: i - 1 }), set: 'mdvrptw', ...extra }),
    );

  it('is how far means of seeds and orders are from the mean of all', () => {
    const [steady] = steadinessOf([...variants('a', [1, 2, 3]), ...variants('b', [1, 1, 1])]);
    expect(steady).toMatchObject({ set: 'mdvrptw', instances: 2, gap: 1.5, seeds: [1, 1.5], orders: [2], moved: 0.5 });
    expect(steady!.deviation).toBeCloseTo(Math.sqrt(0.5), 10);
    expect(steady!.expected).toBeCloseTo((2 * Math.sqrt(0.5)) / Math.sqrt(14), 10);
    expect(steady!.met).toBe(false);
  });

  it('takes only instances that have a gap in every variant', () => {
    const broken = variants('b', [1, 1, 1]);
    broken[1]!.judge!.feasible = false;
    expect(steadinessOf([...variants('a', [1, 1, 1]), ...broken])[0]).toMatchObject({
      instances: 1,
      moved: 0,
      met: true,
    });
  });

  it('is judged by what was seen where the whole set was solved', () => {
    const whole = Array.from({ length: 14 }, (_, i) => variants(`i${i}`, [i, i + 0.05, i])).flat();
    expect(steadinessOf(whole)[0]).toMatchObject({ instances: 14, met: true });
    expect(steadinessOf(whole)[0]!.moved).toBeCloseTo(0.1 / 3, 10);
  });

  it('is told with what was made twice', () => {
    const report = { ...aReport('try', variants('a', [1, 1, 1])), study: 'steady' as const };
    expect(steadyMarkdown(report, [{ set: 'mdvrptw', instance: 'a', same: true }])).toContain(
      'the same plan each time',
    );
    expect(steadyMarkdown(report, [{ set: 'mdvrptw', instance: 'a', same: false }])).toContain(
      'NOT THE SAME PLAN: mdvrptw a',
    );
  });
});

describe('scale', () => {
  const found = { unassigned: 0, first_s: 1, elapsed_s: 10, costs: [100, 90, 85, 82, 80] };
  const search = (n: number, extra: Partial<SearchFigures> = {}): SearchFigures => ({
    ...{ what: 'search', n, time_s: 10, threads: 1, wall_s: 10, cpu_s: 10, peak_mb: 200, error: null },
    search: { ...found, iterations: 8400, since: { elapsed_s: 2, iterations: 400 } },
    ...extra,
  });
  const slower = search(10_000);
  slower.search!.iterations = 4400;

  it('has a time per iteration, without the way to the first ones, and its growth', () => {
    expect(iterationMicros(search(1000))).toBe(1000);
    expect(iterationMicros(search(1000, { threads: 2, cpu_s: 20 }))).toBe(2000);
    // Half a processor only: no slower than it is.
    expect(iterationMicros(search(1000, { cpu_s: 5 }))).toBe(500);
    expect(iterationMicros(search(1000, { search: null }))).toBeNull();
    const few = { ...found, iterations: 1399, since: { elapsed_s: 2, iterations: 400 } };
    expect(iterationMicros(search(1000, { search: few }))).toBeNull();
    expect(iterationMicros(search(1000, { search: { ...few, iterations: 0, since: null } }))).toBeNull();
    expect(growthOf([search(1000), slower])).toBe(2);
    expect(growthOf([search(1000)])).toBeNull();
    expect(gains(search(1000))).toEqual([10, 5, 3, 2]);
  });

  it('is told against its targets, what failed included', () => {
    const figures: ScaleFigures[] = [
      { what: 'first', n: 200, compile_s: 0.02, first_s: 0.04, error: null },
      { what: 'first', n: 200, compile_s: 0.02, first_s: 0.2, error: null },
      { what: 'first', n: 200, compile_s: 0.02, first_s: 0.03, error: null },
      search(1000),
      search(1000, { wall_s: 10.3, cpu_s: 10.3, peak_mb: 300 }),
      slower,
      search(30_000, { search: null, error: 'too many places' }),
      search(20_000, { wall_s: null, cpu_s: null, peak_mb: null, search: null, error: 'ended by SIGKILL' }),
    ];
    const text = scaleMarkdown({
      ...{ kind: 'scale', name: 'try', startedAt: '2027-03-16T08:00:00.000Z', machine: MACHINE, load_before: 0 },
      ...{
        load_after: 1,
        figures,
        threads: { one: { time_s: 60, gap: 1 }, two: { time_s: 35, gap: 1.1 }, instances: 10 },
      },
    });
    expect(text).toMatch(/\| +200 \| +3 \| +20 \| +40 \| +200 \| +50 \| met +\|/);
    expect(text).toMatch(/\| +1000 \| +10 \| +1 \| +10\.00 \| +0 \| met .*\| met /);
    expect(text).toMatch(/\| +1000 \| +10 \| +1 \| +10\.30 \| +\+300 \| MISSED .*\| MISSED /);
    expect(text).toMatch(/\| 30000 .*MISSED .* too many places +\|/);
    expect(text).toMatch(/\| 20000 \| +10 \| +1 \| +- \| +- \| MISSED +\| +- \| +- \| .* ended by SIGKILL \|/);
    expect(text).toContain('2.00 times (target: less than 1.5): MISSED');
    expect(text).toContain('two threads in 35 s 1.100 % (target: no more): MISSED');
  });

  it('holds two threads against one on the instances that both solved', () => {
    const at = (threads: number, instance: string, cost: number) => aRecord(instance, cost, { threads });
    const lost = { ...at(2, 'hard', 0), solved: null, judge: null };
    const records = [at(1, 'easy', 1010), at(2, 'easy', 1005), at(1, 'hard', 1200), lost];
    expect(threadFigures(records)).toMatchObject({ one: { gap: 1 }, two: { gap: 0.5 }, instances: 1 });
    expect(threadFigures(records.slice(2))).toMatchObject({ one: { gap: null }, two: { gap: null }, instances: 0 });
  });

  it('says how a process ended that says nothing itself', () => {
    const ended = { status: 134, signal: null, stderr: '' };
    const one = { what: 'search', n: 10, time_s: 1, threads: 1 } as const;
    expect(failureOf(one, ended)).toMatchObject({ wall_s: null, search: null, error: 'ended with 134' });
    expect(failureOf(one, { ...ended, stderr: 'so\nout of memory\n' }).error).toBe('out of memory');
    expect(failureOf({ ...one, what: 'first' }, { ...ended, signal: 'SIGKILL' }).error).toBe('ended by SIGKILL');
  });

  it('measures what has a target', () => {
    const cases = scaleCases({ sizes: [200, 1000, 10_000, 30_000], time: [1, 10], firsts: 3 });
    for (const n of Object.keys(SCALE_TARGETS.first_s).map(Number)) {
      expect(cases.filter((one) => one.what === 'first' && one.n === n)).toHaveLength(3);
    }
    const alone = cases.filter((one) => one.what === 'search' && one.threads === 1);
    expect(alone.map(({ n }) => n)).toEqual(expect.arrayContaining([1000, 10_000]));
    // The largest needs longer to come to a first plan at all.
    expect(alone.find(({ n }) => n === 30_000)!.time_s).toBe(30);
  });
});

it('micro benches have names of their own', () => {
  const names = microCases().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
