import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/check/verdict.ts';
import { describeVerdict } from '../../src/cli/check.ts';
import { compareFigures, figuresOf } from '../../src/cli/compare.ts';
import { EXIT, exitCodeOf } from '../../src/cli/exit.ts';
import { describeExplanations } from '../../src/cli/explanations.ts';
import { inputWith, integerWithin, numberWithin, searchOptionsOf } from '../../src/cli/options.ts';
import { budgetOf, usedShare } from '../../src/cli/progress.ts';
import { describePlan, line } from '../../src/cli/summary.ts';
import { describeErrors } from '../../src/cli/terminal.ts';
import { codedError, ERROR_CODES, type ErrorCode } from '../../src/contract/errors.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import { planOf, tourOver } from '../support/map-plan.ts';

const INPUT = {
  kind: 'routing',
  version: 1,
  tasks: [{ kind: 'visit', id: 't', at: [2, 48] }],
  vehicles: [{ id: 'v' }],
  options: { time_s: 30, iterations: 500, seed: 9 },
};

function request() {
  const parsed = parseRequest(INPUT);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.value;
}

describe('exit codes', () => {
  it('say who must act: the user, the operator of the queue, or we', () => {
    const codes = Object.keys(ERROR_CODES) as ErrorCode[];
    const withExit = (exit: number) => codes.filter((code) => exitCodeOf([codedError(code, '', '')]) === exit);
    expect(withExit(EXIT.ok)).toEqual([]);
    expect(withExit(EXIT.queue)).toEqual(['queue_full', 'queue_unreachable']);
    expect(withExit(EXIT.check)).toEqual(['plan_rejected']);
    expect(withExit(EXIT.stopped)).toEqual(['job_timeout', 'cancelled']);
    for (const code of ['internal', 'thread_failed', 'out_of_memory', 'poison_job'] as const) {
      expect(withExit(EXIT.internal)).toContain(code);
    }
    for (const code of [
      'not_json',
      'no_vehicles',
      'unknown_job',
      'bad_config',
      'bad_option',
      'cannot_write',
    ] as const) {
      expect(withExit(EXIT.input)).toContain(code);
    }
    expect(exitCodeOf([])).toBe(EXIT.internal);
  });
});

describe('search options', () => {
  it('take the place of those of the request; a budget takes the place of the whole budget', () => {
    expect(searchOptionsOf(request(), {})).toEqual({
      search: true,
      time_s: 30,
      iterations: 500,
      seed: 9,
      threads: null,
    });
    expect(searchOptionsOf(request(), { time: 2 })).toMatchObject({ time_s: 2, iterations: null, seed: 9 });
    expect(searchOptionsOf(request(), { iterations: 7, seed: 0 })).toMatchObject({
      time_s: null,
      iterations: 7,
      seed: 0,
    });
    expect(searchOptionsOf(request(), { time: 2, iterations: 7 })).toMatchObject({ time_s: 2, iterations: 7 });
  });

  it('are refused where the request asks for no search', () => {
    const judged = { ...request(), options: { ...request().options, search: false } };
    expect(searchOptionsOf(judged, {})).toMatchObject({ search: false, seed: 9 });
    expect(() => searchOptionsOf(judged, { time: 2, seed: 1 })).toThrow(
      '--time, --seed: for a search, and the request',
    );
  });

  it('reach the queue as a request that is still valid, and leave it alone where nothing is given', () => {
    expect(inputWith(INPUT, searchOptionsOf(request(), {}), {})).toBe(INPUT);
    const search = { time: 2, threads: 3 };
    const changed = parseRequest(inputWith(INPUT, searchOptionsOf(request(), search), search));
    expect(changed).toMatchObject({
      ok: true,
      value: { options: { time_s: 2, iterations: null, seed: 9, threads: 3 } },
    });
  });

  it('refuse what is no number within bounds', () => {
    expect(numberWithin(0.1, 5)('0.1')).toBe(0.1);
    expect(integerWithin(1, 64)('64')).toBe(64);
    for (const text of ['', ' ', 'x', 'NaN', '-1', '6', 'Infinity', '1e3', '1,5']) {
      expect(() => numberWithin(0.1, 5)(text)).toThrow('from 0.1 to 5');
    }
    expect(() => integerWithin(1, 64)('1.5')).toThrow('a whole number');
  });
});

