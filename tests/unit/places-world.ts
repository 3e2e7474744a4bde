import { expect } from 'vitest';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { INFEASIBLE } from '../../src/routing/state/exact.ts';
import { refresh } from '../../src/routing/state/refresh.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { Undo } from '../../src/routing/state/undo.ts';
import { compiled } from './pool-world.ts';

/** Tours of a request after a short search, hot enough that routes have gaps to fill. */
export function toursOf(request: RoutingRequest, seed: number): Tours {
  const { problem } = compiled(request);
  const tours = new Tours(problem);
  const anneal = new Anneal(tours, new Rng(seed, 1));
  anneal.construct();
  anneal.run(30, 6 * problem.arcUnit);
  return tours;
}

/** The visits of a route, after the start (-1). */
export function visitsOf(tours: Tours, slot: number): number[] {
  const visits = [-1];
  for (let v = tours.first[slot]!; v >= 0; v = tours.next[v]!) visits.push(v);
  return visits;
}

/** Takes one task after the other off its route and puts it back, at the start if it can be there. @param look while it is off */
export function eachTaskOff(tours: Tours, look: (task: number) => void): void {
  for (let task = 0; task < tours.problem.tasks; task++) {
    const visit = tours.at[task]!;
    const home = tours.route[visit]!;
    if (home < 0) continue;
    const type = tours.type[home]!;
    tours.cutTask(task);
    refresh(tours, home);
    tours.exact?.settleTimes(() => undefined);
    look(task);
    tours.insertAt(visit, home, -1, type);
    refresh(tours, home);
    if (tours.feasible[home] === 1) continue;
    tours.cutTask(task);
    refresh(tours, home);
    tours.addAbsent(task);
  }
}

/** All places of a task that is off, on the routes in use. */
export function eachPlace(tours: Tours, look: (slot: number, after: number, before: number) => void): void {
  for (let slot = 0; slot < tours.slots; slot++) {
    if (tours.size[slot] === 0) continue;
    for (const after of visitsOf(tours, slot)) look(slot, after, after < 0 ? tours.first[slot]! : tours.next[after]!);
  }
}

/** Two places on a route, by the visits before them; where that is the same, one is right behind the other. */
interface PairOfPlaces {
  pickup: number;
  delivery: number;
  slot: number;
  afterPickup: number;
  afterDelivery: number;
  isFeasible: boolean;
}

/** All pairs of places of one shipment after the other while it is off its route, with what a simulation says. */
function eachPair(tours: Tours, look: (pair: PairOfPlaces) => void): void {
  const { firstStop, secondStep, tasks } = tours.problem;
  const exact = tours.exact!;
  const undo = new Undo(tours);
  for (let task = 0; task < tasks; task++) {
    const [pickup, delivery] = [firstStop[task]!, secondStep[task]!];
    const home = tours.route[pickup]!;
    if (home < 0 || delivery === firstStop[task + 1]!) continue;
    undo.begin();
    undo.touch(home);
    tours.cutTask(task);
    refresh(tours, home);
    for (let slot = 0; slot < tours.slots; slot++) {
      const visits = tours.size[slot] === 0 ? [] : visitsOf(tours, slot);
      visits.forEach((afterPickup, i) => {
        for (const afterDelivery of visits.slice(i)) {
          exact.clear();
          exact.add(pickup, afterPickup);
          exact.add(delivery, afterDelivery);
          const isFeasible = exact.addedCost(slot, tours.type[slot]!) < INFEASIBLE;
          look({ pickup, delivery, slot, afterPickup, afterDelivery, isFeasible });
        }
      });
    }
    undo.rollback();
  }
}

/** How many pairs of places can be, are ruled out without a simulation, and cannot be though they are not. */
export interface Told {
  kept: number;
  out: number;
  missed: number;
}

/** Counts what is told of all pairs of places without a simulation. None that can be may be ruled out. */
export function tellPairs(tours: Tours, seed: number, told: Told, lets: (pair: PairOfPlaces) => boolean): void {
  eachPair(tours, (pair) => {
    const { pickup, slot, afterPickup, afterDelivery, isFeasible } = pair;
    const isLet = lets(pair);
    const where = [seed, pickup, slot, afterPickup, afterDelivery];
    if (isFeasible) expect([...where, isLet]).toEqual([...where, true]);
    told[isFeasible ? 'kept' : isLet ? 'missed' : 'out']++;
  });
}

/** Each of them where the task can be, with what a simulation says it adds there; of one task after the other. */
export function eachCost(
  tours: Tours,
  look: (place: { task: number; visit: number; slot: number; after: number; before: number; cost: number }) => void,
): void {
  const exact = tours.exact!;
  eachTaskOff(tours, (task) => {
    const visit = tours.at[task]!;
    eachPlace(tours, (slot, after, before) => {
      exact.clear();
      exact.add(visit, after);
      const cost = exact.addedCost(slot, tours.type[slot]!);
      if (cost < INFEASIBLE) look({ task, visit, slot, after, before, cost });
    });
  });
}

/** What the arcs of a stop between two others add on a vehicle of the first type. */
export function arcsAdded({ problem }: Tours, visit: number, after: number, before: number): number {
  const { nodes, arcs, startNode, endNode } = problem;
  const [from, to] = [after < 0 ? startNode[0]! : after, before < 0 ? endNode[0]! : before];
  const arc = (a: number, b: number) => arcs[a * nodes + b]!;
  return arc(from, visit) + arc(visit, to) - arc(from, to);
}
