import type { ErrorList } from '../contract/error-list.ts';
import type { RequestInput } from '../contract/schema.ts';
import type { Vroom, VroomVehicle } from './vroom-schema.ts';
import { profileOf } from './vroom-vehicle.ts';

type PlaceInput = NonNullable<RequestInput['places']>[number];
type ProfileInput = NonNullable<RequestInput['profiles']>[number];

/** Where there is no matrix and no road engine: km/h of the profiles that VROOM's engines have out of the box. */
const SPEEDS_KMH: Record<string, number> = { car: 30, bike: 15, bicycle: 15, foot: 5, walk: 5 };

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
    for (const [name, { durations, costs }] of this.matrices) this.checkMatrix(name, durations, costs);
  }

  private checkMatrix(name: string, durations: unknown, costs: unknown): void {
    if (durations === undefined)
      this.errors.add('missing_field', `matrices.${name}.durations`, 'only durations can be planned with');
    if (costs !== undefined) {
      const action = 'Remove it and use per_hour and per_km of the vehicles.';
      this.errors.add('not_supported', `matrices.${name}.costs`, 'a matrix of costs has no equal', action);
    }
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

  /** Notes which profile a vehicle needs, and whether the matrices can serve it. */
  use(vehicle: VroomVehicle, path: string): void {
    const name = profileOf(vehicle);
    const matrix = this.matrices.find(([profile]) => profile === name)?.[1];
    if (!matrix) this.computed.add(name);
    else if (matrix.distances === undefined && (vehicle.costs?.per_km || vehicle.max_distance !== undefined)) {
      const what = vehicle.max_distance === undefined ? 'costs.per_km' : 'max_distance';
      this.errors.add('missing_field', `matrices.${name}.distances`, `${path}.${what} needs distances`);
    }
  }

  profiles(): ProfileInput[] {
    for (const [name, { distances }] of this.matrices) {
      if (!distances) this.notes.push(`profile '${name}' has no distances: the plan shows its seconds as metres`);
    }
    const given = this.matrices.map(([name, { durations = [], distances }]): ProfileInput => {
      return { kind: 'matrix', name, durations_s: durations, ...(distances && { distances_m: distances }) };
    });
    return [...given, ...Array.from(this.computed, (name) => this.greatCircle(name))];
  }

  private greatCircle(name: string): ProfileInput {
    const speed_kmh = Object.hasOwn(SPEEDS_KMH, name) ? SPEEDS_KMH[name]! : 30;
    this.notes.push(`profile '${name}' has no matrix: its travel is as the crow flies x 1.3, at ${speed_kmh} km/h`);
    return { kind: 'great_circle', name, speed_kmh, detour: 1.3 };
  }
}
