import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { curveOf, instancePanels, setPanels } from '../../bench/curves/curves.ts';
import { curvesSvg, spread } from '../../bench/curves/svg.ts';
import { median } from '../../bench/figures.ts';
import { coresOfOthers } from '../../bench/machine.ts';
import { distinct, fixedFive, keyOf, outstanding, solutionName } from '../../bench/quality/cases.ts';
import { groupsOf, meanOf, seedsOf } from '../../bench/quality/groups.ts';
import { PEER_POINTS, peersOnInstance, peersOnSet } from '../../bench/quality/peers.ts';
import { PRESETS } from '../../bench/quality/presets.ts';
import type { Case, QualityRecord } from '../../bench/quality/record.ts';
import { qualityMarkdown } from '../../bench/quality/report.ts';
import { hindrances, openUnfinished, remaining, writePlan } from '../../bench/quality/resume.ts';
import { writeReport } from '../../bench/quality/run.ts';
import { shuffledIndices } from '../../bench/quality/shuffle.ts';
import { INSTANCE_TARGETS, SET_TARGETS } from '../../bench/quality/targets.ts';
import { judgeInstances, judgeSets } from '../../bench/quality/verdict.ts';
import { aCase, aRecord, aReport, MACHINE } from './bench-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'roundsman-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('cases', () => {
  it('are the same search where set, instance, seed, time, threads and variant are', () => {
    expect(keyOf(aCase())).toBe(keyOf({ ...aCase() }));
    const others: Partial<Case>[] = [
      { set: 'b' },
      { instance: 'other' },
      { seed: 2 },
      { time_s: 21 },
      { threads: 1 },
      { iterations: 5 },
      { objective: 'round' },
      { warm: true as const },
      { shuffle: 1 },
      { without: ['blinks'] },
    ];
    const keys = [aCase(), ...others.map((change) => ({ ...aCase(), ...change }))].map(keyOf);
    expect(new Set(keys).size).toBe(keys.length);
    const files = [aCase(), ...others.slice(1).map((change) => ({ ...aCase(), ...change }))].map(solutionName);
    // One number of threads and one way of counting per run.
    expect(new Set(files).size).toBe(files.length - 2);
  });

  it('are made once each, where they were first asked for', () => {
    const [a, b, c] = [aCase(), aCase({ seed: 2 }), aCase({ seed: 3 })];
    expect(distinct([a, b, { ...a }, c, b])).toEqual([a, b, c]);
    expect(outstanding([a, b, c], [aRecord('one', 5, { ...b })])).toEqual([a, c]);
  });

  it('of a fixed five are the smallest, the largest and those at the quarters, whatever order they come in', () => {
    const sized = [900, 100, 500, 300, 200, 700, 800, 400, 600].map((n) => ({ name: `n${n}`, n }));
    expect(fixedFive(sized)).toEqual(['n100', 'n300', 'n500', 'n700', 'n900']);
    expect(fixedFive(sized.toReversed())).toEqual(fixedFive(sized));
    expect(fixedFive(sized.slice(0, 2))).toHaveLength(2);
    // Of one size: by name.
    const alike = ['R1', 'C2', 'C1', 'RC1', 'R2', 'R10'].map((name) => ({ name, n: 5 }));
    expect(fixedFive(alike)).toEqual(['C1', 'C2', 'R2', 'R10', 'RC1']);
  });

  it('of `reach` begin with some of every set, and ask for nothing that has no target', () => {
    const sets = SET_TARGETS.map(({ set }) => set);
    const half = PRESETS['reach-60']!;
    expect(half.slice(0, sets.length).map(({ set }) => set)).toEqual(sets);
    expect(new Set(PRESETS['reach']!.map(({ set }) => set))).toEqual(new Set(sets));
    for (const { set, instances, time_s, seeds } of half) {
      expect(time_s).toBe(set === 'cvrp-xxl' ? 300 : 60);
      expect(seeds).toEqual(instances === null ? [1] : expect.anything());
    }
  });

  it('of `fast` are those that have a target', () => {
    for (const { set, instances, time_s } of PRESETS['fast']!) {
      for (const instance of instances as string[]) {
        expect(INSTANCE_TARGETS).toContainEqual(expect.objectContaining({ set, instance, time_s }));
      }
    }
  });
});

