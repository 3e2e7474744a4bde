import type { Instance } from './instance.ts';
import { checkObjective, isKnownType, type Objective } from './objectives.ts';
import type { FileErrors } from './text.ts';
import { takeApart, type VrplibFile } from './vrplib-file.ts';
import { readFleet } from './vrplib-fleet.ts';
import { readGeometry } from './vrplib-geometry.ts';
import { VrplibValues } from './vrplib-values.ts';

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

/** What a kind of instance has beside demands: its name says so. */
const NEEDED: Record<string, string[]> = {
  PCVRPTW: ['PRIZE'],
  MTVRPTWR: ['RELEASE_TIME', 'VEHICLES_RELOAD_DEPOT'],
  MDVRPTW: ['VEHICLES_DEPOT'],
  SDVRPTW: ['VEHICLES_ALLOWED_CLIENTS'],
  VRPB: ['BACKHAUL'],
  GVRP: ['MUTUALLY_EXCLUSIVE_GROUP'],
};

function neededBy(type: string): string[] {
  if (type === 'TSP') return [];
  return ['CAPACITY', ...(type.includes('TW') ? ['TIME_WINDOW'] : []), ...(NEEDED[type] ?? [])];
}

class VrplibReader {
  private readonly file: VrplibFile;
  private readonly errors: FileErrors;
  private readonly values: VrplibValues;

  constructor(file: VrplibFile, errors: FileErrors) {
    this.file = file;
    this.errors = errors;
    this.values = new VrplibValues(file, errors);
  }

  read(): Instance | null {
    const type = this.type();
    this.checkGiven(type);
    const dimension = this.values.count('DIMENSION');
    if (dimension === null) return null;
    const depots = this.depots(dimension);
    const vehicles = readFleet(this.values, dimension, depots);
    const geometry = readGeometry(this.values, dimension);
    const deliveries = this.file.sections.has('LINEHAUL') ? 'LINEHAUL' : 'DEMAND';
    const instance: Instance = {
      type,
      name: this.file.specs.get('NAME')?.value || null,
      depots,
      ...geometry,
      demand: this.values.column(deliveries, dimension, 0),
      backhaul: this.values.column('BACKHAUL', dimension, 0),
      windows: this.windows(dimension),
      service: this.service(dimension, depots),
      release: this.values.column('RELEASE_TIME', dimension, 0),
      prize: this.values.column('PRIZE', dimension, 0),
      groups: this.groups(dimension, depots),
      deliveryOf: new Map(),
      vehicles,
      isFleetLimited: this.file.specs.has('VEHICLES'),
      lineOf: (name, row) => this.values.lineOf(name === 'DEMAND' ? deliveries : name, row),
    };
    this.refuseDepotWork(instance);
    this.refuseBothKinds(instance);
    this.refuseUnlike(instance);
    return instance;
  }

  private type(): string {
    const { line = null, value = 'CVRP' } = this.file.specs.get('TYPE') ?? {};
    if (!isKnownType(value)) {
      this.errors.add(line, `TYPE '${value.slice(0, 40)}' is not understood`, 'unsupported_section');
    }
    return value;
  }

  /** What a file that is cut off lacks would be read as nothing to deliver, or as vehicles without end. */
  private checkGiven(type: string): void {
    const { specs, sections } = this.file;
    const demands = ['DEMAND', 'LINEHAUL', 'BACKHAUL'];
    if (type !== 'TSP' && !demands.some((name) => sections.has(name))) {
      this.errors.add(null, 'DEMAND_SECTION is missing; only a TSP needs none');
    }
    if (!isKnownType(type)) return;
    for (const name of neededBy(type)) {
      if (!specs.has(name) && !sections.has(name))
        this.errors.add(null, `${name} is missing, without which it is no ${type}`);
    }
    const both = sections.has('DEMAND') && sections.get('LINEHAUL');
    if (both) this.errors.add(both.line, 'LINEHAUL_SECTION beside a DEMAND_SECTION: both say what is delivered');
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

  private windows(dimension: number): Instance['windows'] {
    const rows = this.values.rows('TIME_WINDOW', dimension, 2);
    if (!rows) return new Array(dimension).fill(null);
    rows.forEach(([opens = 0, closes = 0], i) => {
      if (closes < opens) {
        const cause = `the window of node ${i + 1} opens at ${opens} and closes at ${closes}`;
        this.errors.add(this.values.lineOf('TIME_WINDOW', i + 1), cause, 'impossible_window');
      }
    });
    return rows as [number, number][];
  }

  private service(dimension: number, depots: number): number[] {
    const service = this.values.column('SERVICE_TIME', dimension, 0);
    // A single number is meant for the clients only.
    return this.file.sections.has('SERVICE_TIME') ? service : service.fill(0, 0, depots);
  }

  private groups(dimension: number, depots: number): number[][] {
    const name = 'MUTUALLY_EXCLUSIVE_GROUP';
    const section = this.file.sections.get(name);
    if (!section) return [];
    const groups = this.values.locations(name, this.values.rows(name, section.rows.length, null) ?? [], dimension);
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

  /** Depots neither need goods nor take time in the native format. */
  private refuseDepotWork({ depots, demand, backhaul, service, prize, release, lineOf }: Instance): void {
    const named = { demand, backhaul, service_time: service, prize, release_time: release };
    for (const [name, values] of Object.entries(named)) {
      for (let depot = 0; depot < depots; depot++) {
        if (!values[depot]) continue;
        const cause = `depot ${depot + 1} has a ${name} of ${values[depot]}`;
        this.errors.add(lineOf(name.toUpperCase(), depot + 1), cause, 'not_supported');
      }
    }
  }

  private refuseBothKinds({ depots, demand, backhaul, lineOf }: Instance): void {
    for (let client = depots; client < demand.length; client++) {
      const [delivered, collected] = [demand[client]!, backhaul[client]!];
      if (delivered === 0 || collected === 0) continue;
      const cause = `node ${client + 1} both gets ${delivered} and gives ${collected}`;
      this.errors.add(lineOf('BACKHAUL', client + 1), cause, 'not_supported');
    }
  }

  /** The clients of a group become one task. */
  private refuseUnlike({ groups, demand, backhaul, prize, release, vehicles, lineOf }: Instance): void {
    for (const group of groups) {
      const [first, ...others] = group.map((client) => {
        const runs = vehicles.map(({ allowed }) => allowed?.has(client) ?? true);
        return JSON.stringify([demand[client], backhaul[client], prize[client], release[client], runs]);
      });
      if (others.every((other) => other === first)) continue;
      const cause = `the clients ${group.map((client) => client + 1).join(', ')} differ in load, prize, release or vehicles`;
      this.errors.add(lineOf('MUTUALLY_EXCLUSIVE_GROUP', null), cause, 'not_supported');
    }
  }
}
