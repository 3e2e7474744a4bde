import { MANDATORY } from '../../model/problem.ts';
import type { TourTables } from './tables.ts';

/**
 * Where no more than so many tasks that must be served are left out though there are vehicles to spare, others exclude them; where more are, vehicles
 * are few.
 */
export const FEW_LEFT_OUT = 5;

/** Tasks that must be served and are on no route. */
export function leftOut({ absent, absentCount, problem }: TourTables): Int32Array {
  return absent.slice(0, absentCount).filter((task) => problem.prize[task] === MANDATORY);
}
