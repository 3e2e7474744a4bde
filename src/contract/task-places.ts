import type { RoutingRequest } from './request.ts';

/**
 * Where each task is, as far as one place can tell: its first stop's or, of a shipment, that of whichever end has fewer stops of all
 * tasks at its place. What a store sends lies where it is brought, and does not all lie in one spot.
 */
export function taskPlaces({ tasks }: RoutingRequest): number[] {
  const stopsAt = new Map<number, number>();
  for (const { stops, deliveryStops } of tasks)
    for (const { place } of [...stops, ...deliveryStops]) stopsAt.set(place, (stopsAt.get(place) ?? 0) + 1);
  return tasks.map(({ stops, deliveryStops }) => {
    const first = stops[0]!.place;
    const second = deliveryStops[0]?.place ?? first;
    return stopsAt.get(second)! < stopsAt.get(first)! ? second : first;
  });
}
