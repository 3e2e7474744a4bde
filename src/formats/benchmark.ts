import type { RequestInput, StopInput, TaskInput, VehicleInput } from '../contract/schema.ts';
import { type Instance, type VehicleRun, vehicleRunId } from './instance.ts';
import { converterOf, OBJECTIVES, type Objective } from './objectives.ts';

const PROFILE = 'instance';

/**
 * Turns a benchmark instance into a native request whose costs are the benchmark's: seconds and metres stand for its
 * units of time and distance, and the cost per km makes one metre cost one unit. Ids of tasks are the numbers of the
 * clients in a `.sol` file (0-based locations, depots first); a task that stands for several of them has the number of
 * each as the `label` of the stop. Depots that are reloaded at are places, their ids their numbers, because a plan must
 * tell at which of them a reload was. Ids of vehicles: see `vehicleRunId`.
 */
export function toRequest(instance: Instance, objective: Objective): RequestInput {
  const mapping = new Mapping(instance, objective);
  const places = mapping.places();
  return {
    kind: 'routing',
    version: 1,
    ...(instance.name && { id: instance.name.slice(0, 200) }),
    ...(places.length > 0 && { places }),
    profiles: [mapping.profile()],
    tasks: mapping.tasks(),
    vehicles: mapping.vehicles(),
    ...(objective === 'hierarchical' && { objectives: ['unserved', 'vehicles', 'cost'] }),
  };
}

/** VRPTW files state a number of vehicles, but the benchmark binds only those who minimise it. */
function isFreed({ type, vehicles, isFleetLimited }: Instance, objective: Objective): boolean {
  return isFleetLimited && type === 'VRPTW' && objective !== 'hierarchical' && vehicles.length === 1;
}

/** What to know of how an instance is understood. */
export function notesOn(instance: Instance, objective: Objective): string[] {
  const { vehicles, matrix, demand, depots } = instance;
  const count = vehicles[0]?.count ?? 0;
  const isTold = isFreed(instance, objective) && count < demand.length - depots;
  const remedy = matrix ? '' : '; --objective hierarchical keeps them';
  return [
    `objective: ${objective}`,
    ...(isTold ? [`the file's ${count} vehicles are no limit, as in the benchmark${remedy}`] : []),
  ];
}

class Mapping {
  private readonly instance: Instance;
  private readonly objective: Objective;
  private readonly convert: (value: number) => number;
  private readonly runs: VehicleRun[];
  private readonly clients: number[];
  /** So many locations, the first ones, are places with an id; the others are positions. */
  private readonly named: number;

  constructor(instance: Instance, objective: Objective) {
    this.instance = instance;
    this.objective = objective;
    this.convert = converterOf(objective);
    this.clients = Array.from({ length: instance.demand.length - instance.depots }, (_, i) => i + instance.depots);
    this.runs = this.fleet();
    const reloads = this.runs.some(({ reloadDepots }) => reloadDepots.length > 0);
    this.named = instance.matrix ? instance.demand.length : reloads ? instance.depots : 0;
  }

  /** A free fleet never needs more vehicles than there are clients. */
  private fleet(): VehicleRun[] {
    const { vehicles, type, isFleetLimited } = this.instance;
    const [first] = vehicles;
    const isFree = !isFleetLimited || isFreed(this.instance, this.objective);
    if (!isFree || vehicles.length !== 1 || first === undefined) return vehicles;
    return [{ ...first, count: type === 'TSP' ? 1 : this.clients.length }];
  }

  places(): NonNullable<RequestInput['places']> {
    const { positions } = this.instance;
    const named = Array.from({ length: this.named }, (_, i) => i);
    return named.map((i) => ({ id: String(i), ...(positions && { position: positions[i]! }) }));
  }

  profile(): NonNullable<RequestInput['profiles']>[number] {
    const { matrix } = this.instance;
    if (matrix) return { kind: 'matrix', name: PROFILE, durations_s: matrix };
    return { kind: 'euclidean', name: PROFILE, speed_m_per_s: 1, ...OBJECTIVES[this.objective] };
  }

