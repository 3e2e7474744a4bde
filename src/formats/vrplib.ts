import type { Position } from '../contract/request.ts';
import { type Instance, MAX_COUNT, type VehicleRun } from './instance.ts';
import { checkObjective, isKnownType, type Objective } from './objectives.ts';
import type { FileErrors } from './text.ts';
import { takeApart, type VrplibFile } from './vrplib-file.ts';

/**
 * Reads VRPLIB (Uchoa et al. 2017, https://doi.org/10.1016/j.ejor.2016.08.012) with the further sections that PyVRP's
 * instances use: depots, windows, service, releases, prizes, backhauls, groups and one row per vehicle.
 * @returns null where the errors leave nothing to go on with.
 */
export function readVrplib(text: string, errors: FileErrors, objective?: Objective): Instance | null {
  const file = takeApart(text, errors);
  const distances = file.specs.get('EDGE_WEIGHT_TYPE')?.value;
  checkObjective(objective, KINDS_OF_DISTANCES.get(distances) ?? null, errors);
  const instance = new VrplibReader(file, errors).read();
  return errors.isEmpty ? instance : null;
}

/** Whether they are a matrix. */
const KINDS_OF_DISTANCES = new Map<string | undefined, boolean>([
  ['EUC_2D', false],
  ['EXPLICIT', true],
]);

class VrplibReader {
  private readonly file: VrplibFile;
  private readonly errors: FileErrors;

  constructor(file: VrplibFile, errors: FileErrors) {
    this.file = file;
    this.errors = errors;
  }

  read(): Instance | null {
    const type = this.type();
    const dimension = this.count('DIMENSION');
    if (dimension === null) return null;
    const depots = this.depots(dimension);
    const vehicles = this.vehicles(dimension, depots);
    const geometry = this.geometry(dimension);
    const deliveries = this.file.sections.has('LINEHAUL') ? 'LINEHAUL' : 'DEMAND';
    const instance: Instance = {
      type,
      name: this.file.specs.get('NAME')?.value || null,
      depots,
      ...geometry,
      demand: this.column(deliveries, dimension, 0),
      backhaul: this.column('BACKHAUL', dimension, 0),
      windows: this.windows(dimension),
      service: this.service(dimension, depots),
      release: this.column('RELEASE_TIME', dimension, 0),
      prize: this.column('PRIZE', dimension, 0),
      groups: this.groups(dimension, depots),
      deliveryOf: new Map(),
      vehicles,
      isFleetLimited: this.file.specs.has('VEHICLES'),
    };
    this.refuseDepotWork(instance);
    return instance;
  }

  private type(): string {
    const { line = null, value = 'CVRP' } = this.file.specs.get('TYPE') ?? {};
    if (!isKnownType(value)) {
      this.errors.add(line, `TYPE '${value.slice(0, 40)}' is not understood`, 'unsupported_section');
    }
    return value;
  }

  private count(spec: string): number | null {
    const found = this.file.specs.get(spec);
    if (!found) {
      this.errors.add(null, `${spec} is missing`);
      return null;
    }
    const value = Number(found.value || Number.NaN);
    if (Number.isInteger(value) && value > 0 && value <= MAX_COUNT) return value;
    this.errors.add(found.line, `${spec} is '${found.value.slice(0, 40)}', not a whole number from 1 to ${MAX_COUNT}`);
    return null;
  }

  /**
   * The rows of a section by the number in their first column, which must run over 1..count; null = no such section.
   * @param width how many values follow that number; null = any.
   */
  private rows(name: string, count: number, width: number | null): number[][] | null {
    const section = this.file.sections.get(name);
    if (!section) return null;
    const found = new Map<number, number[]>();
    for (const { line, values } of section.rows) {
      const [index = 0, ...rest] = values;
      const what = `row ${index} of ${name}_SECTION`;
      if (!Number.isInteger(index) || index < 1 || index > count) this.errors.add(line, `${what}: not in 1..${count}`);
      else if (found.has(index)) this.errors.add(line, `${what} appears a second time`);
      else if (width !== null && rest.length !== width)
        this.errors.add(line, `${what} has ${rest.length} values, not ${width}`);
      found.set(index, rest);
    }
    return Array.from({ length: count }, (_, i) => {
      const row = found.get(i + 1);
      if (!row) this.errors.add(section.line, `${name}_SECTION: row ${i + 1} of ${count} is missing`);
      return row ?? new Array<number>(width ?? 0).fill(0);
    });
  }

