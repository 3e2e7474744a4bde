import { expect, it } from 'vitest';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { requirementOf } from '../../src/staffing/load/index.ts';
import { demandOf } from '../../src/staffing/plan/demand.ts';
import { requirementInput } from '../../src/staffing/plan/work.ts';
import { readRequest } from './plan-here.ts';

/** Riders required in the first two hours and at noon, where as many orders come all day long. */
function requiredOf(change: Partial<StaffingInput> = {}) {
  const request = readRequest({
    kind: 'staffing',
    version: 1,
    horizon: { time_zone: 'Europe/Vienna', starts_on: '2026-03-02' },
    zones: [{ id: 'west' }],
    demand: [{ zone: 'west', orders: new Array(96).fill(12) }],
    ...change,
  });
  const required = [...requirementOf(requirementInput(request, demandOf(request))).riders];
  return { first: required.slice(0, 8), noon: required[48]! };
}

it('does not begin with an empty city where a zone is open over midnight', () => {
  const opening = [
    { from: '20:00', to: '28:00' },
    { from: '04:00', to: '20:00' },
  ];
  for (const change of [{}, { rules: { opening } }]) {
    const { first, noon } = requiredOf(change);
    expect(new Set(first)).toEqual(new Set([noon]));
  }
});

it('does where it opens with the day', () => {
  const { first, noon } = requiredOf({ rules: { opening: [{ from: '00:00', to: '22:00' }] } });
  expect(first[0]).toBeLessThan(0.5 * noon);
  expect(first[7]).toBe(noon);
});