describe('a run that is gone on with', () => {
  it('keeps what is solved, and solves again what was disturbed where that is asked for', () => {
    const plan = [aCase(), aCase({ seed: 2 }), aCase({ seed: 3 })];
    const report = aReport('try', [
      aRecord('one', 5, { ...plan[0]!, others: 0 }),
      aRecord('one', 5, { ...plan[1]!, others: 1.2 }),
    ]);
    expect(remaining(plan, report, false).cases).toEqual([plan[2]]);
    expect(remaining(plan, report, true)).toEqual({ kept: [report.records[0]], cases: [plan[1], plan[2]] });
    const killed = aReport('try', [aRecord('one', 5, { ...plan[0]!, solved: null, judge: null })]);
    expect(remaining(plan, killed, false)).toEqual({ kept: [], cases: plan });
    expect(remaining(plan, null, false)).toEqual({ kept: [], cases: plan });
  });

  it('is of one solver and one machine', () => {
    expect(hindrances(MACHINE, MACHINE)).toEqual([]);
    // A commit that touches nothing of the solver changes no figure.
    expect(hindrances(MACHINE, { ...MACHINE, commit: 'fffffff' })).toEqual([]);
    expect(hindrances(MACHINE, { ...MACHINE, solver: 'other' })).toHaveLength(1);
    expect(hindrances(MACHINE, { ...MACHINE, cores: 4, node: 'v25.0.0' })).toHaveLength(2);
    const dirty = { ...MACHINE, solver: `${MACHINE.solver}+` };
    expect(hindrances(dirty, dirty)[0]).toContain('a checkout with changes');
    expect(hindrances({ ...MACHINE, solver: null }, { ...MACHINE, solver: null })).toHaveLength(1);
  });

  it('is read from its folder', () => {
    expect(() => openUnfinished(folder)).toThrow(/Nothing to go on with/);
    const cases = [aCase(), aCase({ seed: 2 })];
    writePlan(folder, { name: 'try', cases });
    expect(openUnfinished(folder)).toEqual({ name: 'try', cases, report: null });
    expect(() => writePlan(folder, { name: 'other', cases })).toThrow(/a run in .* already/);
    const report = aReport('try', [aRecord('one', 1010)]);
    writeReport(report, folder, 'quality');
    expect(openUnfinished(folder).report).toEqual(report);
  });

  it('says that it is not finished, in how many sessions it was made, and what was disturbed', () => {
    const session = {
      startedAt: '2027-03-16T08:00:00.000Z',
      elapsed_s: 60,
      machine: MACHINE,
      load_before: 0,
      load_after: 1,
    };
    const other = { ...session, machine: { ...MACHINE, commit: 'fffffff', solver: 'other' } };
    const records = [aRecord('quiet', 1010, { others: 0.05 }), aRecord('busy', 1030, { others: 0.71 })];
    const text = qualityMarkdown({ ...aReport('try', records), planned: 7, sessions: [session, other] });
    expect(text).toContain('Not finished: 2 of 7 searches');
    expect(text).toContain('In 2 sessions');
    expect(text).toContain('NOT ONE SOLVER');
    expect(text).toContain('1 of 2 searches ran while other processes');
    expect(text).toMatch(/busy .*\| 0\.71 ! \|/);
    expect(qualityMarkdown(aReport('try', [aRecord('one', 1010)]))).not.toMatch(/Not finished|sessions|others/);
  });
});

