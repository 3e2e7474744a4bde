import type { ErrorList } from './error-list.ts';
import { type Loose, list, record, records } from './loose.ts';
import {
  DEFAULT_OBJECTIVES,
  type ProfileInput,
  type RequestInput,
  type StopInput,
  type TaskInput,
  type VehicleInput,
} from './schema.ts';

/**
 * Fields the format specifies and this version does not act on. They are refused, one error each: a limit that is
 * accepted and ignored is worse than one that is refused. The list shrinks to nothing as the model grows.
 */
const ROOT: readonly (keyof RequestInput)[] = ['zones', 'relations', 'incompatible_goods', 'routes'];
const TASK: readonly (keyof (TaskInput & { kind: 'delivery' }))[] = ['release', 'goods', 'max_ride_s', 'options'];
const STOP: readonly (keyof StopInput)[] = ['soft_windows', 'service_by_type', 'setup_by_type'];
const VEHICLE: readonly (keyof VehicleInput)[] = [
  'shifts',
  'breaks',
  'reloads',
  'max_trips',
  'zones',
  'min_load',
  'min_duty_s',
  'co2_g_per_km',
];
const PROFILE: readonly (keyof (ProfileInput & { kind: 'matrix' }))[] = ['speed_profile'];

export function refuseUnsupported(input: unknown, errors: ErrorList): void {
  const request = record(input);
  const refuse = (path: string, what: string) => errors.add('not_supported', path, `${what} is not supported yet`);
  const refuseFields = (item: Loose, fields: readonly string[], path: string) => {
    for (const field of fields) if (hasContent(item[field])) refuse(`${path}${field}`, `'${field}'`);
  };
  refuseFields(request, ROOT, '');
  for (const [i, task] of records(request.tasks).entries()) {
    const path = `tasks[${i}].`;
    if (task.kind === 'shipment') {
      refuse(`${path}kind`, 'a shipment');
      continue;
    }
    refuseFields(task, TASK, path);
    refuseFields(task, STOP, path);
    if (isPositive(task.setup_s)) refuse(`${path}setup_s`, "'setup_s'");
  }
  for (const [i, vehicle] of records(request.vehicles).entries()) {
    const path = `vehicles[${i}].`;
    refuseFields(vehicle, VEHICLE, path);
    if (record(vehicle.costs).overtime !== undefined) refuse(`${path}costs.overtime`, "'overtime'");
    refuseOtherThan('mixed', vehicle.backhauls, `${path}backhauls`);
    refuseOtherThan('any', vehicle.unloading, `${path}unloading`);
  }
  for (const [i, profile] of records(request.profiles).entries()) refuseFields(profile, PROFILE, `profiles[${i}].`);
  const objectives = list(request.objectives);
  if (objectives.every((name) => typeof name === 'string') && objectives.length > 0) {
    if (objectives.join() !== DEFAULT_OBJECTIVES.join()) refuse('objectives', `the order [${objectives.join(', ')}]`);
  }

  function refuseOtherThan(supported: string, value: unknown, path: string): void {
    if (typeof value === 'string' && value !== supported) refuse(path, `'${value}'`);
  }
}

function hasContent(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && value > 0;
}
