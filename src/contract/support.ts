import { type CodedError, codedError } from './errors.ts';
import type { RequestParsed } from './schema.ts';

/**
 * Fields the format specifies and this version does not act on. They are refused, one error each: a limit that is
 * accepted and ignored is worse than one that is refused. The list shrinks to nothing as the model grows.
 */
const ROOT = ['zones', 'relations', 'incompatible_goods', 'routes'] as const;
const TASK = ['release', 'goods', 'max_ride_s', 'options'] as const;
const STOP = ['soft_windows', 'service_by_type', 'setup_by_type'] as const;
const VEHICLE = [
  'shifts',
  'breaks',
  'reloads',
  'max_trips',
  'zones',
  'min_load',
  'min_duty_s',
  'co2_g_per_km',
] as const;

const hasContent = (value: unknown) => value !== undefined && !(Array.isArray(value) && value.length === 0);

export function unsupportedFields(request: RequestParsed): CodedError[] {
  const errors: CodedError[] = [];
  const refuse = (path: string, what: string) =>
    errors.push(codedError('not_supported', path, `${what} is not supported yet`));
  const refuseFields = <T extends object>(item: T, fields: readonly (keyof T & string)[], path: string) => {
    for (const field of fields) if (hasContent(item[field])) refuse(path ? `${path}.${field}` : field, `'${field}'`);
  };
  refuseFields(request, ROOT, '');
  request.tasks.forEach((task, i) => {
    const path = `tasks[${i}]`;
    if (task.kind === 'shipment') {
      refuse(`${path}.kind`, 'a shipment');
      return;
    }
    refuseFields(task, TASK, path);
    refuseFields(task, STOP, path);
    if (task.setup_s > 0) refuse(`${path}.setup_s`, "'setup_s'");
  });
  request.vehicles.forEach((vehicle, i) => {
    const path = `vehicles[${i}]`;
    refuseFields(vehicle, VEHICLE, path);
    if (vehicle.costs?.overtime) refuse(`${path}.costs.overtime`, "'overtime'");
    if (vehicle.backhauls !== 'mixed') refuse(`${path}.backhauls`, `backhauls '${vehicle.backhauls}'`);
    if (vehicle.unloading !== 'any') refuse(`${path}.unloading`, `unloading '${vehicle.unloading}'`);
  });
  request.profiles?.forEach((profile, i) => {
    if (profile.kind === 'matrix') refuseFields(profile, ['speed_profile'], `profiles[${i}]`);
  });
  const objectives = request.objectives ?? ['unserved', 'cost'];
  if (objectives.join() !== 'unserved,cost') refuse('objectives', `the order [${objectives.join(', ')}]`);
  return errors;
}