describe('cores of others', () => {
  it('are what all spent less what is one’s own', () => {
    expect(coresOfOthers(50, 40, 20)).toBe(0.5);
    expect(coresOfOthers(39.9, 40, 20)).toBe(0);
    expect(coresOfOthers(null, 40, 20)).toBeNull();
    expect(coresOfOthers(50, null, 20)).toBeNull();
  });
});

describe('means', () => {
  it('weigh an instance the same whatever its number of seeds', () => {
    const records = [aRecord('a', 1010), aRecord('a', 1030, { seed: 2 }), aRecord('b', 1050)];
    expect(meanOf(records, ({ judge }) => judge!.gap_percent)).toBeCloseTo(3.5, 10);
  });

  it('of seeds are compared on the instances that all of them have', () => {
    const records = [aRecord('a', 1010), aRecord('b', 1090), aRecord('a', 1030, { seed: 2 })];
    expect(seedsOf(records)).toEqual([
      { seed: 1, gap: 1 },
      { seed: 2, gap: 3 },
    ]);
    expect(seedsOf(records.slice(0, 2))).toBeNull();
  });

  it('at a time are there once every search has a plan', () => {
    const late = aRecord('late', 1020);
    const slow = {
      ...late,
      solved: {
        ...late.solved!,
        anytime: [
          { at_s: 1, cost: null },
          { at_s: 2, cost: 1040 },
        ],
      },
    };
    const quick = aRecord('quick', 1010);
    const fast = { ...quick, solved: { ...quick.solved!, anytime: [1, 2].map((at_s) => ({ at_s, cost: 1020 })) } };
    const means = (...records: QualityRecord[]) =>
      qualityMarkdown(aReport('try', records))
        .split('\n')
        .find((line) => line.startsWith('| mean'));
    expect(means(slow, fast)).toMatch(/\| +- \| 3\.00 \|/);
    // One that ended early keeps what it had.
    const early = { ...quick, solved: { ...quick.solved!, anytime: [{ at_s: 1, cost: 1020 }] } };
    expect(means(fast, early)).toMatch(/\| 2\.00 \| 2\.00 \|/);
    expect(means(fast)).toMatch(/\| 2\.00 \| 2\.00 \|/);
  });

  it('have a middle', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNull();
  });

  it('are of one set and one budget, the shorter first', () => {
    const records = [aRecord('a', 1, { time_s: 60 }), aRecord('a', 1, { time_s: 20 }), aRecord('a', 1, { set: 'z' })];
    const groups = groupsOf(records);
    expect(groups.map(({ set, time_s }) => `${set} ${time_s}`)).toEqual(['some-set 20', 'some-set 60', 'z 20']);
    expect(qualityMarkdown(aReport('try', records))).toContain('## some-set, 60 s');
  });
});

