import { expect, it } from 'vitest';
import { WallClock } from '../../src/contract/staffing/clock.ts';
import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import { withValue } from '../contract/errors-of.ts';
import { smallDay } from './samples.ts';

const day = smallDay();
const at = (now: string) => ({ ...day, intraday: { now, actual: [], on_duty: [] } });
const action = 'Write it as in the example, with leading zeros.';

function told(request: unknown) {
  const parsed = parseStaffing(request);
  return parsed.ok ? [] : parsed.errors.map(({ path, cause, action }) => ({ path, cause, action }));
}

it('says of what is no time what a time looks like there', () => {
  expect(told(withValue(day, 'rules.opening.0.from', '9:00'))).toEqual([
    { path: 'rules.opening[0].from', cause: "'9:00' is not a time of day such as 11:30", action },
  ]);
  expect(told(withValue(day, 'horizon.starts_on', '2.3.2026'))).toEqual([
    { path: 'horizon.starts_on', cause: "'2.3.2026' is not a date such as 2026-03-02", action },
  ]);
  expect(told(at('2026-03-02T9:00'))).toEqual([
    { path: 'intraday.now', cause: "'2026-03-02T9:00' is not a time such as 2026-03-02T11:30", action },
  ]);
  const availability = [{ from: '2026-03-02 11:00', to: '2026-03-02T19:00' }];
  expect(told(withValue(day, 'riders.0.availability', availability))).toEqual([
    {
      path: 'riders[0].availability[0].from',
      cause: "'2026-03-02 11:00' is not a time such as 2026-03-02T11:30",
      action,
    },
  ]);
});

it('names both forms where either may be meant', () => {
  const path = 'riders[0].availability[0]';
  const forms = 'is not a time such as 2026-03-02T11:30 or a time of day such as 11:30';
  expect(told(withValue(day, 'riders.0.availability', [{ from: '9:00', to: '9:30' }]))).toEqual([
    { path: `${path}.from`, cause: `'9:00' ${forms}`, action },
    { path: `${path}.to`, cause: `'9:30' ${forms}`, action },
  ]);
});

it('takes times with fractions of a second, as programs write them, and cuts those off', () => {
  expect(told(at('2026-03-02T12:00:00.000Z'))).toEqual([]);
  const clock = new WallClock('Europe/Vienna', '2026-03-02');
  expect(clock.parse('2026-03-02T00:00:07.999+01:00')).toBe(7);
  expect(clock.parse('2026-03-02T12:00:59.123456')).toBe(12 * 3600 + 59);
  expect(clock.parse('2026-03-01T23:59:59.5')).toBe(-1);
  for (let s = 0; s < 60; s++) expect(clock.parse(`2026-03-02T12:34:${String(s).padStart(2, '0')}`)).toBe(45240 + s);
});

it('takes weather of every hour of a day on which the clock leaves one out', () => {
  const hour = (h: number) => `2026-03-29T${String(h).padStart(2, '0')}:00`;
  const weather = Array.from({ length: 23 }, (_, h) => ({ from: hour(h), to: hour(h + 1), level: h }));
  const parsed = parseStaffing({ ...day, weather });
  expect(parsed.ok && parsed.value.weather.map(({ level }) => level)).toEqual(
    weather.map(({ level }) => level).filter((level) => level !== 2),
  );
  const backwards = { from: hour(5), to: hour(4), level: 1 };
  const without = { from: '2026-03-29T02:00Z', to: '2026-03-29T02:00Z', level: 1 };
  for (const wrong of [backwards, without]) expect(told({ ...day, weather: [wrong] })).toHaveLength(1);
});
