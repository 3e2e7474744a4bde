import type { VehicleType } from '../model/fleet.ts';
import type { RawRoute, RawSolution } from '../model/solution.ts';

/** Turns the solver's words (types and tasks) into vehicles of the request: each type deals out its members in order. */
export function decode(packed: Int32Array, fleet: VehicleType[]): RawSolution {
  const dealt = fleet.map(() => ({ member: 0, number: 0 }));
  const routes: RawRoute[] = [];
  let at = 2;
  for (let r = 0; r < packed[0]!; r++) {
    const type = packed[at++]!;
    const size = packed[at++]!;
    const next = dealt[type]!;
    if (next.number === fleet[type]!.members[next.member]!.count) {
      next.member++;
      next.number = 0;
    }
    next.number++;
    routes.push({
      vehicle: fleet[type]!.members[next.member]!.vehicle,
      number: next.number,
      tasks: [...packed.subarray(at, at + size)],
    });
    at += size;
  }
  routes.sort((a, b) => a.vehicle - b.vehicle || a.number - b.number);
  const unassigned = [...packed.subarray(at, at + packed[1]!)].sort((a, b) => a - b);
  return { routes, unassigned };
}
