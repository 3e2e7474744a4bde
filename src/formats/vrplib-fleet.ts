import type { VehicleRun } from './instance.ts';
import type { VrplibValues } from './vrplib-values.ts';

/** The vehicles, those that are alike and follow each other in one. */
export function readFleet(values: VrplibValues, dimension: number, depots: number): VehicleRun[] {
  const count = values.file.specs.has('VEHICLES') ? (values.count('VEHICLES') ?? 1) : 1;
  const capacity = values.column('CAPACITY', count, null);
  const depot = values.column('VEHICLES_DEPOT', count, 1);
  const maxDuration = values.column('VEHICLES_MAX_DURATION', count, null);
  const fixedCost = values.column('VEHICLES_FIXED_COST', count, 0);
  const unitCost = values.column('VEHICLES_UNIT_DISTANCE_COST', count, 1);
  const reloads = values.lists('VEHICLES_RELOAD_DEPOT', count, dimension);
  const allowed = values.lists('VEHICLES_ALLOWED_CLIENTS', count, dimension);
  refuseUnknownDepots(
    values,
    'VEHICLES_DEPOT',
    depot.map((node) => node - 1),
    depots,
  );
  refuseUnknownDepots(values, 'VEHICLES_RELOAD_DEPOT', reloads?.flat() ?? [], depots);
  refuseIdleDepots(values, new Set(reloads?.flat()), depots);
  const runs: VehicleRun[] = [];
  let lastKey = '';
  for (let k = 0; k < count; k++) {
    const own = [capacity, depot, maxDuration, fixedCost, unitCost].map((each) => each[k]);
    const key = JSON.stringify([own, reloads?.[k], allowed?.[k]]);
    const last = runs.at(-1);
    if (last && key === lastKey) {
      last.count++;
      continue;
    }
    lastKey = key;
    runs.push({
      first: k + 1,
      count: 1,
      capacity: capacity[k]!,
      depot: depot[k]! - 1,
      maxDuration: maxDuration[k]!,
      fixedCost: fixedCost[k]!,
      unitCost: unitCost[k]!,
      reloadDepots: reloads?.[k] ?? [],
      allowed: allowed ? new Set(allowed[k]) : null,
    });
  }
  return runs;
}

/** Where no section says whose depot is which, all vehicles are at the first one, and a further one would be nothing at all. */
function refuseIdleDepots({ file, errors }: VrplibValues, reloaded: Set<number>, depots: number): void {
  if (file.sections.has('VEHICLES_DEPOT')) return;
  for (let depot = 1; depot < depots; depot++) {
    if (reloaded.has(depot)) continue;
    const cause = `depot ${depot + 1}: without a VEHICLES_DEPOT_SECTION no vehicle uses it`;
    errors.add(file.sections.get('DEPOT')?.line ?? null, cause);
  }
}

function refuseUnknownDepots({ file, errors }: VrplibValues, name: string, locations: number[], depots: number): void {
  const unknown = locations.find((location) => !(location >= 0 && location < depots));
  if (unknown === undefined) return;
  errors.add(file.sections.get(name)?.line ?? null, `${name}_SECTION: node ${unknown + 1} is not a depot`);
}