  /** One number each: from NAME_SECTION, else the number of the specification NAME for all, else the fallback. */
  private column<T>(name: string, count: number, fallback: T): (number | T)[] {
    const rows = this.rows(name, count, 1);
    if (rows) return rows.map(([value]) => value ?? fallback);
    const spec = this.file.specs.get(name);
    return new Array<number | T>(count).fill(spec ? (this.errors.numbers(spec.value, spec.line)[0] ?? 0) : fallback);
  }

  /** 0-based locations out of 1-based nodes. */
  private locations(name: string, rows: number[][], dimension: number): number[][] {
    const line = this.file.sections.get(name)?.line ?? null;
    return rows.map((nodes, i) =>
      nodes.map((node) => {
        const isNode = Number.isInteger(node) && node >= 1 && node <= dimension;
        if (!isNode) this.errors.add(line, `${name}_SECTION: row ${i + 1} names node ${node}, not in 1..${dimension}`);
        return node - 1;
      }),
    );
  }

  /** The list of depots, which -1 closes in some files; they must be nodes 1, 2, ... */
  private depots(dimension: number): number {
    const section = this.file.sections.get('DEPOT');
    if (!section) return 1;
    const nodes = section.rows.flatMap(({ values }) => values).filter((node) => node !== -1);
    const areFirst = nodes.length > 0 && nodes.every((node, i) => node === i + 1);
    if (!areFirst) this.errors.add(section.line, 'DEPOT_SECTION: the depots must be the first nodes, in order');
    if (nodes.length >= dimension) this.errors.add(section.line, 'DEPOT_SECTION: no node is left as a client');
    return areFirst ? nodes.length : 1;
  }

  private geometry(dimension: number): Pick<Instance, 'positions' | 'matrix'> {
    const kind = this.file.specs.get('EDGE_WEIGHT_TYPE');
    const positions = this.rows('NODE_COORD', dimension, 2) as Position[] | null;
    if (kind?.value === 'EUC_2D') {
      if (!positions) this.errors.add(kind.line, 'EDGE_WEIGHT_TYPE is EUC_2D, but there is no NODE_COORD_SECTION');
      return { positions, matrix: null };
    }
    const format = this.file.specs.get('EDGE_WEIGHT_FORMAT');
    if (kind?.value === 'EXPLICIT' && format?.value === 'FULL_MATRIX')
      return { positions, matrix: this.matrix(dimension) };
    const named = `EDGE_WEIGHT_TYPE ${kind?.value ?? '(none)'} ${format?.value ?? ''}`.trim();
    this.errors.add(
      kind?.line ?? null,
      `${named}: only EUC_2D and EXPLICIT FULL_MATRIX are read`,
      'unsupported_section',
    );
    return { positions, matrix: null };
  }

  private matrix(dimension: number): number[][] {
    const section = this.file.sections.get('EDGE_WEIGHT');
    const values = section?.rows.flatMap((row) => row.values) ?? [];
    if (values.length !== dimension ** 2) {
      const cause = `EDGE_WEIGHT_SECTION has ${values.length} values, not ${dimension} x ${dimension}`;
      this.errors.add(section?.line ?? null, cause);
      return [];
    }
    return Array.from({ length: dimension }, (_, i) => values.slice(i * dimension, (i + 1) * dimension));
  }

  private windows(dimension: number): Instance['windows'] {
    const rows = this.rows('TIME_WINDOW', dimension, 2);
    if (!rows) return new Array(dimension).fill(null);
    const lines = new Map(this.file.sections.get('TIME_WINDOW')?.rows.map(({ line, values }) => [values[0], line]));
    rows.forEach(([opens = 0, closes = 0], i) => {
      if (closes < opens) {
        const cause = `the window of node ${i + 1} opens at ${opens} and closes at ${closes}`;
        this.errors.add(lines.get(i + 1) ?? null, cause, 'impossible_window');
      }
    });
    return rows as [number, number][];
  }

