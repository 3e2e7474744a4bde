import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { couldDrive } from '../../src/routing/moves/could-drive.ts';
import { peakOfAll } from '../../src/routing/moves/feasible.ts';
import { mayDrive } from '../../src/routing/moves/upgrades.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { refresh } from '../../src/routing/state/refresh.ts';
import { isSound } from '../../src/routing/state/sound.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { sound } from '../oracle/rich-sound.ts';
import { parsed, richInput } from '../support/rich-world.ts';
import { compiled } from './solve-plan.ts';

const CASES = Number(process.env['RICH_DAYS'] ?? 50);
const DAY = { tasks: [12, 30], kinds: [2, 4], count: [1, 3] } as const satisfies Parameters<typeof richInput>[1];

/** Whether a route keeps all rules once a vehicle of the type drives it; the route is then as before. */
function keepsRules(tours: Tours, slot: number, type: number): boolean {
  const before = tours.type[slot]!;
  tours.retype(slot, type);
  refresh(tours, slot);
  const keeps = tours.exact === null ? isSound(tours, slot) && isWithin(tours, slot) : tours.feasible[slot] === 1;
  tours.retype(slot, before);
  refresh(tours, slot);
  return keeps;
}

/** Whether a route that is not simulated has no more tasks and loads than its vehicle may. */
function isWithin(tours: Tours, slot: number): boolean {
  const { dimensions, capacity, features, maxTasks } = tours.problem;
  const type = tours.type[slot]!;
  return (
    tours.size[slot]! <= maxTasks[type]! &&
    Array.from({ length: dimensions }, (_, d) => d).every((d) => {
      const at = slot * dimensions + d;
      const most = Math.max(
        tours.delivered[at]!,
        tours.picked[at]!,
        features.mixedLoads ? peakOfAll(tours, slot, d) : 0,
      );
      return most <= capacity[type * dimensions + d]!;
    })
  );
}

describe('whether another type of vehicle could drive a route', { timeout: 3_600_000 }, () => {
  it('is told as it is, and where routes are simulated what is possible is never refused', () => {
    const told = { possible: 0, refused: 0 };
    for (let seed = 1; seed <= CASES; seed++) {
      const { problem } = compiled(parsed(sound(richInput(seed, DAY))));
      const tours = new Tours(problem);
      new Anneal(tours, new Rng(seed, 1)).construct();
      for (let slot = 0; slot < tours.slots; slot++) {
        if (tours.size[slot] === 0) continue;
        for (let type = 0; type < problem.types; type++) {
          if (!mayDrive(tours, slot, type) || tours.exact?.mayDrive(slot, type) === false) continue;
          const says = couldDrive(tours, slot, type);
          const is = keepsRules(tours, slot, type);
          if (is || tours.exact === null) expect(says, `seed ${seed}, route ${slot}, type ${type}`).toBe(is);
          if (is) told.possible++;
          if (!says) told.refused++;
        }
      }
    }
    expect(told.possible).toBeGreaterThan(CASES);
    expect(told.refused).toBeGreaterThan(CASES);
  });
});
