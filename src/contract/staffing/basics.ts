import { z } from 'zod';
import { money, reference } from '../schema-basics.ts';
import { TIME_PATTERN } from './clock.ts';

/** What the parts of the staffing schema have in common: dates, times of the wall clock, hours. */

export { description, id, money, reference } from '../schema-basics.ts';

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-03-02')
  .meta({ id: 'Date', description: 'Local date, such as `2026-03-02`' });

export const time = z.string().regex(TIME_PATTERN, 'a time such as 2026-03-02T11:30').meta({
  id: 'LocalTime',
  description:
    'Wall clock of the time zone, such as `2026-03-02T11:30`; with an offset (`+01:00`, `Z`) that instant. Of a time that is there twice the first is meant',
});

export const clock = z
  .string()
  .regex(/^([0-3]\d|4[0-7]):[0-5]\d$|^48:00$/, 'a time of day such as 11:30')
  .meta({ id: 'TimeOfDay', description: 'Wall clock, `00:00` to `48:00`; from `24:00` on it is the next day' });

export const days = z
  .array(z.enum(DAYS))
  .min(1)
  .max(7)
  .optional()
  .meta({ description: 'Days of the week. Default: all' });

/** Of a horizon: 31 days of 15-minute slots, and the hour by which one is longer when clocks are set back. */
export const MOST_SLOTS = 2980;

/** Shifts of an earlier plan: of 20,000 riders, a week and more. */
export const MOST_PUBLISHED = 200_000;

export const hours = z.number().min(0).max(744);
export const minutes = z.number().min(0).max(1440);
export const share = z.number().min(0).max(1);
export const wage = money;
export const zoneIds = z.array(reference).max(1000);

export const lonLat = z
  .tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
  .meta({ id: 'LonLat', description: '[longitude, latitude] in degrees' });

/** [from, to) in local times. */
export const span = {
  from: time.meta({ description: 'Begins' }),
  to: time.meta({ description: 'Ends; after `from`' }),
};

export const dailySpan = {
  days,
  from: clock.meta({ description: 'Begins' }),
  to: clock.meta({ description: 'Ends; after `from`' }),
};