describe('targets', () => {
  const ofSet = (set: string, gaps: (number | null)[], extra: Partial<QualityRecord> = {}) =>
    gaps.map((gap, i) => aRecord(`i${i}`, 1000 + 10 * (gap ?? 0), { set, ...extra }));

  it('are of distinct sets, and stricter the longer a search takes', () => {
    expect(new Set(SET_TARGETS.map(({ set }) => set)).size).toBe(SET_TARGETS.length);
    for (const { gaps } of SET_TARGETS) {
      const values = Object.entries(gaps).sort(([a], [b]) => Number(a) - Number(b));
      for (let i = 1; i < values.length; i++) expect(values[i]![1]).toBeLessThan(values[i - 1]![1]);
    }
  });

  it('are met by a mean that is no higher', () => {
    const [verdict] = judgeSets(groupsOf(ofSet('cvrp-x', [0.5, 0.6])));
    expect(verdict).toMatchObject({ target: 0.6, met: true, solved: 2, count: 52, peer: null, vehicles: null });
    expect(judgeSets(groupsOf(ofSet('cvrp-x', [0.5, 0.8])))[0]!.met).toBe(false);
  });

  it('are missed where a plan is not valid', () => {
    const records = ofSet('cvrp-x', [0.1, 0.1]);
    records[0]!.judge!.feasible = false;
    expect(judgeSets(groupsOf(records))[0]!.met).toBe(false);
  });

  it('say nothing for other times, other sets and counted iterations', () => {
    expect(judgeSets(groupsOf(ofSet('cvrp-x', [0.1], { time_s: 7 })))[0]).toMatchObject({ target: null, met: null });
    expect(judgeSets(groupsOf(ofSet('no-such-set', [0.1])))).toEqual([]);
    expect(judgeSets(groupsOf(ofSet('cvrp-x', [0.1], { time_s: null, iterations: 9 })))).toEqual([]);
  });

  it('of one thread are those of others, in as much time', () => {
    const verdicts = judgeSets(groupsOf(ofSet('cvrp-x', [0.5], { time_s: 60, threads: 1 })));
    expect(verdicts[0]).toMatchObject({ target: null, met: null, ahead: true, peer: { gap: 0.65, time_s: 60 } });
    expect(judgeSets(groupsOf(ofSet('cvrp-x', [0.7], { time_s: 60, threads: 1 })))[0]!.ahead).toBe(false);
  });

  it('count instances with as few vehicles as the best known solution, of the lowest seed each', () => {
    const routes = (name: string, count: number, extra: Partial<QualityRecord> = {}) => {
      const record = aRecord(name, 1001, { set: 'pdptw-lilim400', time_s: 60, ...extra });
      const gap_percent = count === 10 ? 0.1 : null;
      return { ...record, judge: { ...record.judge!, routes: count, bks_routes: 10, gap_percent } };
    };
    const records = [routes('a', 10), routes('b', 11), routes('c', 9), routes('b', 10, { seed: 2 })];
    const [verdict] = judgeSets(groupsOf(records));
    expect(verdict!.vehicles).toEqual({ equal: 2, target: 13, met: false });
    expect(verdict!.gap).toBeCloseTo(0.1, 10);
  });

  it('of single instances are at most a gap, or below what another solver reaches', () => {
    const known = (instance: string, time_s: number, gap: number, seed = 1) =>
      aRecord(instance, 1000 + 10 * gap, { set: 'cvrp-x', time_s, seed });
    const judged = (...records: QualityRecord[]) => judgeInstances(groupsOf(records)).map(({ met }) => met);
    expect(judged(known('X-n101-k25', 20, 0))).toEqual([true]);
    expect(judged(known('X-n101-k25', 20, 0.01))).toEqual([false]);
    expect(judged(known('X-n303-k21', 20, 0.1), known('X-n303-k21', 20, 0.3, 2))).toEqual([true]);
    expect(judged(known('X-n101-k25', 0.1, 2.44))).toEqual([false]);
    expect(judged(known('X-n101-k25', 0.1, 2.43))).toEqual([true]);
    expect(judged(known('X-n502-k39', 60, 0))).toEqual([]);
  });
});

describe('peers', () => {
  it('are of sets that are known, the best first', () => {
    const sets = new Set(SET_TARGETS.map(({ set }) => set));
    expect(PEER_POINTS.filter(({ set }) => !sets.has(set))).toEqual([]);
    expect(peersOnSet('cvrp-x', 60).map(({ gap }) => gap)).toEqual([0.65]);
    expect(peersOnSet('cvrp-x', 20)).toEqual([]);
    expect(peersOnInstance('cvrp-x', 'X-n502-k39', 20).map(({ peer }) => peer.label)).toEqual([
      'AILS-II',
      'PyVRP',
      'HGS',
      'VROOM -x5',
    ]);
  });
});

