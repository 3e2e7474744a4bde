import { createStaffingEntry } from '../src/pool/staffing-entry.ts';

/** Piscina entry: plans riders, or one what-if of a plan. */
export default createStaffingEntry();
