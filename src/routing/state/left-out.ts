import { MANDATORY } from '../../model/problem.ts';
import type { TourTables } from './tables.ts';

/** Tasks that must be served and are on no route. */
export function leftOut({ absent, absentCount, problem }: TourTables): Int32Array {
  return absent.slice(0, absentCount).filter((task) => problem.prize[task] === MANDATORY);
}
