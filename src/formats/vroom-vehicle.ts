import type { VehicleInput } from '../contract/schema.ts';
import type { VroomVehicle } from './vroom-schema.ts';

/** VROOM's own default of `costs.per_hour`: a second of travel costs one. */
export const PER_HOUR = 3600;

type VroomBreak = NonNullable<VroomVehicle['breaks']>[number];
type BreakInput = NonNullable<VehicleInput['breaks']>[number];

/** A vehicle but for where it starts and ends, its costs, times, breaks and most tasks. */
export function vehicleOf(vehicle: VroomVehicle, capacity: number[]): VehicleInput {
  const { id, description, type, skills, speed_factor, max_travel_time, max_distance } = vehicle;
  return {
    id: String(id),
    profile: profileOf(vehicle),
    ...(description !== undefined && { description }),
    ...(type !== undefined && { type }),
    ...(capacity.length > 0 && { capacity }),
    ...(skills && { skills: skills.map(String) }),
    ...(speed_factor !== undefined && { speed_factor }),
    ...(max_travel_time !== undefined && { max_driving_s: max_travel_time }),
    ...(max_distance !== undefined && { max_distance_m: max_distance }),
  };
}

export function costsOf({ costs = {} }: VroomVehicle): NonNullable<VehicleInput['costs']> {
  return {
    fixed: costs.fixed ?? 0,
    per_km: costs.per_km ?? 0,
    per_travel_hour: costs.per_hour ?? PER_HOUR,
    per_service_hour: costs.per_task_hour ?? 0,
  };
}

/** VROOM's default profile. */
export function profileOf({ profile = 'car' }: VroomVehicle): string {
  return profile;
}

export function breakOf(pause: VroomBreak, windows: [number, number][] | undefined): BreakInput {
  const { id, description, service = 0, max_load } = pause;
  return {
    id: String(id),
    duration_s: service,
    ...(description !== undefined && { description }),
    ...(windows && { windows }),
    ...(max_load && { max_load }),
  };
}
