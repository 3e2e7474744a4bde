import type { Problem } from '../../model/problem.ts';

/** What of the route given to a type of vehicle must stay. */
export interface Kept {
  /** The steps it begins with: visits, or -1 - site for a reload. */
  words: Int32Array;
  /** Nothing is added to them. */
  isWhole: boolean;
}

/** Per type: what must stay. A type of which something must is one vehicle. */
export function keptOf({ types, rich }: Problem): Kept[] {
  return Array.from({ length: types }, (_, type) => {
    if (rich === null) return { words: new Int32Array(0), isWhole: false };
    const reloadOf = rich.reloadOf.subarray(type * rich.sites, (type + 1) * rich.sites);
    const words = rich.prefix[type]!.map((step) => (step >= 0 ? step : -1 - reloadOf.indexOf(-1 - step)));
    return { words, isWhole: rich.pinned[type] === 1 };
  });
}
