import { describe, expect, it } from 'vitest';
import { parseStaffing, parseStaffingPlan } from '../../src/contract/staffing/parse.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { loadHighs } from '../../src/staffing/highs.ts';
import { planHere } from './plan-here.ts';
import { randomRequest } from './random-request.ts';

/** The long look: STAFFING_CASES=1000 npm test -- tests/staffing/hard-rules.test.ts */
const CASES = Number(process.env.STAFFING_CASES ?? 60);
const SEED = Number(process.env.STAFFING_SEED ?? 1);

describe('random requests', () => {
  it(`never break a hard rule (${CASES} of them)`, async () => {
    const highs = await loadHighs();
    let planned = 0;
    let shifts = 0;
    for (let seed = SEED; seed < SEED + CASES; seed++) {
      const parsed = parseStaffing(randomRequest(seed));
      if (!parsed.ok) {
        // Few of them contradict themselves; each is told so.
        expect(
          parsed.errors.map(({ code }) => code),
          `seed ${seed}`,
        ).toSatisfy((codes: string[]) =>
          codes.every((code) =>
            /^(impossible_rules|impossible_window|bad_time|wrong_value|overlapping_shifts)$/.test(code),
          ),
        );
        continue;
      }
      planned++;
      // As in threads, and every other time without HiGHS.
      const { plan, request } = planHere(parsed.value, seed % 2 === 0 ? highs : null);
      shifts += plan.shifts.length;
      expect(judgeStaffing(request, plan), `seed ${seed}`).toEqual([]);
      expect(parseStaffingPlan(JSON.parse(JSON.stringify(plan))), `seed ${seed}`).toEqual({ ok: true, value: plan });
      const { total, ...parts } = plan.cost;
      expect(
        Object.values(parts).reduce((sum, part) => sum + part, 0),
        `seed ${seed}`,
      ).toBeCloseTo(total, 3);
    }
    expect(planned).toBeGreaterThan(0.8 * CASES);
    expect(shifts).toBeGreaterThan(2 * planned);
  }, 240_000);
});