  tasks(): TaskInput[] {
    const { groups, deliveryOf } = this.instance;
    const groupOf = new Map(groups.flatMap((group) => group.map((location) => [location, group] as const)));
    const deliveries = new Set(deliveryOf.values());
    return this.clients.flatMap((client) => {
      const group = groupOf.get(client);
      const delivery = deliveryOf.get(client);
      if (group && group.length > 1) return group[0] === client ? [this.choice(group)] : [];
      if (delivery !== undefined) return [this.shipment(client, delivery)];
      return deliveries.has(client) ? [] : [this.single(client)];
    });
  }

  private single(client: number): TaskInput {
    return { id: String(client), ...this.work(client), ...this.stop(client) };
  }

  /** One task that is served at exactly one of the locations of a group. */
  private choice(group: number[]): TaskInput {
    const [first = 0] = group;
    return { id: String(first), ...this.work(first), options: group.map((client) => this.labelled(client)) };
  }

  private shipment(pickup: number, delivery: number): TaskInput {
    const load = [this.instance.demand[pickup]!];
    const stops = { pickup: this.labelled(pickup), delivery: this.labelled(delivery) };
    return { id: String(pickup), kind: 'shipment', load, ...stops };
  }

  private labelled(client: number): StopInput {
    return { ...this.stop(client), label: String(client) };
  }

  private stop(client: number): StopInput {
    const { windows, service } = this.instance;
    const window = windows[client];
    return {
      at: this.location(client),
      ...(window && { windows: [[this.convert(window[0]), this.convert(window[1])]] }),
      ...(service[client] !== 0 && { service_s: this.convert(service[client]!) }),
    };
  }

  /** What a client wants, wherever it is served. */
  private work(client: number) {
    const { demand, backhaul, prize, release } = this.instance;
    const [delivered, collected] = [demand[client]!, backhaul[client]!];
    const allowed = this.runs.filter((run) => run.allowed === null || run.allowed.has(client));
    return {
      // Narrowed to one of the two because a spread does not keep a union apart.
      kind: (collected === 0 ? 'delivery' : 'pickup') as 'delivery',
      load: [delivered || collected],
      ...(prize[client] !== 0 && { prize: this.convert(prize[client]!) }),
      ...(release[client] !== 0 && { release: this.convert(release[client]!) }),
      ...(allowed.length < this.runs.length && {
        vehicles: allowed.map(({ first, count }) => vehicleRunId(first, count)),
      }),
    };
  }

  private location(index: number): string | [number, number] {
    return index < this.named ? String(index) : this.instance.positions![index]!;
  }

  vehicles(): VehicleInput[] {
    return this.runs.map((run) => this.vehicle(run));
  }

  private vehicle(run: VehicleRun): VehicleInput {
    const depot = this.location(run.depot);
    const window = this.instance.windows[run.depot];
    const shift: [number, number] | null = window ? [this.convert(window[0]), this.convert(window[1])] : null;
    const reloads = run.reloadDepots.map((reload) => this.reload(reload));
    return {
      id: vehicleRunId(run.first, run.count),
      count: run.count,
      profile: PROFILE,
      start: depot,
      end: depot,
      ...(shift && { shift }),
      ...(run.capacity !== null && { capacity: [run.capacity] }),
      costs: { per_km: 1000 * run.unitCost, ...(run.fixedCost !== 0 && { fixed: this.convert(run.fixedCost) }) },
      ...(run.maxDuration !== null && { max_duty_s: this.convert(run.maxDuration) }),
      ...(reloads.length > 0 && { reloads }),
      ...(this.instance.type === 'VRPB' && { backhauls: 'after_a_delivery' as const }),
    };
  }

  private reload(depot: number) {
    const { at, windows } = this.stop(depot);
    return { at, ...(windows && { windows }) };
  }
}