describe('curves', () => {
  const curve = (costs: [at_s: number, cost: number | null][]) => costs.map(([at_s, cost]) => ({ at_s, cost }));
  const withCurve = (
    name: string,
    cost: number,
    costs: [number, number | null][],
    extra: Partial<QualityRecord> = {},
  ) => {
    const record = aRecord(name, cost, extra);
    return { ...record, solved: { ...record.solved!, anytime: curve(costs) } };
  };
  const a = withCurve('a', 1000, [
    [1, 1100],
    [2, 1050],
    [5, 1010],
  ]);
  const b = withCurve('b', 1020, [
    [1, null],
    [2, 1070],
    [5, 1040],
  ]);

  it('begin where every search has a plan, and end with the gaps of the plans', () => {
    expect(curveOf(groupsOf([a, b])[0]!)).toEqual({
      time_s: 20,
      threads: 2,
      points: [
        { at_s: 2, gap: 6 },
        { at_s: 5, gap: 2.5 },
        { at_s: 20, gap: 1 },
      ],
    });
  });

  it('are not made where vehicles come first, or of counted iterations', () => {
    const hierarchical = { ...a, judge: { ...a.judge!, bks_routes: 3 } };
    expect(curveOf(groupsOf([hierarchical])[0]!)).toBeNull();
    expect(curveOf(groupsOf([{ ...a, time_s: null, iterations: 10 }])[0]!)).toBeNull();
  });

  it('come in panels: of sets as the targets have them, of instances where others are known', () => {
    const records = [
      { ...a, set: 'zebra' },
      { ...b, set: 'gvrp' },
      { ...a, set: 'cvrp-x', instance: 'X-n101-k25' },
    ];
    expect(setPanels(records).map(({ title }) => title)).toEqual(['cvrp-x', 'gvrp', 'zebra']);
    expect(setPanels(records)[0]).toMatchObject({
      subtitle: 'capacity · 1 of 52 instances',
      peers: [{ label: 'PyVRP' }],
    });
    expect(instancePanels(records).map(({ title }) => title)).toEqual(['X-n101-k25']);
  });

  it('are drawn as XML that holds titles, names and results', () => {
    const panels = setPanels([
      { ...a, set: 'cvrp-x' },
      { ...a, set: 'a<b&c' },
      { ...a, set: 'cvrp-x', threads: 1 },
    ]);
    const svg = curvesSvg(panels, { title: 'Gaps', subtitle: 'of a & b' });
    expect(svg).toContain('>a&lt;b&amp;c<');
    expect(svg).toContain('of a &amp; b');
    expect(svg).toContain('>PyVRP<');
    expect(svg).toContain('>20 s (1) 0.00 %<');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    // Every element that is opened is closed.
    const opened = svg.match(/<[a-z]+[^>]*[^/]>/g)!.length;
    expect(svg.match(/<\/[a-z]+>/g)).toHaveLength(opened);
  });

  it('have names that do not cover each other', () => {
    expect(spread([10, 11, 40], 8, 100)).toEqual([10, 18, 40]);
    expect(spread([90, 95, 99], 8, 100)).toEqual([84, 92, 100]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 8 }), (list) => {
        const placed = spread(
          list.toSorted((x, y) => x - y),
          10,
          100,
        );
        for (let i = 1; i < placed.length; i++) expect(placed[i]! - placed[i - 1]!).toBeGreaterThanOrEqual(10);
        for (const at of placed) expect(at).toBeLessThanOrEqual(100);
      }),
    );
  });
});

it('shuffles every task to one place, the same with the same seed', () => {
  const order = shuffledIndices(50, 3);
  expect(order).toEqual(shuffledIndices(50, 3));
  expect(order).not.toEqual(shuffledIndices(50, 4));
  expect(order.toSorted((x, y) => x - y)).toEqual(Array.from({ length: 50 }, (_, i) => i));
});

it('refuses a report that is none', async () => {
  const { readReport } = await import('../../bench/quality/read.ts');
  const file = join(folder, 'other.json');
  writeFileSync(file, '{"kind":"plan"}');
  expect(() => readReport(file)).toThrow(/is no report of quality/);
});
