import type { RoutingRequest } from '../contract/request.ts';
import { offsets } from './node-facts.ts';

/** Per task. */
export interface TaskFacts {
  tasks: number;
  dimensions: number;
  /** Per task and dimension. */
  loads: Float64Array;
  /** What deliveries take back, per task and dimension; empty where none does. */
  returns: Float64Array;
  /** -Infinity where there is none. */
  release_s: Float64Array;
  /** Infinity where there is none. */
  due_s: Float64Array;
  maxRide_s: Float64Array;
  /** 1: on board of a vehicle in progress from its start on. */
  onBoard: Uint8Array;
  /** 1: what is left of a shipment that is on board. */
  pickedUp: Uint8Array;
  /** What is on board of each vehicle: boardTasks[boardFrom[vehicle]] to before boardTasks[boardFrom[vehicle + 1]]. */
  boardFrom: Int32Array;
  boardTasks: Int32Array;
  hasShipments: boolean;
  hasReleases: boolean;
  hasDues: boolean;
  hasRides: boolean;
  /** Number of classes of goods that conflict with some other; 0 = nothing does. */
  goodsClasses: number;
  /** Per task: its class, or -1 where that conflicts with nothing. */
  goodsOf: Int32Array;
  /** Per pair of classes. */
  conflicts: Uint8Array;
  /** Tasks bound by sequences: pairs of a task and the one next in the list. */
  links: { before: number; after: number; minGap_s: number }[];
  /** Per task: indices of the links it comes after. */
  linksTo: number[][];
  /** 1: in one of those. */
  isLinked: Uint8Array;
}

export function taskFacts({ tasks, vehicles, incompatibleGoods, relations }: RoutingRequest): TaskFacts {
  const release_s = new Float64Array(tasks.map((task) => task.release_s ?? Number.NEGATIVE_INFINITY));
  const due_s = new Float64Array(tasks.map((task) => task.due_s ?? Number.POSITIVE_INFINITY));
  const maxRide_s = new Float64Array(tasks.map((task) => task.maxRide_s ?? Number.POSITIVE_INFINITY));
  const classes = [...new Set(incompatibleGoods.flat())];
  const conflicts = new Uint8Array(classes.length ** 2);
  for (const [a, b] of incompatibleGoods) {
    conflicts[classes.indexOf(a) * classes.length + classes.indexOf(b)] = 1;
    conflicts[classes.indexOf(b) * classes.length + classes.indexOf(a)] = 1;
  }
  const links = linksOf(relations);
  const linked = new Set(links.flatMap(({ before, after }) => [before, after]));
  const aboard = vehicles.map((): number[] => []);
  tasks.forEach(({ onBoardOf }, task) => {
    if (onBoardOf !== null) aboard[onBoardOf]?.push(task);
  });
  return {
    tasks: tasks.length,
    dimensions: tasks[0]?.load.length ?? vehicles.find(({ capacity }) => capacity)?.capacity?.length ?? 0,
    loads: new Float64Array(tasks.flatMap(({ load }) => load)),
    returns: tasks.some(({ returnLoad }) => returnLoad !== null)
      ? new Float64Array(tasks.flatMap(({ load, returnLoad }) => returnLoad ?? load.map(() => 0)))
      : new Float64Array(0),
    ...{ release_s, due_s, maxRide_s },
    onBoard: new Uint8Array(tasks.map(({ onBoardOf }) => (onBoardOf === null ? 0 : 1))),
    pickedUp: new Uint8Array(tasks.map(({ isPickedUp }) => (isPickedUp ? 1 : 0))),
    boardFrom: offsets(aboard.map(({ length }) => length)),
    boardTasks: Int32Array.from(aboard.flat()),
    hasShipments: tasks.some(({ kind }) => kind === 'shipment'),
    hasReleases: release_s.some(Number.isFinite),
    hasDues: due_s.some(Number.isFinite),
    hasRides: maxRide_s.some(Number.isFinite),
    goodsClasses: classes.length,
    goodsOf: new Int32Array(
      tasks.map(({ goods, kind }) => (goods === null || kind === 'visit' ? -1 : classes.indexOf(goods))),
    ),
    conflicts,
    links,
    linksTo: tasks.map((_, t) => (linked.has(t) ? links.flatMap(({ after }, l) => (after === t ? [l] : [])) : [])),
    isLinked: new Uint8Array(tasks.map((_, t) => (linked.has(t) ? 1 : 0))),
  };
}

/** The links of sequences, each between a task and the next. */
export function linksOf(relations: RoutingRequest['relations']): TaskFacts['links'] {
  return relations
    .filter(({ kind }) => kind === 'sequence')
    .flatMap(({ tasks: bound, minGap_s }) =>
      bound.slice(1).map((after, i) => ({ before: bound[i]!, after, minGap_s })),
    );
}
