import { type Loose, record, records } from './loose.ts';

/** Every list with one amount per dimension in a request, capacities and loads first. */
export function* amountsIn(request: Loose): Generator<{ path: string; values: unknown[] }> {
  const vehicles = records(request.vehicles);
  const tasks = records(request.tasks);
  const all = function* (): Generator<[path: string, values: unknown]> {
    for (const [i, { capacity }] of vehicles.entries()) yield [`vehicles[${i}].capacity`, capacity];
    for (const [i, { load, return_load }] of tasks.entries()) {
      yield [`tasks[${i}].load`, load];
      yield [`tasks[${i}].return_load`, return_load];
    }
    for (const [i, vehicle] of vehicles.entries()) yield* amountsOfVehicle(vehicle, `vehicles[${i}]`);
    for (const [i, route] of records(request.routes).entries()) {
      yield [`routes[${i}].progress.load`, record(route.progress).load];
    }
    for (const [i, slot] of records(record(request.explain).slots).entries()) {
      yield [`explain.slots[${i}].task.load`, record(slot.task).load];
      yield [`explain.slots[${i}].task.return_load`, record(slot.task).return_load];
    }
  };
  for (const [path, values] of all()) if (Array.isArray(values)) yield { path, values };
}

function* amountsOfVehicle(vehicle: Loose, path: string): Generator<[path: string, values: unknown]> {
  yield [`${path}.min_load`, vehicle.min_load];
  for (const [j, { max_load }] of records(vehicle.breaks).entries()) yield [`${path}.breaks[${j}].max_load`, max_load];
  for (const [j, { up_to }] of records(vehicle.tariff).entries()) yield [`${path}.tariff[${j}].up_to`, up_to];
}
