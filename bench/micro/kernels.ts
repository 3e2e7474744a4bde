import { Rng } from '../../src/kit/rng.ts';
import { Blinks } from '../../src/routing/moves/blinks.ts';
import { Cross } from '../../src/routing/moves/cross.ts';
import { Insertion } from '../../src/routing/moves/insertion.ts';
import { NearRoutes } from '../../src/routing/moves/near-routes.ts';
import { Recreate } from '../../src/routing/moves/recreate.ts';
import { Ruin } from '../../src/routing/moves/ruin.ts';
import { Descent } from '../../src/routing/search/descend.ts';
import { partition } from '../../src/routing/search/partition.ts';
import { pack, packedLength } from '../../src/routing/state/packed.ts';
import { refresh } from '../../src/routing/state/refresh.ts';
import { isAllSound } from '../../src/routing/state/sound.ts';
import { NOWHERE } from '../../src/routing/state/tours.ts';
import { Undo } from '../../src/routing/state/undo.ts';
import type { MicroCase } from './case.ts';
import { type Settled, takenOut, WORLDS, type World } from './worlds.ts';

/** Neighbours looked at. */
const WIDTH = 40;
const BLINK_RATE = 0.01;
/** Mean sizes of routes below and above which all places of routes are looked at, or those beside neighbours. */
const SHORT = 1;
const LONG = 100;
const TURNS = 50;

/** Keeps results from being optimised away. */
const sink = { sum: 0 };

/**
 * One case per hot evaluation. Each leaves the tours as they were: what is ruined is taken back, what is looked for is not
 * put in.
 */
export function kernelCases(): MicroCase[] {
  const { small, large, windows, duty, fleet, city, shipments, parcels, mile, apartments } = WORLDS;
  return [
    ...[large, windows, city].flatMap((world) => [
      placeCase(world, 'place, whole routes', (insertion) => (insertion.meanSize = SHORT)),
      placeCase(world, 'place, beside neighbours', (insertion) => (insertion.meanSize = LONG)),
    ]),
    placeCase(fleet, 'place, with a larger vehicle', (insertion) => (insertion.upgrading = true)),
    placeCase(shipments, 'place, two steps'),
    placeCase(mile, 'place, two steps'),
    placeCase(parcels, 'place'),
    kernel(large, 'routes near with room', nearRoutes),
    kernel(windows, 'cross, cost of two gaps', crossing),
    kernel(parcels, 'trial of a place', exactTrial),
    ...[windows, duty, city, parcels].map((world) => kernel(world, 'refresh a route', refreshing)),
    ...[duty, city].map((world) => kernel(world, 'routes are sound', soundness)),
    ...[small, large, city, parcels].map((world) => kernel(world, 'ruin, take back', ruining(false))),
    ...[small, large, city, parcels].map((world) => kernel(world, 'ruin, recreate, take back', ruining(true))),
    kernel(apartments, 'ruin, settle times, take back', settling),
    kernel(small, 'local search, nothing to gain', descending, 1),
    kernel(large, 'cut into two parts', cutting),
  ];
}

/** Made when first run: a filter must not wait for what it leaves out. */
function kernel(world: World, name: string, make: (settled: Settled) => () => void, operations = TURNS): MicroCase {
  let run: (() => void) | undefined;
  return { name: `${name}: ${world.name}`, operations, run: () => (run ??= make(world.settle()))() };
}

/** Looks for a place for each of some tasks that were taken out. */
function placeCase(world: World, name: string, prepare: (insertion: Insertion) => void = () => undefined): MicroCase {
  return kernel(world, name, (settled) => {
    const { tours } = settled;
    const out = takenOut(settled, Math.min(TURNS, Math.ceil(settled.problem.tasks / 10)));
    const rng = new Rng(3);
    const insertion = new Insertion(tours, rng, new Blinks(rng, BLINK_RATE), WIDTH);
    insertion.thorough = false;
    prepare(insertion);
    return () => {
      for (let i = 0; i < TURNS; i++) sink.sum += insertion.find(out[i % out.length]!) ? insertion.cost : 0;
    };
  });
}

function nearRoutes({ problem, tours }: Settled): () => void {
  const routes = new NearRoutes(tours, WIDTH);
  const rng = new Rng(3);
  return () => {
    for (let i = 0; i < TURNS; i++) sink.sum += routes.withRoom(rng.below(problem.stops));
  };
}

