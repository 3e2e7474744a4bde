import type { VehicleInput } from '../contract/schema.ts';
import type { VroomVehicle } from './vroom-schema.ts';

/** VROOM's own default of `costs.per_hour`: a second of travel costs one. */
const PER_HOUR = 3600;

/** A vehicle but for where it starts and ends. */
export function vehicleOf(vehicle: VroomVehicle, capacity: number[]): VehicleInput {
  const { id, description, type, skills, breaks, time_window, costs = {} } = vehicle;
  return {
    id: String(id),
    profile: profileOf(vehicle),
    ...(description !== undefined && { description }),
    ...(type !== undefined && { type }),
    ...(capacity.length > 0 && { capacity }),
    ...(skills && { skills: skills.map(String) }),
    ...(time_window && { shift: time_window }),
    ...(breaks && { breaks: breaks.map(breakOf) }),
    ...limitsOf(vehicle),
    costs: {
      fixed: costs.fixed ?? 0,
      per_km: costs.per_km ?? 0,
      per_travel_hour: costs.per_hour ?? PER_HOUR,
      per_service_hour: costs.per_task_hour ?? 0,
    },
  };
}

/** VROOM's default profile. */
export function profileOf({ profile = 'car' }: VroomVehicle): string {
  return profile;
}

function limitsOf({ speed_factor, max_tasks, max_travel_time, max_distance }: VroomVehicle) {
  return {
    ...(speed_factor !== undefined && { speed_factor }),
    ...(max_tasks !== undefined && { max_tasks }),
    ...(max_travel_time !== undefined && { max_driving_s: max_travel_time }),
    ...(max_distance !== undefined && { max_distance_m: max_distance }),
  };
}

function breakOf(pause: NonNullable<VroomVehicle['breaks']>[number]): NonNullable<VehicleInput['breaks']>[number] {
  const { id, description, time_windows, service = 0, max_load } = pause;
  return {
    id: String(id),
    duration_s: service,
    ...(description !== undefined && { description }),
    ...(time_windows && { windows: time_windows }),
    ...(max_load && { max_load }),
  };
}