  private service(dimension: number, depots: number): number[] {
    const service = this.column('SERVICE_TIME', dimension, 0);
    // A single number is meant for the clients only.
    return this.file.sections.has('SERVICE_TIME') ? service : service.fill(0, 0, depots);
  }

  private groups(dimension: number, depots: number): number[][] {
    const name = 'MUTUALLY_EXCLUSIVE_GROUP';
    const section = this.file.sections.get(name);
    if (!section) return [];
    const groups = this.locations(name, this.rows(name, section.rows.length, null) ?? [], dimension);
    const seen = new Set<number>();
    for (const location of groups.flat()) {
      const isTwice = seen.has(location);
      if (isTwice || location < depots) {
        this.errors.add(
          section.line,
          `${name}_SECTION: node ${location + 1} is ${isTwice ? 'named twice' : 'a depot'}`,
        );
      }
      seen.add(location);
    }
    return groups.filter((group) => group.length > 0);
  }

  private vehicles(dimension: number, depots: number): VehicleRun[] {
    const count = this.file.specs.has('VEHICLES') ? (this.count('VEHICLES') ?? 1) : 1;
    const capacity = this.column('CAPACITY', count, null);
    const depot = this.column('VEHICLES_DEPOT', count, 1);
    const maxDuration = this.column('VEHICLES_MAX_DURATION', count, null);
    const fixedCost = this.column('VEHICLES_FIXED_COST', count, 0);
    const unitCost = this.column('VEHICLES_UNIT_DISTANCE_COST', count, 1);
    const reloads = this.lists('VEHICLES_RELOAD_DEPOT', count, dimension);
    const allowed = this.lists('VEHICLES_ALLOWED_CLIENTS', count, dimension);
    this.refuseUnknownDepots(
      'VEHICLES_DEPOT',
      depot.map((node) => node - 1),
      depots,
    );
    this.refuseUnknownDepots('VEHICLES_RELOAD_DEPOT', reloads?.flat() ?? [], depots);
    const runs: VehicleRun[] = [];
    let lastKey = '';
    for (let k = 0; k < count; k++) {
      const own = [capacity, depot, maxDuration, fixedCost, unitCost].map((values) => values[k]);
      const key = JSON.stringify([own, reloads?.[k], allowed?.[k]]);
      const last = runs.at(-1);
      if (last && key === lastKey) {
        last.count++;
        continue;
      }
      lastKey = key;
      runs.push({
        first: k + 1,
        count: 1,
        capacity: capacity[k]!,
        depot: depot[k]! - 1,
        maxDuration: maxDuration[k]!,
        fixedCost: fixedCost[k]!,
        unitCost: unitCost[k]!,
        reloadDepots: reloads?.[k] ?? [],
        allowed: allowed ? new Set(allowed[k]) : null,
      });
    }
    return runs;
  }

  private lists(name: string, count: number, dimension: number): number[][] | null {
    const rows = this.rows(name, count, null);
    return rows && this.locations(name, rows, dimension);
  }

  private refuseUnknownDepots(name: string, locations: number[], depots: number): void {
    const unknown = locations.find((location) => !(location >= 0 && location < depots));
    if (unknown === undefined) return;
    this.errors.add(this.file.sections.get(name)?.line ?? null, `${name}_SECTION: node ${unknown + 1} is not a depot`);
  }

  /** Depots neither need goods nor take time in the native format. */
  private refuseDepotWork({ depots, demand, backhaul, service, prize, release }: Instance): void {
    for (const [name, values] of Object.entries({ demand, backhaul, service, prize, release })) {
      for (let depot = 0; depot < depots; depot++) {
        if (values[depot])
          this.errors.add(null, `depot ${depot + 1} has a ${name} of ${values[depot]}`, 'not_supported');
      }
    }
  }
}
