import type { Relaxed } from './relaxed.ts';
import type { MoveEnv, MoveProblem } from './types.ts';

const FIRST_STEP = 1;
const LEAST_STEP = 1e-3;
/** Rounds without progress after which steps are halved. */
const PATIENCE = 15;
/** Share of the new direction in the one that is followed. */
const TURN = 0.4;

export interface Bound {
  value: number;
  /** Worth of one more rider in each cell. */
  prices: Float64Array;
  rounds: number;
}

/**
 * Lagrangian relaxation of "riders bought in a cell <= riders there": at prices pi between 0 and the cost of shortage each cell
 * buys what is cheapest for it, each rider goes his own best way, and what both come to together is a lower bound. Prices follow a deflected subgradient with
 * Polyak's step (Held, Wolfe, Crowder 1974; Camerini, Fratta, Maffioli 1975). The bound is that of the multi-commodity flow's
 * linear relaxation at best.
 * @param upper cost of a plan
 * @param start prices to begin with, by cell
 * @param onRound told after each round, while `relaxed` is at its prices
 */
export function boundOf(
  problem: MoveProblem,
  relaxed: Relaxed,
  upper: number,
  start: Float64Array,
  rounds: number,
  onRound?: () => void,
  env?: MoveEnv,
): Bound {
  const { shortage_cost: most } = problem;
  const cells = most.length;
  let prices = start.slice();
  const best: Bound = { value: Number.NEGATIVE_INFINITY, prices: prices.slice(), rounds: 0 };
  const direction = new Float64Array(cells);
  let step = FIRST_STEP;
  let idle = 0;
  // One round at least: any bound is better than none.
  while (best.rounds === 0 || (best.rounds < rounds && !env?.stop?.())) {
    const value = relaxed.solve(prices);
    best.rounds++;
    onRound?.();
    if (value > best.value + 1e-9 * Math.abs(value)) {
      best.value = value;
      best.prices = prices.slice();
      idle = 0;
    } else if (++idle >= PATIENCE) {
      idle = 0;
      step /= 2;
      prices = best.prices.slice();
      direction.fill(0);
      relaxed.solve(prices);
    }
    if (step < LEAST_STEP || upper - best.value <= 1e-9 * Math.abs(upper)) break;
    let square = 0;
    for (let c = 0; c < cells; c++) {
      direction[c] = TURN * relaxed.slope[c]! + (1 - TURN) * direction[c]!;
      // At the ends of its range a price cannot follow.
      if ((prices[c]! <= 0 && direction[c]! < 0) || (prices[c]! >= most[c]! && direction[c]! > 0)) direction[c] = 0;
      square += direction[c]! ** 2;
    }
    if (square < 1e-12) break;
    const length = (step * Math.max(upper - value, 1e-6 * Math.abs(upper))) / square;
    for (let c = 0; c < cells; c++) {
      prices[c] = Math.min(most[c]!, Math.max(0, prices[c]! + length * direction[c]!));
    }
  }
  return best;
}
