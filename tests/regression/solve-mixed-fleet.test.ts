import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { Ruin } from '../../src/routing/moves/ruin.ts';
import { type Packed, unpack } from '../../src/routing/state/packed.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { Undo } from '../../src/routing/state/undo.ts';
import { placesAt, requestOf, task, vehicle } from '../unit/plan-world.ts';
import { compiled } from '../unit/pool-world.ts';

const PAIRS = 20;
const ON_LARGE = 10;

/** A lorry with ten tasks among vans with two each. */
function oneLorry() {
  const tasks = ON_LARGE + 2 * PAIRS;
  const positions = Array.from({ length: tasks + 1 }, (_, i): [number, number] => [
    i === 0 ? 0 : 100 + (i % 7),
    i % 11,
  ]);
  const request = requestOf(
    positions.slice(1).map((_, i) => task(`t${i}`, i + 1, { load: [1] })),
    [vehicle({ id: 'van', count: tasks, capacity: [2] }), vehicle({ id: 'lorry', count: 2, capacity: [ON_LARGE] })],
    { places: placesAt(positions) },
  );
  const { problem } = compiled(request);
  const [van, lorry] = problem.capacity[0] === 2 ? [0, 1] : [1, 0];
  const words = [PAIRS + 1, 0, lorry, ON_LARGE, ...Array.from({ length: ON_LARGE }, (_, t) => t)];
  for (let p = 0; p < PAIRS; p++) words.push(van, 2, ON_LARGE + 2 * p, ON_LARGE + 2 * p + 1);
  return { problem, words: Int32Array.from(words) as Packed };
}

describe('a long route among short ones', () => {
  // Strings were never longer than routes are on average: a lorry among vans was never emptied, and so kept for good.
  it('can lose all its tasks at once', () => {
    const { problem, words } = oneLorry();
    const tours = new Tours(problem);
    const undo = new Undo(tours);
    const ruin = new Ruin(tours, undo, new Rng(1, 0));
    const meanSize = problem.tasks / (PAIRS + 1);
    let emptied = 0;
    for (let i = 0; i < 2000; i++) {
      unpack(words, tours);
      undo.begin();
      ruin.run(i % ON_LARGE, meanSize);
      if (tours.size[0] === 0) emptied++;
    }
    expect(emptied).toBeGreaterThan(0);
  });
});
