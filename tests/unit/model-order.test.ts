import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inGivenOrder, inSpatialOrder } from '../../src/model/order.ts';
import { placesAt, requestOf, shipment, task, vehicle } from './plan-world.ts';

const SIDE = 16;

function tasksAt(positions: [number, number][]) {
  const tasks = positions.map((_, i) => task(`t${i}`, i));
  const places = placesAt(positions);
  return requestOf(tasks, [vehicle()], { places });
}

describe('spatial order', () => {
  const shuffled = fc.shuffledSubarray(
    Array.from({ length: SIDE * SIDE }, (_, i) => i),
    { minLength: SIDE * SIDE },
  );

  it('walks a grid from neighbour to neighbour, whatever the order of the input', () => {
    fc.assert(
      fc.property(shuffled, (cells) => {
        const request = tasksAt(cells.map((cell) => [cell % SIDE, Math.floor(cell / SIDE)]));
        const { order, request: ordered } = inSpatialOrder(request);
        expect(order.toSorted((a, b) => a - b)).toEqual(cells.map((_, i) => i));
        const walk = ordered.tasks.map((task) => request.places[task.stops[0]!.place]!.position!);
        walk.slice(1).forEach(([x, y], i) => expect(Math.abs(x - walk[i]![0]) + Math.abs(y - walk[i]![1])).toBe(1));
      }),
      { seed: 61, numRuns: 20 },
    );
  });

  it('renumbers what names tasks, and gives solutions back in the numbers of the input', () => {
    const request = tasksAt([
      [9, 9],
      [0, 0],
      [9, 8],
      [0, 1],
    ]);
    request.relations = [{ kind: 'sequence', tasks: [0, 3], minGap_s: 0 }];
    request.routes = [
      { vehicle: 0, number: 1, locked: 0, pinned: false, steps: [{ kind: 'step', task: 2, part: 0, option: 0 }] },
    ];
    const { request: ordered, order } = inSpatialOrder(request);
    const idsOf = (tasks: number[], { tasks: all }: typeof request) => tasks.map((t) => all[t]!.id);
    expect(idsOf(ordered.relations[0]!.tasks, ordered)).toEqual(idsOf([0, 3], request));
    const [step] = ordered.routes[0]!.steps;
    expect(step!.kind === 'step' && ordered.tasks[step!.task]!.id).toBe('t2');
    const raw = { routes: ordered.routes, unassigned: ordered.relations[0]!.tasks };
    const { routes, unassigned } = inGivenOrder(raw, order);
    expect(routes[0]!.steps).toEqual(request.routes[0]!.steps);
    expect(unassigned).toEqual([0, 3]);
  });

  it('has shipments in the order of where they are brought, where one place sends more than a place gets', () => {
    const homes = Array.from({ length: 60 }, (_, i): [number, number] => [(i * 37) % 61, (i * 23) % 59]);
    const places = placesAt([[30, 30], ...homes]);
    const idsInOrder = (tasks: ReturnType<typeof task>[]) =>
      inSpatialOrder(requestOf(tasks, [vehicle()], { places })).request.tasks.map(({ id }) => id);
    const brought = idsInOrder(homes.map((_, i) => task(`t${i}`, i + 1)));
    expect(idsInOrder(homes.map((_, i) => shipment(`t${i}`, 0, i + 1)))).toEqual(brought);
    // What is collected for a store lies where it is fetched.
    expect(idsInOrder(homes.map((_, i) => shipment(`t${i}`, i + 1, 0)))).toEqual(brought);
  });

  it('leaves a request without positions as it is', () => {
    const request = tasksAt([
      [5, 5],
      [0, 0],
    ]);
    request.places[1]!.position = null;
    expect(inSpatialOrder(request)).toEqual({ request, order: [0, 1] });
  });
});
