import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { Cross } from '../../src/routing/moves/cross.ts';
import { Ruin } from '../../src/routing/moves/ruin.ts';
import type { Without } from '../../src/routing/parts.ts';
import { unpack } from '../../src/routing/state/packed.ts';
import { isAllSound } from '../../src/routing/state/sound.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { Undo } from '../../src/routing/state/undo.ts';
import { placesAt, rawRoute, requestOf, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';

const PER_HALF = 10;
const RUNS = 400;

/** Two roads, each with deliveries on the way out and collections on the way home. Full vans: tasks change routes by halves alone. */
function roads() {
  const onRoad = (y: number) => Array.from({ length: PER_HALF }, (_, i): [number, number] => [10 * (i + 1), y]);
  const back = (y: number) => onRoad(y + 1).reverse();
  const places = placesAt([[0, 0], ...onRoad(500), ...onRoad(-500), ...back(500), ...back(-500)]);
  const tasks = Array.from({ length: 4 * PER_HALF }, (_, i) =>
    task(`t${i}`, i + 1, { load: [1], kind: i < 2 * PER_HALF ? 'delivery' : 'pickup' }),
  );
  const half = (k: number) => Array.from({ length: PER_HALF }, (_, i) => k * PER_HALF + i);
  const vans = vehicle({ count: 2, capacity: [PER_HALF], backhauls: 'after_deliveries' });
  // Each brings along one road and collects along the other.
  const routes = [
    [...half(0), ...half(3)],
    [...half(1), ...half(2)],
  ].map((steps) => ({ ...rawRoute(0, steps), locked: 0, pinned: false }));
  const { problem } = compiled({ ...requestOf(tasks, [vans], { places }), routes });
  const tours = new Tours(problem);
  unpack(problem.initial!, tours);
  return tours;
}

describe('collections after deliveries', () => {
  it('are exchanged between routes as a whole', () => {
    const tours = roads();
    const undo = new Undo(tours);
    undo.begin();
    const before = tours.cost;
    for (let run = 0; run < RUNS && tours.cost === before; run++) {
      // Gaps at the ends of routes, where nothing changes.
      const cross = new Cross(tours, new Rng(run));
      for (const slot of [0, 1]) {
        undo.touch(slot);
        cross.note(slot, tours.last[slot]!);
      }
      cross.perhaps(2 * PER_HALF);
    }
    expect(tours.cost).toBeLessThan(0.6 * before);
    expect(isAllSound(tours, undo)).toBe(true);
    const roadOf = (visit: number) => Math.floor(visit / PER_HALF) % 2;
    for (const slot of [0, 1]) expect(roadOf(tours.last[slot]!)).toBe(roadOf(tours.first[slot]!));
  });

  it('make room for each other: in half of all ruins strings are around stops of one kind, unless that is switched off', () => {
    const kindsRemoved = (...without: Without) => {
      const tours = roads();
      const undo = new Undo(tours);
      const rng = new Rng(1);
      const ruin = new Ruin(tours, undo, rng, ['own-length', 'crossing', ...without]);
      let other = 0;
      for (let run = 0; run < RUNS; run++) {
        undo.begin();
        const seed = rng.below(tours.problem.tasks);
        // Strings of one stop: those around which they are.
        ruin.run(seed, 1);
        for (const t of ruin.removed.subarray(0, ruin.count)) {
          if (tours.problem.kind[t] !== tours.problem.kind[seed]) other++;
        }
        undo.rollback();
      }
      return other;
    };
    const drawn = kindsRemoved('same-kind');
    expect(drawn).toBeGreaterThan(RUNS / 10);
    expect(kindsRemoved() / drawn).toBeGreaterThan(0.35);
    expect(kindsRemoved() / drawn).toBeLessThan(0.65);
  });
});
