import { enableCompileCache } from 'node:module';

// As in routing.ts.
enableCompileCache();
const { runStaffing } = await import('../src/pool/staffing-thread.ts');

/** Piscina entry: plans riders, or one what-if of a plan. */
export default runStaffing;
