import { z } from 'zod';

/** What the parts of the request schema have in common: names, amounts, times, locations. */

const MAX_COORDINATE = 1e7;
/** Seconds; covers Unix time, so dispatch systems can send either their own origin or epoch seconds. */
export const MAX_TIME_S = 1e10;

/** A name that something else has, or a word of the user's. */
export const reference = z.string().min(1).max(200);
export const id = reference.meta({ description: 'Unique within its list' });
const text = z.string().max(2000);
export const description = text.optional().meta({ description: 'For people' });
export const seconds = z.number().min(0).max(1e8);
export const metres = z.number().min(0).max(1e10);
export const money = z.number().min(0).max(1e9);
export const amounts = z.array(z.number().min(0).max(1e9)).max(8);
export const names = z.array(reference).max(1000);
export const index = z.number().int().min(0).max(1000);

export const timeSchema = z
  .union([z.number().min(-MAX_TIME_S).max(MAX_TIME_S), z.iso.datetime({ offset: true })])
  .meta({
    id: 'Time',
    description: 'Seconds on the clock of the request, or ISO 8601 with an offset (needs `starts_at`)',
  });

export const window = z
  .tuple([timeSchema, timeSchema])
  .meta({ id: 'Window', description: '[opens, closes], both inclusive' });

export const position = z
  .tuple([z.number().min(-MAX_COORDINATE).max(MAX_COORDINATE), z.number().min(-MAX_COORDINATE).max(MAX_COORDINATE)])
  .meta({ id: 'Position', description: '[longitude, latitude] in degrees; [x, y] where the profile is euclidean' });

export const location = z
  .union([reference, position])
  .meta({ id: 'Location', description: 'The id of one of `places`, or a position' });
