import type { ErrorList } from '../contract/error-list.ts';
import type { Profile } from '../contract/request.ts';
import type { RequestInput, VehicleInput } from '../contract/schema.ts';
import type { Vroom, VroomVehicle } from './vroom-schema.ts';
import { costsOf, PER_HOUR, profileOf } from './vroom-vehicle.ts';

type PlaceInput = NonNullable<RequestInput['places']>[number];
type ProfileInput = NonNullable<RequestInput['profiles']>[number];

/** Where there is no matrix and no road engine: km/h of the profiles that VROOM's engines have out of the box. */
const SPEEDS_KMH: Record<string, number> = { car: 30, bike: 15, bicycle: 15, foot: 5, walk: 5 };
const DETOUR = 1.3;

const speedOf = (name: string) => (Object.hasOwn(SPEEDS_KMH, name) ? SPEEDS_KMH[name]! : 30);

/** Whether this travel is what a profile of that name has without a matrix. */
export const needsNoMatrix = (profile: Profile): boolean =>
  profile.kind === 'great_circle' && profile.detour === DETOUR && profile.speed_kmh === speedOf(profile.name);

/** Locations and profiles: with matrices, places by their index; without, positions and great circles. */
export class VroomPlaces {
  /** One per index of the matrices. */
  readonly list: PlaceInput[];
  private readonly matrices: [string, NonNullable<Vroom['matrices']>[string]][];
  private readonly errors: ErrorList;
  private readonly notes: string[];
  /** Profiles that vehicles use and no matrix is given for. */
  private readonly computed = new Set<string>();
  private isIndexUnused = false;

  constructor(input: Vroom, errors: ErrorList, notes: string[]) {
    this.matrices = Object.entries(input.matrices ?? {});
    this.errors = errors;
    this.notes = notes;
    const size = Math.max(0, ...this.matrices.map(([, { durations }]) => durations?.length ?? 0));
    this.list = Array.from({ length: size }, (_, i) => ({ id: String(i) }));
    for (const [name, { durations, costs }] of this.matrices) {
      if (durations === undefined)
        this.errors.add('missing_field', `matrices.${name}.durations`, 'only durations can be planned with');
      else if (costs) this.checkCosts(costs, durations.length, `matrices.${name}.costs`);
    }
  }

  /** Here and not with the native request, where costs are called distances. */
  private checkCosts(costs: (number | null)[][], size: number, path: string): void {
    if (costs.length !== size) this.errors.add('matrix_size', path, `${costs.length} rows, the durations have ${size}`);
    costs.forEach((row, i) => {
      const hole = row.indexOf(null);
      if (row.length !== size)
        this.errors.add('matrix_size', `${path}[${i}]`, `${row.length} values instead of ${size}`);
      else if (hole >= 0 && hole !== i)
        this.errors.add('matrix_hole', `${path}[${i}][${hole}]`, 'the value is missing');
    });
  }

  /** @param path of the field with the position; the index has the same with `_index`. */
  at(position: [number, number] | undefined, index: number | undefined, path: string): string | [number, number] {
    if (this.matrices.length === 0) {
      if (index !== undefined && !this.isIndexUnused)
        this.notes.push('indices of locations have no effect without matrices');
      if (index !== undefined) this.isIndexUnused = true;
      if (position === undefined) this.errors.add('missing_field', path, 'without matrices a position is needed');
      return position ?? [0, 0];
    }
    if (index === undefined) {
      this.errors.add('missing_field', `${path}_index`, 'with matrices every location needs its index');
      return '';
    }
    const place = this.list[index];
    if (place === undefined) {
      this.errors.add('out_of_bounds', `${path}_index`, `${index}, but the matrices have ${this.list.length} rows`);
    } else if (position && place.position === undefined) place.position = position;
    return String(index);
  }

  /**
   * What a vehicle costs with its profile. A matrix of costs takes the place of the distances, and a thousand per kilometre
   * makes its numbers the cost; VROOM refuses per_hour and per_km beside it, too.
   */
  costsOf(vehicle: VroomVehicle, path: string): NonNullable<VehicleInput['costs']> {
    const name = profileOf(vehicle);
    const matrix = this.matrices.find(([profile]) => profile === name)?.[1];
    const costs = costsOf(vehicle);
    if (!matrix) this.computed.add(name);
    else if (matrix.costs) return this.customCosts(vehicle, costs, name, path);
    else if (matrix.distances === undefined && (vehicle.costs?.per_km || vehicle.max_distance !== undefined)) {
      const what = vehicle.max_distance === undefined ? 'costs.per_km' : 'max_distance';
      this.errors.add('missing_field', `matrices.${name}.distances`, `${path}.${what} needs distances`);
    }
    return costs;
  }

  private customCosts(
    { costs: given = {}, max_distance }: VroomVehicle,
    costs: NonNullable<VehicleInput['costs']>,
    name: string,
    path: string,
  ): NonNullable<VehicleInput['costs']> {
    const { per_hour = PER_HOUR, per_km = 0 } = given;
    if (per_hour !== PER_HOUR || per_km !== 0) {
      const field = per_km === 0 ? 'per_hour' : 'per_km';
      const cause = `matrices.${name}.costs already says what travel costs`;
      this.errors.add('conflicting_fields', `${path}.costs.${field}`, cause);
    }
    if (max_distance !== undefined) {
      const cause = `matrices.${name}.costs takes the place of the distances, so they cannot be limited`;
      this.errors.add('not_supported', `${path}.max_distance`, cause, 'Remove the limit or the matrix of costs.');
    }
    return { ...costs, per_travel_hour: 0, per_km: 1000 };
  }

  profiles(): ProfileInput[] {
    for (const [name, { distances, costs }] of this.matrices) {
      if (costs) this.notes.push(`profile '${name}' has a matrix of costs: a native plan shows its costs as metres`);
      else if (!distances) this.notes.push(`profile '${name}' has no distances: the plan shows its seconds as metres`);
    }
    const given = this.matrices.map(([name, { durations = [], distances, costs }]): ProfileInput => {
      const distances_m = costs ?? distances;
      return { kind: 'matrix', name, durations_s: durations, ...(distances_m && { distances_m }) };
    });
    return [...given, ...Array.from(this.computed, (name) => this.greatCircle(name))];
  }

  private greatCircle(name: string): ProfileInput {
    const speed_kmh = speedOf(name);
    this.notes.push(
      `profile '${name}' has no matrix: its travel is as the crow flies x ${DETOUR}, at ${speed_kmh} km/h`,
    );
    return { kind: 'great_circle', name, speed_kmh, detour: DETOUR };
  }
}
