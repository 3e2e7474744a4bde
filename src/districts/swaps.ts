/** Vehicles that may serve the same tasks and start at the same place. */
interface Pool {
  kind: number;
  /** Per district: how many it is given, how many of these for another reason than that they are near, and how many more it may be given. */
  parts: number[];
  roving: number[];
  most: number[];
  /** Per district: the mean square of the way to a task. */
  ways: number[];
}

/** Passes over all pairs at most; and pairs beyond which it takes too long. */
const PASSES = 5;
const MOST_PAIRS = 2_000_000;

/**
 * Lets vehicles that were dealt to districts far off change places with others that may serve the same tasks, as long as that makes ways shorter:
 * the last to be dealt have the farthest to go. Those that are near do not change with each other: what they are near to is better known from tasks.
 */
export function shortenWays(pools: readonly Pool[]): void {
  const placements = (what: 'parts' | 'roving') =>
    pools.flatMap((pool) => pool[what].flatMap((part, ward) => (part > 0 ? [{ pool, ward }] : [])));
  for (let pass = 0, swaps = 1; swaps > 0 && pass < PASSES; pass++) {
    const [far, all] = [placements('roving'), placements('parts')];
    if (far.length * all.length > MOST_PAIRS) return;
    swaps = 0;
    for (const one of far) for (const other of all) if (swap(one.pool, one.ward, other.pool, other.ward)) swaps++;
  }
}

/** @returns whether vehicles changed districts */
function swap(one: Pool, from: number, other: Pool, to: number): boolean {
  if (one === other || from === to || one.kind !== other.kind) return false;
  const before = one.ways[from]! + other.ways[to]!;
  if (one.ways[to]! + other.ways[from]! > (1 - 1e-9) * before) return false;
  const count = Math.min(one.roving[from]!, other.parts[to]!, one.most[to]!, other.most[from]!);
  if (count === 0) return false;
  move(one, from, to, count);
  move(other, to, from, count);
  return true;
}

function move({ parts, most, roving }: Pool, from: number, to: number, count: number): void {
  parts[from]! -= count;
  parts[to]! += count;
  most[from]! += count;
  most[to]! -= count;
  roving[from]! -= Math.min(count, roving[from]!);
  roving[to]! += count;
}
