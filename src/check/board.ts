import type { RoutingRequest, Task, Vehicle } from '../contract/request.ts';
import { type Call, loadedFor, moves, type Trip, tripsOf } from './calls.ts';
import { isOver, type ViolationCause } from './verdict.ts';

/** Receives what is broken: at which call (-1: when leaving), by how much, and words if they are wanted. */
export type Report = (cause: ViolationCause, call: number, detail: () => string, amount?: number) => void;

/** Follows what is on board: rules L1 (without breaks) to L4. */
export class Board {
  private readonly dimensions: number;
  private readonly clashes = new Map<string, Set<string>>();
  /** Of vehicles in progress: what they have on board at their start. */
  private readonly brought = new Map<Vehicle, Task[]>();

  constructor(request: RoutingRequest) {
    this.dimensions = dimensionsOf(request);
    for (const task of request.tasks) {
      const vehicle = task.onBoardOf === null ? undefined : request.vehicles[task.onBoardOf];
      if (vehicle) this.brought.set(vehicle, [...(this.brought.get(vehicle) ?? []), task]);
    }
    for (const [one, other] of request.incompatibleGoods) {
      this.clashing(one).add(other);
      this.clashing(other).add(one);
    }
  }

  /**
   * @param isWhole false: these are some of the calls of a route; what else it has on board and delivers is left out
   * @returns the loads on board, per dimension: when leaving (0), and after call i (i + 1).
   */
  follow(driver: Vehicle, calls: Call[], report: Report, isWhole = true): number[][] {
    const trips = tripsOf(calls);
    const vehicle = isWhole ? driver : empty(driver);
    const left = isWhole ? this.leftOn(driver, calls) : [];
    const board = new OnBoard(vehicle, left, this.dimensions, this.clashes, report);
    const loads: number[][] = [];
    let trip = 0;
    board.leave(-1, [...left, ...this.stowed(calls, trips, 0)]);
    loads.push(board.amounts());
    calls.forEach((call, i) => {
      if (call.task === null) {
        trip++;
        board.unload(i);
        board.leave(i, this.stowed(calls, trips, trip));
      } else {
        board.call(i, call);
      }
      loads.push(board.amounts());
    });
    if (!vehicle.loadsAtStart) checkGoodsAboard(vehicle, calls.slice(0, trips[0]!.to), report);
    checkBackhauls(vehicle, calls, trips, report);
    return loads;
  }

  /** What is loaded before a trip leaves. */
  private stowed(calls: Call[], trips: Trip[], trip: number): Task[] {
    const tasks: Task[] = [];
    for (const serving of trips) {
      for (let i = serving.from + 1; i < serving.to; i++) {
        const call = calls[i]!;
        if (isStowed(call) && loadedFor(call, serving, trips[0]!) === trips[trip]) tasks.push(call.task!);
      }
    }
    return tasks;
  }

  /** What a vehicle in progress has on board and does not deliver. */
  private leftOn(vehicle: Vehicle, calls: Call[]): Task[] {
    const brought = this.brought.get(vehicle);
    if (!brought) return [];
    const served = new Set(calls.map(({ task }) => task));
    return brought.filter((task) => !served.has(task));
  }

  private clashing(goods: string): Set<string> {
    let others = this.clashes.get(goods);
    if (!others) this.clashes.set(goods, (others = new Set()));
    return others;
  }
}

/** With nothing on board, what it delivers loaded before, and no delivery needed for its pickups. */
function empty(vehicle: Vehicle): Vehicle {
  const { backhauls } = vehicle;
  return {
    ...vehicle,
    initialLoad: null,
    loadsAtStart: true,
    backhauls: backhauls === 'after_a_delivery' ? 'after_deliveries' : backhauls,
  };
}

const returnOf = (task: Task): Task | null =>
  task.returnLoad && { ...task, kind: 'pickup', load: task.returnLoad, returnLoad: null };

const isStowed = ({ task }: Call) => task?.kind === 'delivery';

export const dimensionsOf = ({ tasks, vehicles }: RoutingRequest): number =>
  tasks[0]?.load.length ?? vehicles.find(({ capacity }) => capacity !== null)?.capacity?.length ?? 0;

/** What is on board at one moment, and since which moment of loading. */
class OnBoard {
  private readonly vehicle: Vehicle;
  /** What is on board and on no route: as the initial load, it stays until the first reload or the end. */
  private left: Task[];
  private readonly clashes: Map<string, Set<string>>;
  private readonly report: Report;
  private readonly load: number[];
  private initial: number[];
  private readonly since = new Map<Task, number>();
  private moment = 0;

