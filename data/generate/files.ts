import { cityDay, townDay, vroomSample } from './days.ts';
import { gateCvrp, gateDuty, gateFleet, gateVrptw } from './gate.ts';
import { layOut } from './layout.ts';
import { tiny } from './tiny.ts';

/** The seed of the files in the repository. */
export const SEED = 20270316;

/** Every file of `data/`, by its path in there. */
export function makeFiles(seed: number): Map<string, string> {
  const content: Record<string, object> = {
    'tiny.json': tiny(),
    'town-day.json': townDay(seed),
    'city-day.json': cityDay(seed),
    'vroom-sample.json': vroomSample(seed),
    'gate/cvrp-100.json': gateCvrp(seed, 100, 9, false),
    'gate/cvrp-200.json': gateCvrp(seed, 200, 22, true),
    'gate/vrptw-100.json': gateVrptw(seed),
    'gate/fleet-120.json': gateFleet(seed),
    'gate/duty-100.json': gateDuty(seed),
  };
  return new Map(Object.entries(content).map(([path, value]) => [path, layOut(value)]));
}
