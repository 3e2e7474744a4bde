import { expect, it } from 'vitest';
import { compareStaffing, twoPeaks } from '../../bench/staffing/erlang-day.ts';
import { simulateQueue } from '../../bench/staffing/queue.ts';
import { createRandom } from '../../src/simulation/index.ts';
import { erlangC } from '../../src/staffing/load/index.ts';

it('the queue that judges is Erlang C where nothing varies', () => {
  const slots = 200;
  const random = createRandom(1);
  const waits = simulateQueue(
    {
      slot_s: 900,
      arrivals: new Float64Array(slots).fill(30),
      servers: new Int32Array(slots).fill(12),
      handling: (source) => -300 * Math.log(1 - source()),
    },
    40,
    random,
  );
  // Without the first slots, in which the queue fills.
  const sum = (values: Float64Array) => values.slice(20).reduce((total, value) => total + value, 0);
  expect(sum(waits.waited) / sum(waits.arrived)).toBeCloseTo(erlangC(10, 12), 1);
});

it.each([
  [20, 0.5],
  [20, 1.5],
  [40, 1],
])(
  'with %i orders per slot at the peak and beta %d, waiting varies at most half as much as with Erlang C per slot',
  (scale, beta) => {
    const { offered, perSlot, spread } = compareStaffing(twoPeaks(scale), beta, 100, createRandom(2));
    const total = (values: Int32Array) => values.reduce((sum, value) => sum + value, 0);
    expect(total(offered.servers)).toBe(total(perSlot.servers));
    expect(spread.offered).toBeLessThanOrEqual(spread.perSlot / 2);
  },
);