  constructor(vehicle: Vehicle, left: Task[], dimensions: number, clashes: Map<string, Set<string>>, report: Report) {
    this.vehicle = vehicle;
    this.left = left;
    this.clashes = clashes;
    this.report = report;
    this.initial = vehicle.initialLoad ?? new Array<number>(dimensions).fill(0);
    this.load = this.initial.slice(0, dimensions);
  }

  amounts(): number[] {
    return this.load.slice();
  }

  /** All that a trip delivers is loaded at one moment: it is stowed in the order of the route. */
  leave(at: number, tasks: Task[]): void {
    this.moment++;
    for (const task of tasks) this.add(at, task);
    this.checkCapacity(at);
  }

  call(at: number, call: Call): void {
    const task = call.task!;
    const move = moves(call);
    if (move === 'unloads') this.takeOff(at, task);
    // What is taken back is as a pickup at the same stop, right after.
    const loaded = move === 'loads' ? task : returnOf(task);
    if (loaded === null) return;
    this.moment++;
    this.add(at, loaded);
    this.checkCapacity(at);
  }

  /** At a reload the goods picked up, the initial load and what was left leave; shipments stay. */
  unload(at: number): void {
    for (const task of this.left) this.remove(task);
    this.left = [];
    this.initial.forEach((amount, d) => {
      this.load[d]! -= amount;
    });
    this.initial = [];
    for (const task of [...this.since.keys()]) {
      if (task.kind === 'pickup') this.remove(task);
      else if ((task.kind === 'shipment' || task.isPickedUp) && this.vehicle.unloading === 'lifo') {
        this.report('lifo_broken', at, () => `reloads with shipment '${task.id}' on board`);
      }
    }
  }

  private add(at: number, task: Task): void {
    if (task.goods !== null) this.checkGoods(at, task, task.goods);
    this.since.set(task, this.moment);
    task.load.forEach((amount, d) => {
      this.load[d]! += amount;
    });
  }

  private remove(task: Task): void {
    this.since.delete(task);
    task.load.forEach((amount, d) => {
      this.load[d]! -= amount;
    });
  }

  private takeOff(at: number, task: Task): void {
    const loaded = this.since.get(task);
    if (loaded === undefined) return; // a shipment before its pickup, reported where parts are
    if (this.vehicle.unloading === 'lifo') {
      for (const [other, since] of this.since) {
        if (since > loaded) {
          this.report('lifo_broken', at, () => `'${task.id}' is unloaded below '${other.id}', loaded after it`);
          break;
        }
      }
    }
    this.remove(task);
  }

  private checkGoods(at: number, task: Task, goods: string): void {
    const clashing = this.clashes.get(goods);
    if (!clashing) return;
    for (const other of this.since.keys()) {
      if (other.goods !== null && clashing.has(other.goods)) {
        const detail = () => `'${task.id}' (${goods}) is on board together with '${other.id}' (${other.goods})`;
        this.report('goods_together', at, detail);
      }
    }
  }

  private checkCapacity(at: number): void {
    this.vehicle.capacity?.forEach((limit, d) => {
      const load = this.load[d]!;
      if (!isOver(load, limit)) return;
      const detail = () => `on board of '${this.vehicle.id}' in dimension ${d}: ${load}, at most ${limit}`;
      this.report('over_capacity', at, detail, load - limit);
    });
  }
}

/** Of a vehicle on its way: what it delivers on the trip it is on, it has on board. */
function checkGoodsAboard({ id }: Vehicle, calls: Call[], report: Report): void {
  calls.forEach(({ task }, i) => {
    if (task?.kind !== 'delivery' || task.onBoardOf !== null) return;
    report('not_on_board', i, () => `task '${task.id}' is not on board of '${id}', which does not reload before it`);
  });
}

function checkBackhauls({ backhauls }: Vehicle, calls: Call[], trips: Trip[], report: Report): void {
  if (backhauls === 'mixed') return;
  const isKind = (kind: Task['kind']) => (call: Call) => call.task?.kind === kind && !call.task.isPickedUp;
  for (const { from, to } of trips) {
    const firstPickup = calls.findIndex((call, i) => i > from && i < to && isKind('pickup')(call));
    if (firstPickup < 0) continue;
    calls.slice(0, to).forEach((call, i) => {
      if (i < firstPickup || !isKind('delivery')(call)) return;
      report('backhaul_order', i, () => `delivery '${call.task!.id}' comes after a pickup on the same trip`);
    });
  }
  if (backhauls !== 'after_a_delivery' || calls.some(isKind('delivery'))) return;
  const pickup = calls.findIndex(isKind('pickup'));
  if (pickup >= 0) report('backhaul_order', pickup, () => 'a pickup on a route without any delivery');
}
