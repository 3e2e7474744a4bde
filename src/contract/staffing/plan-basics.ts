import { z } from 'zod';
import { time } from './basics.ts';

/** What the parts of the plan's schema have in common. */

export const count = z.number().int().min(0);
export const number = z.number();
export const keys = <T extends Record<string, string>>(table: T) => z.enum(Object.keys(table) as [keyof T & string]);
export const zone = z.string().meta({ description: 'Id of the zone' });
export const rider = z.string().meta({ description: 'Id of the rider' });
export const from = time.meta({ description: 'Begins' });
export const to = time.meta({ description: 'Ends' });
export const perSlot = z.array(number);
export const cause = z.string().meta({ description: 'The reason in words' });
