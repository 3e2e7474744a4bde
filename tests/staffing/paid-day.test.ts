import { expect, it } from 'vitest';
import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import { smallDay } from './samples.ts';

/** What is said of a day of so many hours at least, in the rules and of a rider. */
function toldOf(min_h_day: number, rules: object): string[] {
  const day = smallDay();
  const common = { ...day, rules: { opening: [{ from: '10:00', to: '23:00' }], ...rules } };
  const rider = { id: 'ann', availability: [{ from: '10:00', to: '23:00' }] };
  const ofRules = { ...common, riders: [rider], rules: { ...common.rules, min_h_day } };
  const ofRider = { ...common, riders: [{ ...rider, min_h_day }] };
  return [ofRules, ofRider].flatMap((request) => {
    const parsed = parseStaffing(request);
    return parsed.ok ? [] : parsed.errors.map(({ code, path }) => `${code} ${path}`);
  });
}

const refused = ['impossible_rules rules.min_h_day', 'impossible_rules riders[0].min_h_day'];

it('refuses a day of more hours than its shifts are paid for', () => {
  // A shift of 8 hours has a break of 30 minutes, which is not paid.
  expect(toldOf(8, {})).toEqual(refused);
  expect(toldOf(7.5, {})).toEqual([]);
  expect(toldOf(8, { meal: { paid: true } })).toEqual([]);
  expect(toldOf(8, { meal: null })).toEqual([]);
  expect(toldOf(8, { shifts_per_day: 2 })).toEqual([]);
});

it('counts the longest shift without a break where the break of longer ones takes more than they add', () => {
  const rules = { shift_max_h: 6.5, meal: { minutes: 60 } };
  expect(toldOf(6, rules)).toEqual([]);
  expect(toldOf(6.5, rules)).toEqual(refused);
});

it('counts the lengths that there are', () => {
  expect(toldOf(7, { meal: null, shift_max_h: 7.5, shift_step_min: 60 })).toEqual([]);
  expect(toldOf(7.5, { meal: null, shift_max_h: 7.5, shift_step_min: 60 })).toEqual(refused);
});