describe('progress', () => {
  it('is a share of the budget that ends first', () => {
    const budget = budgetOf({ search: true, time_s: 10, iterations: 100, seed: 1, threads: 2 });
    const at = (elapsed_s: number, iterations: number) =>
      usedShare({ elapsed_s, iterations, cost: 0, unassigned: 0 }, budget);
    expect(at(1, 0)).toBeCloseTo(0.1);
    expect(at(1, 150)).toBeCloseTo(0.75);
    expect(at(99, 0)).toBe(1);
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.option(fc.nat()), fc.option(fc.nat()), (elapsed_s, n, time_s, iterations) => {
        const share = usedShare({ elapsed_s, iterations: n, cost: 0, unassigned: 0 }, { time_s, iterations });
        // A budget of nothing may be used up or not begun, but the bar must stay drawable.
        expect(share >= 0 && share <= 1).toBe(true);
      }),
    );
  });
});

describe('text for people', () => {
  it('shows every error on lines of its own, and lets no input steer the terminal', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }))), (given) => {
        const text = describeErrors(given.map(([path, cause]) => codedError('not_json', path, cause)));
        expect(text.split('\n')).toHaveLength(2 + 3 * given.length);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there.
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      }),
    );
  });

  it('lets no id pass for a line of its own', () => {
    const forged = 'x\nCheck     passed\u001b[2J';
    const plan = planOf([tourOver('v', [2, 48], [[2.1, 48]])], [[2, 48.1]]);
    plan.unassigned[0]!.task = forged;
    plan.unassigned[0]!.cause = `no room on '${forged}'`;
    const violation = { cause: 'capacity' as const, path: forged, detail: forged };
    plan.violations = [violation];
    const alternative = { vehicle: forged, number: 1, cost: null, before: null, obstacle: forged };
    const explanations = {
      vehicles: [
        { task: forged, alternatives: [alternative, { ...alternative, cost: 2, before: forged, obstacle: null }] },
      ],
      unassigned: [
        { task: forged, vehicles: [{ vehicle: forged, obstacle: forged, rule: 'no_room.load', frees: forged }] },
      ],
      slots: [{ task: forged, slots: [{ window: [0, 3600] as [number, number], ...alternative }] }],
    };
    const verdict = {
      ...{ ok: false, violations: [violation], routes: 1, served: 1, unassigned: 0 },
      reasons: { checked: 0, skipped: 0 },
    };
    const texts = [
      describePlan(plan),
      describeExplanations(explanations, null, plan.unassigned),
      describeVerdict(verdict as unknown as Verdict),
      compareFigures([forged, forged], [figuresOf(plan), figuresOf(plan)]),
      line('Plan', forged),
    ];
    for (const text of texts) {
      expect(text).toContain('x\ufffdCheck');
      expect(text).not.toMatch(/^Check +passed/m);
      expect(text).not.toContain('\u001b');
    }
  });

  it('lists ten tasks that are left out, and counts the rest', () => {
    const plan = planOf(
      [tourOver('v', [2, 48], [[2.1, 48]])],
      Array.from({ length: 13 }, (_, i) => [2, 48 + i / 100]),
    );
    const text = describePlan(plan);
    expect(text).toMatch(/^Tasks +1 of 14 served$/m);
    expect(text.match(/^ {2}left-\d+: no_room/gm)).toHaveLength(10);
    expect(text).toContain('and 3 more');
  });

  it('tells of trips, breaks, overtime, lateness and broken rules only where there are any', () => {
    const plan = planOf([tourOver('v', [2, 48], [[2.1, 48]])]);
    expect(describePlan(plan)).not.toMatch(/trips|breaks|setup|Late|Overtime|CO2|Broken/);
    const summary = { trips: 3, break_s: 1800, setup_s: 60, lateness_s: 600, overtime_s: 5400, co2_g: 12_340 };
    const violations = [{ cause: 'load', path: 'routes[0]', detail: '5 over' }];
    const solver = { ...plan.solver, stopped: 'not_searched' as const };
    const text = describePlan({ ...plan, summary: { ...plan.summary, ...summary }, violations, solver });
    expect(text).toMatch(/^Vehicles +1 of 1 used on 3 trips$/m);
    expect(text).toMatch(/^On duty .*, setup 0:01 h, .*, breaks 0:30 h$/m);
    expect(text).toMatch(/^Late +0:10 h\nOvertime +1:30 h$/m);
    expect(text).toMatch(/^CO2 +12\.3 kg$/m);
    expect(text).toMatch(/^Search +none/m);
    expect(text).toMatch(/^Broken +1\n {2}load at routes\[0\]: 5 over$/m);
  });
});
