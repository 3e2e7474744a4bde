/** A given route as far as it says which vehicle it is of. */
export interface Named {
  vehicle: string;
  /** From 1; 1 too where the vehicle has one shift or none. */
  shift: number;
  number: number | undefined;
}

/** The key of a kind of vehicle and shift; routes of one key are told apart by their number. */
export function kindKey(vehicle: string, shift: number): string {
  return `${shift} ${vehicle}`;
}

/** The number of every route: its own, or the lowest that no route of its kind names, in the order of the routes. */
export function numberRoutes(routes: Named[]): number[] {
  const named = new Map<string, Set<number>>();
  const takenOf = ({ vehicle, shift }: Named) => {
    const key = kindKey(vehicle, shift);
    const taken = named.get(key) ?? new Set();
    named.set(key, taken);
    return taken;
  };
  for (const route of routes) if (route.number !== undefined) takenOf(route).add(route.number);
  const next = new Map<string, number>();
  return routes.map((route) => {
    if (route.number !== undefined) return route.number;
    const key = kindKey(route.vehicle, route.shift);
    let number = next.get(key) ?? 1;
    while (takenOf(route).has(number)) number++;
    next.set(key, number + 1);
    return number;
  });
}