/** Slots of routes that are driven. */
function usedSlots({ tours }: Settled): number[] {
  return Array.from({ length: tours.slots }, (_, slot) => slot).filter((slot) => tours.size[slot]! > 0);
}

function crossing(settled: Settled): () => void {
  const { tours } = settled;
  const rng = new Rng(3);
  const cross = new Cross(tours, rng);
  const slots = usedSlots(settled);
  const gaps = Array.from({ length: TURNS + 1 }, () => {
    const slot = slots[rng.below(slots.length)]!;
    let after = tours.first[slot]!;
    for (let left = rng.below(tours.size[slot]!); left > 0; left--) after = tours.next[after]!;
    return { slot, after };
  });
  return () => {
    for (let i = 0; i < TURNS; i++) {
      const [a, b] = [gaps[i]!, gaps[i + 1]!];
      sink.sum += cross.costOf(a.slot, a.after, b.slot, b.after, NOWHERE);
    }
  };
}

/** A task more on a route, simulated: what places of rich problems are judged by. */
function exactTrial(settled: Settled): () => void {
  const { problem, tours } = settled;
  const exact = tours.exact!;
  const [task] = takenOut(settled, 1);
  const visit = problem.firstStop[task!]!;
  const slots = usedSlots(settled);
  return () => {
    for (let i = 0; i < TURNS; i++) {
      const slot = slots[i % slots.length]!;
      exact.clear();
      exact.add(visit, tours.first[slot]!);
      const cost = exact.addedCost(slot, tours.type[slot]!);
      if (cost < NOWHERE) sink.sum += cost;
    }
  };
}

function refreshing(settled: Settled): () => void {
  const slots = usedSlots(settled);
  return () => {
    for (let i = 0; i < TURNS; i++) refresh(settled.tours, slots[i % slots.length]!);
  };
}

/** Of three routes touched, as after an iteration. */
function soundness(settled: Settled): () => void {
  const { tours } = settled;
  const undo = new Undo(tours);
  undo.begin();
  for (const slot of usedSlots(settled).slice(0, 3)) undo.touch(slot);
  return () => {
    for (let i = 0; i < TURNS; i++) sink.sum += isAllSound(tours, undo) ? 1 : 0;
  };
}

/** Visits per route, as the search has them. */
function meanSizeOf({ problem, tours }: Settled): number {
  return problem.visits / Math.max(1, tours.usedVehicles);
}

function ruining(recreates: boolean): (settled: Settled) => () => void {
  return (settled) => {
    const { problem, tours } = settled;
    const rng = new Rng(3);
    const undo = new Undo(tours);
    const ruin = new Ruin(tours, undo, rng);
    const insertion = new Insertion(tours, rng, new Blinks(rng, BLINK_RATE), WIDTH);
    const recreate = new Recreate(tours, undo, rng, insertion);
    const meanSize = meanSizeOf(settled);
    insertion.thorough = false;
    insertion.meanSize = meanSize;
    return () => {
      for (let i = 0; i < TURNS; i++) {
        undo.begin();
        ruin.run(rng.below(problem.tasks), meanSize);
        if (recreates) {
          tours.exact?.settleTimes(undo.toTouch);
          recreate.run(ruin.removed, ruin.count);
        }
        sink.sum += tours.cost;
        undo.rollback();
      }
    };
  };
}

function settling(settled: Settled): () => void {
  const { problem, tours } = settled;
  const rng = new Rng(3);
  const undo = new Undo(tours);
  const ruin = new Ruin(tours, undo, rng);
  const meanSize = meanSizeOf(settled);
  return () => {
    for (let i = 0; i < TURNS; i++) {
      undo.begin();
      ruin.run(rng.below(problem.tasks), meanSize);
      tours.exact!.settleTimes(undo.toTouch);
      undo.rollback();
    }
  };
}

/** One pass over all tasks, with strings of each length. */
function descending({ tours }: Settled): () => void {
  const descent = new Descent(tours, new Undo(tours), new Rng(3), WIDTH);
  descent.run();
  return () => descent.run();
}

function cutting({ problem, tours }: Settled): () => void {
  const row = () => new Int32Array(packedLength(problem, tours.slots));
  const [whole, parts] = [row(), [row(), row()]];
  const quotas = parts.map(() => new Int32Array(problem.types));
  pack(problem, tours, whole);
  const rng = new Rng(3);
  return () => {
    for (let i = 0; i < TURNS; i++) partition(problem, whole, parts, quotas, rng);
  };
}
