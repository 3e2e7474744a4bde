import { BIG, type Problem } from './problem.ts';

/** What the room of a mean vehicle counts, where loads have several dimensions. */
const VEHICLE = 1e6;

/**
 * What a unit of load counts beside one of another dimension, by how much of them vehicles carry on average: kilograms and litres are told
 * from each other by nothing else. 1 where there is one dimension; 0 for what nobody is limited in. Per dimension.
 */
export function shareOfLoad({ types, dimensions, capacity }: Problem): number[] {
  if (dimensions === 1) return [1];
  return Array.from({ length: dimensions }, (_, d) => {
    const limits = Array.from({ length: types }, (_, type) => capacity[type * dimensions + d]!).filter(
      (most) => most < BIG,
    );
    const mean = limits.reduce((sum, most) => sum + most, 0) / limits.length;
    return mean > 0 ? VEHICLE / mean : 0;
  });
}

/** What all stops bring and collect together. Per dimension. */
export function loadOfStops({ dimensions, stops, delivered, picked }: Problem): Float64Array {
  const loads = new Float64Array(dimensions);
  for (let at = 0; at < stops * dimensions; at++) loads[at % dimensions]! += delivered[at]! + picked[at]!;
  return loads;
}

/** Up to this part of the tasks are few. */
const FEW_SHIPMENTS = 0.05;

/** Whether hardly any task is a shipment: the day is one of deliveries and collections then. */
export const hasFewShipments = (problem: Problem): boolean => shipmentShare(problem) <= FEW_SHIPMENTS;

/** The part of the tasks that are shipments, 0 to 1. */
function shipmentShare({ tasks, firstStop, secondStep }: Problem): number {
  let shipments = 0;
  for (let task = 0; task < tasks; task++) if (secondStep[task]! < firstStop[task + 1]!) shipments++;
  return shipments / Math.max(1, tasks);
}
