import { describe, expect, it } from 'vitest';
import { describeExplanations } from '../../src/cli/explanations.ts';
import type { Window } from '../../src/contract/request.ts';
import type { RequestInput } from '../../src/contract/schema.ts';
import { hindrancesOf } from './explain-world.ts';

/** What binds a task of 1,300 s, to be begun by 300, in each shift of a van that also has one for the second. */
function early(shifts: [Window, Window]) {
  const tasks: RequestInput['tasks'] = [
    { id: 'early', kind: 'visit', at: [100, 0], windows: [[0, 300]], service_s: 1300 },
    { id: 'late', kind: 'visit', at: [100, 0], windows: [[1300, 1500]] },
  ];
  return hindrancesOf({ tasks, vehicles: [{ id: 'van', start: [0, 0], end: [0, 0], shifts }] });
}

describe('what frees a task of a van with several shifts', () => {
  it('says which of them', () => {
    const kinds = early([
      [0, 1200],
      [1400, 2600],
    ]);
    expect(kinds).toMatchObject([
      { vehicle: 'van', shift: 1, rule: 'window_unreachable.shift', frees: "shift 1 of 'van' to end 2 min later" },
      { vehicle: 'van', shift: 2 },
    ]);
    expect(kinds[0]).not.toHaveProperty('number');
    const text = describeExplanations({ unassigned: [{ task: 'early', vehicles: kinds }] }, null, []);
    expect(text).toMatch(/van, shift 1: .*\n.*van, shift 2: /);
  });

  it('lets none of them overlap', () => {
    // 120 s later would be in the middle of the next shift, which cannot begin any earlier.
    expect(
      early([
        [0, 1200],
        [1200, 2400],
      ]),
    ).toMatchObject([
      { shift: 1, rule: 'window_unreachable.shift', frees: null },
      { shift: 2, rule: 'window_unreachable.shift', frees: null },
    ]);
  });

  it('looks at shifts in the order of time, however they are listed', () => {
    expect(
      early([
        [1200, 2400],
        [0, 1200],
      ]),
    ).toMatchObject([
      { shift: 1, frees: null },
      { shift: 2, frees: null },
    ]);
  });
});
