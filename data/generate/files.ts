import type { RoutingPlan } from '../../src/contract/plan.ts';
import { cityDay, townDay, vroomSample } from './days.ts';
import { explainCheck, explainSlots, explainUnassigned, explainVehicles } from './explain.ts';
import { features } from './features/index.ts';
import { gateCvrp, gateDuty, gateFleet, gateVrptw } from './gate.ts';
import {
  gateBreaks,
  gateDepots,
  gateLockers,
  gateNoons,
  gateOverfull,
  gateReloads,
  gateStores,
  gateVillages,
} from './gate-days.ts';
import { gateErrands, gateFlats, gateHub, gateMeals, gateReturns } from './gate-rules.ts';
import { layOut } from './layout.ts';
import { apartments, KEY_CALL_H, urgentKey } from './scenarios/apartments.ts';
import { cargoBikes } from './scenarios/bikes.ts';
import { carriers } from './scenarios/carriers.ts';
import { HOUR_S } from './scenarios/common.ts';
import { firstMile } from './scenarios/firstmile.ts';
import { parcelDay } from './scenarios/parcels.ts';
import { continueAt } from './scenarios/progress.ts';
import { cityNoon, cityWeek, cityZones, cityDay as staffingDay } from './staffing/samples.ts';
import { tiny } from './tiny.ts';

/** A plan of the morning's request, and the rest of the day made from it, by their paths in `data/`. */
export const MORNING_PLAN = 'scenarios/apartments-plan.json';
export const AFTERNOON = 'scenarios/apartments-1410.json';

/** The text of `AFTERNOON`. */
export function makeAfternoon(seed: number, plan: RoutingPlan): string {
  const morning = apartments(seed);
  return layOut(continueAt(morning, plan, KEY_CALL_H * HOUR_S, [urgentKey(morning)]));
}

/** The seed of the files in the repository. */
export const SEED = 20270316;

/** Small days that draw nothing, so that a person can work them out: the same for any seed. By their path in `data/`. */
function handMade(): Record<string, object> {
  return {
    'tiny.json': tiny(),
    'explain-check.json': explainCheck(),
    'explain-vehicles.json': explainVehicles(),
    'explain-unassigned.json': explainUnassigned(),
    'explain-slots.json': explainSlots(),
    ...features(),
  };
}

/** Their paths. */
export const HAND_MADE: ReadonlySet<string> = new Set(Object.keys(handMade()));

/** Every file of `data/` but those two, by its path in there. */
export function makeFiles(seed: number): Map<string, string> {
  const content: Record<string, object> = {
    ...handMade(),
    'town-day.json': townDay(seed),
    'city-day.json': cityDay(seed),
    'vroom-sample.json': vroomSample(seed),
    'gate/cvrp-100.json': gateCvrp(seed, 100, 9, false),
    'gate/cvrp-200.json': gateCvrp(seed, 200, 22, true),
    'gate/vrptw-100.json': gateVrptw(seed),
    'gate/villages-400.json': gateVillages(seed),
    'gate/lockers-280.json': gateLockers(seed),
    'gate/overfull-150.json': gateOverfull(seed),
    'gate/stores-150.json': gateStores(seed),
    'gate/breaks-150.json': gateBreaks(seed),
    'gate/noons-200.json': gateNoons(seed),
    'gate/reloads-180.json': gateReloads(seed),
    'gate/meals-120.json': gateMeals(seed),
    'gate/hub-150.json': gateHub(seed),
    'gate/returns-240.json': gateReturns(seed),
    'gate/flats-120.json': gateFlats(seed),
    'gate/errands-120.json': gateErrands(seed),
    'gate/fleet-120.json': gateFleet(seed),
    'gate/duty-100.json': gateDuty(seed),
    'gate/depots-640.json': gateDepots(seed),
    'scenarios/parcel-day.json': parcelDay(seed),
    'scenarios/first-mile.json': firstMile(seed),
    'scenarios/apartments.json': apartments(seed),
    'scenarios/cargo-bikes-vans.json': cargoBikes(seed, 'vans'),
    'scenarios/cargo-bikes-bikes.json': cargoBikes(seed, 'bikes'),
    'scenarios/cargo-bikes-mixed.json': cargoBikes(seed, 'mixed'),
    'scenarios/carriers-choice.json': carriers(seed, 'choice'),
    'scenarios/carriers-own.json': carriers(seed, 'own'),
    'staffing/week.json': cityWeek(seed),
    'staffing/day.json': staffingDay(seed),
    'staffing/noon.json': cityNoon(seed),
    'staffing/zones.json': cityZones(seed),
  };
  return new Map(Object.entries(content).map(([path, value]) => [path, layOut(value)]));
}
