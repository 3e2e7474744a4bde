export * from './erlang.ts';
export { type Distribution, distributionOf } from './handling-time.ts';
export { bookFor, enoughTurnUp } from './no-shows.ts';
export { normalBelow, normalDensity, normalQuantile } from './normal.ts';
export { type OfferedLoad, offeredLoad, stationaryLoad } from './offered-load.ts';
export { betaFor, halfinWhitt, squareRootStaff, waitBeyond } from './square-root.ts';
export type * from './types.ts';
