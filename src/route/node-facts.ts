import type { RoutingRequest, Stop, Task, Window } from '../contract/request.ts';
import { HOUR_S } from '../kit/units.ts';
import { DELIVERY, PICKUP, RELOAD, SHIPMENT_DELIVERY, SHIPMENT_PICKUP, VISIT } from './kinds.ts';
import { timeSlack } from './slack.ts';

/** Stops and reloads; `…From` arrays are one longer than what they index (CSR). */
export interface NodeFacts {
  stops: number;
  /** Stops and reloads. */
  nodes: number;
  /** Per task, one more. */
  firstStop: Int32Array;
  /** Per task: the first stop of a shipment's delivery; for others where their stops end. */
  deliveryFrom: Int32Array;
  /** Per node: the task, or -1 for a reload. */
  taskOf: Int32Array;
  /** Per node: DELIVERY .. RELOAD. */
  kindOf: Uint8Array;
  placeOf: Int32Array;
  windowFrom: Int32Array;
  opens_s: Float64Array;
  closes_s: Float64Array;
  /** The same with the slack for errors of rounding. */
  opensSlack_s: Float64Array;
  closesSlack_s: Float64Array;
  softFrom: Int32Array;
  softOpens_s: Float64Array;
  softCloses_s: Float64Array;
  /** Per second. */
  earlyCost: Float64Array;
  lateCost: Float64Array;
  hasSoft: boolean;
  /** Whether some begin can come too early. */
  hasEarlyCosts: boolean;
  /** Cost of the option. */
  optionCost: Float64Array;
  /** Per class of vehicle type and node: seconds. */
  service_s: Float64Array;
  setup_s: Float64Array;
  /** Per vehicle: its row in the two above. */
  typeOf: Int32Array;
  hasSetup: boolean;
  /** Per vehicle, one more: its reloads, as nodes. */
  reloadFrom: Int32Array;
}

const KINDS = { delivery: DELIVERY, pickup: PICKUP, visit: VISIT, shipment: SHIPMENT_PICKUP } as const;

interface Node {
  task: number;
  kind: number;
  stop: Pick<Stop, 'place' | 'windows' | 'service_s'> & Partial<Stop>;
}

export function nodeFacts(request: RoutingRequest): NodeFacts {
  const { tasks, vehicles } = request;
  const nodes: Node[] = [];
  for (const [index, task] of tasks.entries()) addNodes(nodes, task, index);
  const stops = nodes.length;
  for (const { reloads } of vehicles) {
    for (const reload of reloads) nodes.push({ task: -1, kind: RELOAD, stop: reload });
  }
  const firstStop = offsets(tasks.map((task) => task.stops.length + task.deliveryStops.length));
  return {
    ...{ stops, nodes: nodes.length, firstStop },
    deliveryFrom: new Int32Array(tasks.map((task, t) => firstStop[t]! + task.stops.length)),
    taskOf: new Int32Array(nodes.map(({ task }) => task)),
    kindOf: new Uint8Array(nodes.map(({ kind }) => kind)),
    placeOf: new Int32Array(nodes.map(({ stop }) => stop.place)),
    ...windowFacts(nodes.map(({ stop }) => stop.windows)),
    ...softFacts(nodes),
    optionCost: new Float64Array(nodes.map(({ stop }) => stop.cost ?? 0)),
    ...workFacts(request, nodes),
    reloadFrom: offsets(vehicles.map(({ reloads }) => reloads.length)).map((reload) => stops + reload),
  };
}

function addNodes(nodes: Node[], task: Task, index: number): void {
  for (const stop of task.stops) nodes.push({ task: index, kind: KINDS[task.kind], stop });
  for (const stop of task.deliveryStops) nodes.push({ task: index, kind: SHIPMENT_DELIVERY, stop });
}

function windowFacts(windows: Window[][]) {
  const all = windows.flat();
  const opens_s = new Float64Array(all.map(([opens]) => opens));
  const closes_s = new Float64Array(all.map(([, closes]) => closes));
  return {
    windowFrom: offsets(windows.map(({ length }) => length)),
    ...{ opens_s, closes_s },
    opensSlack_s: opens_s.map((time_s) => time_s - timeSlack(time_s)),
    closesSlack_s: closes_s.map((time_s) => time_s + timeSlack(time_s)),
  };
}

function softFacts(nodes: Node[]) {
  const windows = nodes.map(({ stop }) => stop.softWindows ?? []);
  const all = windows.flat();
  return {
    softFrom: offsets(windows.map(({ length }) => length)),
    softOpens_s: new Float64Array(all.map(({ window }) => window[0])),
    softCloses_s: new Float64Array(all.map(({ window }) => window[1])),
    earlyCost: new Float64Array(all.map(({ early_cost_per_hour }) => early_cost_per_hour / HOUR_S)),
    lateCost: new Float64Array(all.map(({ late_cost_per_hour }) => late_cost_per_hour / HOUR_S)),
    hasSoft: all.length > 0,
    hasEarlyCosts: all.some(({ early_cost_per_hour }) => early_cost_per_hour > 0),
  };
}

/** Rows only for types that some stop names; all other vehicles share one. */
function workFacts({ vehicles }: RoutingRequest, nodes: Node[]) {
  const named = new Set<string>();
  for (const { stop } of nodes) {
    for (const { type } of [...(stop.serviceByType ?? []), ...(stop.setupByType ?? [])]) named.add(type);
  }
  const rows: (string | null)[] = [null, ...named];
  const seconds = (byType: Stop['serviceByType'] | undefined, type: string | null, otherwise: number) =>
    byType?.find((one) => one.type === type)?.seconds ?? otherwise;
  const table = (of: (stop: Node['stop'], type: string | null) => number) =>
    new Float64Array(rows.flatMap((type) => nodes.map(({ stop }) => of(stop, type))));
  const setup_s = table((stop, type) => seconds(stop.setupByType, type, stop.setup_s ?? 0));
  return {
    service_s: table((stop, type) => seconds(stop.serviceByType, type, stop.service_s)),
    setup_s,
    hasSetup: setup_s.some((setup) => setup > 0),
    typeOf: Int32Array.from(vehicles, ({ type }) => Math.max(0, rows.indexOf(type))),
  };
}

/** Where each of several runs of these lengths starts, and where the last ends. */
export function offsets(lengths: number[]): Int32Array {
  const from = new Int32Array(lengths.length + 1);
  lengths.forEach((length, i) => {
    from[i + 1] = from[i]! + length;
  });
  return from;
}
