import { type Distribution, distributionOf } from './handling-time.ts';
import type { HandlingTime } from './types.ts';

/** Offered load over the slots of one zone. */
export interface OfferedLoad {
  /** Mean over each slot. */
  mean: Float64Array;
  /** Highest within each slot. */
  peak: Float64Array;
}

const STEPS_PER_SLOT = 10;
/** Share of a distribution's tail that is left out. */
const NEGLIGIBLE = 1e-7;

/**
 * Modified offered load (Jagerman 1975; Massey & Whitt 1994, doi 10.1016/0167-6377(94)90054-X): the mean number at work
 * were there riders without end, m(t) = integral of rate(u) P(D <= t - u < D + S) du with rate constant within slots.
 * For fixed S and no delay, the arrivals of the last S seconds; with constant rates, Little's law.
 * @param orders arrivals per slot
 * @param handling how long each binds a rider, S
 * @param delay from the arrival to the begin of the work, D; default none
 */
export function offeredLoad(
  orders: Float64Array,
  slot_s: number,
  handling: HandlingTime,
  delay: HandlingTime | null = null,
): OfferedLoad {
  const step_s = slot_s / STEPS_PER_SLOT;
  const steps = orders.length * STEPS_PER_SLOT;
  const begin = delay ? delayed(stepsOf(orders), kernelOf(distributionOf(delay), step_s, steps)) : stepsOf(orders);
  const work = distributionOf(handling);
  // Share of a step's arrivals still at work in the middle of the k-th step after it.
  const still = new Float64Array(steps);
  for (let k = 0, done = 0; k < steps && done < work.mean_s * (1 - NEGLIGIBLE); k++) {
    const before = done;
    done = work.upTo((k + 0.5) * step_s);
    still[k] = (done - before) / step_s;
  }
  const load = delayed(begin, still);
  const mean = new Float64Array(orders.length);
  const peak = new Float64Array(orders.length).fill(Number.NEGATIVE_INFINITY);
  load.forEach((value, step) => {
    const slot = Math.floor(step / STEPS_PER_SLOT);
    mean[slot]! += value / STEPS_PER_SLOT;
    peak[slot] = Math.max(peak[slot]!, value);
  });
  return { mean, peak };
}

/**
 * As `offeredLoad`, where orders came before the first slot as they do in it, so that the work does not begin with an empty city: the
 * load is linear in the orders, and of those that always come it is Little's.
 */
export function runningLoad(
  orders: Float64Array,
  slot_s: number,
  handling: HandlingTime,
  delay: HandlingTime | null = null,
): OfferedLoad {
  const always = orders[0] ?? 0;
  if (always === 0) return offeredLoad(orders, slot_s, handling, delay);
  const [base] = stationaryLoad(Float64Array.of(always), slot_s, handling);
  const { mean, peak } = offeredLoad(
    orders.map((count) => count - always),
    slot_s,
    handling,
    delay,
  );
  const onTop = (load: number) => Math.max(0, base! + load);
  return { mean: mean.map(onTop), peak: peak.map(onTop) };
}

/** Per-slot arrivals times mean handling time: Little's law as if every slot went on for ever. */
export function stationaryLoad(orders: Float64Array, slot_s: number, handling: HandlingTime): Float64Array {
  const { mean_s } = distributionOf(handling);
  return orders.map((count) => (count * mean_s) / slot_s);
}

function stepsOf(orders: Float64Array): Float64Array {
  const steps = new Float64Array(orders.length * STEPS_PER_SLOT);
  steps.forEach((_, step) => (steps[step] = orders[Math.floor(step / STEPS_PER_SLOT)]! / STEPS_PER_SLOT));
  return steps;
}

/** Chance that a delay ends in the k-th step after its own, both taken from their middles. */
function kernelOf({ below }: Distribution, step_s: number, steps: number): Float64Array {
  const kernel = new Float64Array(steps);
  for (let k = 0, done = 0; k < steps && done < 1 - NEGLIGIBLE; k++) {
    const before = done;
    done = below((k + 0.5) * step_s);
    kernel[k] = done - before;
  }
  return kernel;
}

function delayed(values: Float64Array, kernel: Float64Array): Float64Array {
  const result = new Float64Array(values.length);
  for (let k = 0; k < kernel.length; k++) {
    const share = kernel[k]!;
    if (share === 0) continue;
    for (let i = k; i < values.length; i++) result[i]! += share * values[i - k]!;
  }
  return result;
}
