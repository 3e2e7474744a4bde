/** Of the orders of a mean slot: where more are expected, business goes on. */
const QUIET_SHARE = 0.1;
/** Orders expected in a quiet stretch as a whole from which on somebody is asked for. */
const LEAST_ORDERS = 0.2;

/**
 * 1 for slots of one zone in which no orders are expected, or next to none with those around them: a forecast from counts is hardly ever
 * exactly 0, and a single late order of the past must not ask for a rider through every night.
 * @param orders mean by slot  @param mayBe whether a slot can be one of a quiet stretch
 */
export function quietSlots(orders: ArrayLike<number>, mayBe: (slot: number) => boolean = () => true): Uint8Array {
  const slots = orders.length;
  const quiet = new Uint8Array(slots);
  let total = 0;
  for (let slot = 0; slot < slots; slot++) total += orders[slot]!;
  const most = (QUIET_SHARE * total) / slots;
  for (let from = 0; from < slots; ) {
    let sum = 0;
    let to = from;
    for (; to < slots && orders[to]! <= most && mayBe(to); to++) {
      sum += orders[to]!;
      if (orders[to] === 0) quiet[to] = 1;
    }
    if (to > from && sum < LEAST_ORDERS) quiet.fill(1, from, to);
    from = Math.max(to, from + 1);
  }
  return quiet;
}
