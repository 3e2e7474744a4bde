import type { RoutingRequest, Stop, Task, UnassignedReason, Vehicle, Window } from '../contract/request.ts';
import { isKept } from '../contract/steps.ts';
import { DAY_S } from '../kit/units.ts';
import { amounts, number } from '../plan/words.ts';
import { isAllowed } from '../route/access.ts';
import { atMost } from '../route/slack.ts';
import type { ShiftRoom } from './shift-room.ts';

/** Where a relief applies, in indices of the request it is applied to. */
export interface At {
  vehicle: number;
  task: number;
}

/** A single change to a request that may make room for a task on a vehicle. */
export interface Relief {
  /** The rule it loosens: a word, see docs/features/explain.md. */
  rule: string;
  /** The reason of a task that this rule keeps from a vehicle even alone. */
  reason: UnassignedReason;
  /** What the rule says here, in words. */
  obstacle: string;
  /** Smallest step of an amount, and the most steps worth trying; null where it is all or nothing. */
  range: { step: number; most: number } | null;
  /** How much of it the request could hold, where that is bounded: more of it tells what binds, and frees nothing. */
  offered?: number;
  /** How large a change by `amount` is: its share of what it changes. All or nothing is 1. */
  size(amount: number): number;
  /** The change in words. */
  words(amount: number): string;
  apply(request: RoutingRequest, at: At, amount: number): RoutingRequest;
}

const MINUTE_S = 60;
const WEEK_MIN = 7 * 24 * 60;

/**
 * All reliefs that could matter to this task and vehicle, in the order in which rules are named.
 * @param room around the shift of the vehicle
 */
export function reliefsFor(request: RoutingRequest, at: At, room: ShiftRoom): Relief[] {
  const [task, vehicle] = [request.tasks[at.task]!, request.vehicles[at.vehicle]!];
  return [
    ...permissions(task, vehicle),
    ...loads(request, task, vehicle),
    ...windows(task, request, at),
    ...shifts(vehicle, room),
    ...limits(vehicle),
    ...rides(task, request, at),
    ...orders(request, task, vehicle),
    ...stays(request, at),
  ];
}

type Change<Of> = (old: Of, amount: number) => Of;

const onTask =
  (change: Change<Task>): Relief['apply'] =>
  (request, at, amount) => ({
    ...request,
    tasks: request.tasks.with(at.task, change(request.tasks[at.task]!, amount)),
  });

const onOthers =
  (change: Change<Task>): Relief['apply'] =>
  (request, at, amount) => ({
    ...request,
    tasks: request.tasks.map((task, t) => (t === at.task ? task : change(task, amount))),
  });

/** All shifts of a vehicle stay as they are but the one at hand. */
const onVehicle =
  (change: Change<Vehicle>): Relief['apply'] =>
  (request, at, amount) => ({
    ...request,
    vehicles: request.vehicles.with(at.vehicle, change(request.vehicles[at.vehicle]!, amount)),
  });

type Whole = Pick<Relief, 'rule' | 'reason' | 'obstacle' | 'apply'> & { words: string };

/** All or nothing. */
const whole = ({ words, ...rest }: Whole): Relief => ({ ...rest, range: null, size: () => 1, words: () => words });

function permissions(task: Task, vehicle: Vehicle): Relief[] {
  const { skills, id } = vehicle;
  const reason = 'no_skilled_vehicle';
  const missing = task.skills.filter((skill) => !skills.includes(skill));
  const unwanted = task.forbiddenSkills.filter((skill) => skills.includes(skill));
  const lacksAny = task.anySkills.length > 0 && !task.anySkills.some((skill) => skills.includes(skill));
  const dropping = (gone: string[]): Relief['apply'] =>
    onTask((old) => ({
      ...old,
      skills: old.skills.filter((skill) => !gone.includes(skill)),
      forbiddenSkills: old.forbiddenSkills.filter((skill) => !gone.includes(skill)),
    }));
  const quoted = (list: string[]) => list.map((skill) => `'${skill}'`).join(', ');
  const skilled = [
    ...(missing.length === 0
      ? []
      : [
          {
            obstacle: `'${id}' has not ${quoted(missing)}`,
            words: `drop ${quoted(missing)} from its skills`,
            apply: dropping(missing),
          },
        ]),
    ...(lacksAny
      ? [
          {
            obstacle: `'${id}' has none of ${quoted(task.anySkills)}`,
            words: 'drop its any_skills',
            apply: onTask((old) => ({ ...old, anySkills: [] })),
          },
        ]
      : []),
    ...(unwanted.length === 0
      ? []
      : [
          { obstacle: `it forbids ${quoted(unwanted)}`, words: `allow ${quoted(unwanted)}`, apply: dropping(unwanted) },
        ]),
  ];
  return [...skilled.map((one) => whole({ rule: 'skill', reason, ...one })), ...allowances(task, vehicle)];
}

function allowances(task: Task, vehicle: Vehicle): Relief[] {
  const reason = 'no_allowed_vehicle';
  const { id, zones, tariff } = vehicle;
  const reliefs: Relief[] = [];
  if (!isAllowed(vehicle, task)) {
    const apply = onTask((old) => ({
      ...old,
      onlyVehicles: old.onlyVehicles === null ? null : [...old.onlyVehicles, id],
      forbiddenVehicles: old.forbiddenVehicles.filter((other) => other !== id),
    }));
    reliefs.push(
      whole({ rule: 'list', reason, obstacle: `its lists do not allow '${id}'`, words: `allow '${id}'`, apply }),
    );
  }
  if (zones !== null) {
    const apply = onVehicle((old) => ({ ...old, zones: null }));
    const obstacle = `'${id}' may not go there: it is outside of its zones`;
    reliefs.push(whole({ rule: 'zone', reason, obstacle, words: `let '${id}' go everywhere`, apply }));
  }
  if (tariff !== null) {
    const apply = onVehicle((old) => ({ ...old, tariff: [...old.tariff!, { zone: null, upTo: null, price: 0 }] }));
    const obstacle = `the tariff of '${id}' has no row for it`;
    reliefs.push(
      whole({ rule: 'tariff', reason, obstacle, words: `add a row for it to the tariff of '${id}'`, apply }),
    );
  }
  return reliefs;
}

function loads({ tasks }: RoutingRequest, task: Task, { id, capacity, initialLoad }: Vehicle): Relief[] {
  if (capacity === null) return [];
  const isWhole = [
    ...tasks.flatMap(({ load, returnLoad }) => [...load, ...(returnLoad ?? [])]),
    ...capacity,
    ...(initialLoad ?? []),
  ].every(Number.isInteger);
  const step = isWhole ? 1 : 0.001;
  return capacity.flatMap((limit, d): Relief[] => {
    if (task.load[d] === 0 && !task.returnLoad?.[d]) return [];
    const all = tasks.reduce(
      (total, { load, returnLoad }) => total + load[d]! + (returnLoad?.[d] ?? 0),
      initialLoad?.[d] ?? 0,
    );
    const where = capacity.length === 1 ? '' : `[${d}]`;
    return [
      {
        rule: 'capacity',
        // Else it is what was on board before that takes up the room.
        reason: atMost(Math.max(task.load[d]!, task.returnLoad?.[d] ?? 0), limit) ? 'no_room' : 'load_over_capacity',
        obstacle: `'${id}' carries ${amounts(capacity)}; there is no room on it for ${amounts(task.load)}`,
        range: { step, most: Math.ceil(all / step) },
        size: (amount) => amount / Math.max(limit, step),
        words: (amount) => `capacity${where} of '${id}' ${number(amount)} more: ${number(limit + amount)}`,
        apply: onVehicle((old, amount) => ({ ...old, capacity: old.capacity!.with(d, old.capacity![d]! + amount) })),
      },
    ];
  });
}

const minutes = { step: MINUTE_S, most: WEEK_MIN };
const inMinutes = (amount: number) => `${number(amount / MINUTE_S)} min`;
const shareOfDay = (amount: number) => amount / DAY_S;
const timed = { range: minutes, size: shareOfDay };

const onStops = (task: Task, change: (stop: Stop) => Stop): Task => ({
  ...task,
  stops: task.stops.map(change),
  deliveryStops: task.deliveryStops.map(change),
});
const opensEarlier = (stop: Stop, by_s: number): Stop =>
  stop.windows.length === 0
    ? stop
    : { ...stop, windows: stop.windows.with(0, [stop.windows[0]![0] - by_s, stop.windows[0]![1]]) };
const closesLater = (stop: Stop, by_s: number): Stop =>
  stop.windows.length === 0
    ? stop
    : { ...stop, windows: stop.windows.with(-1, [stop.windows.at(-1)![0], stop.windows.at(-1)![1] + by_s]) };

function windows(task: Task, { tasks }: RoutingRequest, at: At): Relief[] {
  const hasWindows = (one: Task) => [...one.stops, ...one.deliveryStops].some((stop) => stop.windows.length > 0);
  const reason = 'window_unreachable';
  const reliefs: Relief[] = [];
  if (hasWindows(task)) {
    const own = { rule: 'window', reason, obstacle: 'it cannot be reached within its windows', ...timed } as const;
    reliefs.push(
      {
        ...own,
        words: (amount) => `its last window ${inMinutes(amount)} longer, at its close`,
        apply: onTask((old, amount) => onStops(old, (stop) => closesLater(stop, amount))),
      },
      {
        ...own,
        words: (amount) => `its first window ${inMinutes(amount)} longer, from its opening`,
        apply: onTask((old, amount) => onStops(old, (stop) => opensEarlier(stop, amount))),
      },
    );
  }
  if (tasks.some((other, t) => t !== at.task && hasWindows(other))) {
    reliefs.push({
      ...{ rule: 'other_windows', reason, obstacle: 'other tasks of the route would miss their windows', ...timed },
      words: (amount) => `the windows of the other tasks ${inMinutes(amount)} longer, at their close`,
      apply: onOthers((old, amount) => onStops(old, (stop) => closesLater(stop, amount))),
    });
  }
  return reliefs;
}

function shifts({ id, shift, shiftNumber, breaks, inProgress }: Vehicle, room: ShiftRoom): Relief[] {
  const reliefs: Relief[] = [];
  const reason = 'window_unreachable';
  if (shift !== null) {
    const own = { rule: 'shift', reason, obstacle: `it does not fit the shift of '${id}'`, ...timed } as const;
    const named = `${shiftNumber === null ? 'the shift' : `shift ${shiftNumber}`} of '${id}'`;
    const moved = (change: (shift: Window, amount: number) => Window) =>
      onVehicle((old, amount) => ({ ...old, shift: old.shift && change(old.shift, amount) }));
    reliefs.push({
      ...own,
      offered: room.after_s,
      words: (amount) => `${named} to end ${inMinutes(amount)} later`,
      apply: moved(([from, to], amount) => [from, to + amount]),
    });
    // What is on its way is where and when it is, whatever its shift.
    if (!inProgress) {
      reliefs.push({
        ...own,
        offered: room.before_s,
        words: (amount) => `${named} to begin ${inMinutes(amount)} earlier`,
        apply: moved(([from, to], amount) => [from - amount, to]),
      });
    }
  }
  if (breaks.length > 0) {
    const apply = onVehicle((old) => ({ ...old, breaks: [] }));
    const obstacle = `the breaks of '${id}' leave no time for it`;
    reliefs.push(whole({ rule: 'break', reason: 'route_limit', obstacle, words: `'${id}' without breaks`, apply }));
  }
  return reliefs;
}

const LIMITS = [
  { rule: 'max_distance', field: 'maxDistance_m', what: 'metres', unit: 'm', step: 1, most: 2 ** 23 },
  { rule: 'max_driving', field: 'maxDriving_s', what: 'driving', unit: 'min', step: MINUTE_S, most: WEEK_MIN },
  { rule: 'max_duty', field: 'maxDuty_s', what: 'time on duty', unit: 'min', step: MINUTE_S, most: WEEK_MIN },
  { rule: 'max_tasks', field: 'maxTasks', what: 'tasks', unit: '', step: 1, most: 1000 },
  { rule: 'max_trips', field: 'maxTrips', what: 'trips', unit: '', step: 1, most: 100 },
] as const;

function limits(vehicle: Vehicle): Relief[] {
  return LIMITS.flatMap(({ rule, field, what, unit, step, most }): Relief[] => {
    const limit = vehicle[field];
    if (limit === null || (field === 'maxTrips' && vehicle.reloads.length === 0)) return [];
    const over = vehicle.overdrawn?.[field] ?? 0;
    const route = vehicle.inProgress ? 'the rest of its route' : 'a route';
    const shown = (amount: number) => `${number(unit === 'min' ? amount / MINUTE_S : amount)}${unit && ` ${unit}`}`;
    return [
      {
        ...{ rule, reason: 'route_limit', range: { step, most } },
        obstacle: `'${vehicle.id}' may not do more ${what} than ${shown(limit)} on ${route}`,
        size: (amount) => (over + amount) / Math.max(limit, step),
        // A limit that is overdrawn already has to reach what is used first.
        words: (amount) => `${rule} of '${vehicle.id}' ${shown(over + amount)} more`,
        apply: onVehicle((old, amount) => ({ ...old, [field]: old[field]! + amount })),
      },
    ];
  });
}

function rides(task: Task, { tasks }: RoutingRequest, at: At): Relief[] {
  const reason = 'route_limit';
  const longer: Change<Task> = (old, amount) => ({
    ...old,
    maxRide_s: old.maxRide_s === null ? null : old.maxRide_s + amount,
  });
  const reliefs: Relief[] = [];
  if (task.maxRide_s !== null) {
    reliefs.push({
      ...{ rule: 'max_ride', reason, obstacle: 'it would be on board for longer than it may be', ...timed },
      words: (amount) => `its max_ride_s ${inMinutes(amount)} longer`,
      apply: onTask(longer),
    });
  }
  if (tasks.some((other, t) => t !== at.task && other.maxRide_s !== null)) {
    reliefs.push({
      ...{ rule: 'other_rides', reason, obstacle: 'others would be on board for longer than they may be', ...timed },
      words: (amount) => `max_ride_s of the other tasks ${inMinutes(amount)} longer`,
      apply: onOthers(longer),
    });
  }
  if (task.release_s !== null) {
    reliefs.push({
      ...{ rule: 'release', reason, obstacle: 'its goods are there too late', ...timed },
      words: (amount) => `its release ${inMinutes(amount)} earlier`,
      apply: onTask((old, amount) => ({ ...old, release_s: old.release_s! - amount })),
    });
  }
  if (task.due_s !== null) {
    reliefs.push({
      ...{ rule: 'due', reason, obstacle: 'its goods are due too early', ...timed },
      words: (amount) => `its due time ${inMinutes(amount)} later`,
      apply: onTask((old, amount) => ({ ...old, due_s: old.due_s! + amount })),
    });
  }
  return reliefs;
}

function orders({ incompatibleGoods }: RoutingRequest, { goods }: Task, vehicle: Vehicle): Relief[] {
  const { id, unloading, backhauls, minLoad, minDuty_s } = vehicle;
  const reliefs: Omit<Whole, 'reason'>[] = [];
  if (goods !== null && incompatibleGoods.some((pair) => pair.includes(goods))) {
    reliefs.push({
      rule: 'goods',
      obstacle: `'${goods}' would be on board together with goods it is kept apart from`,
      words: `'${goods}' beside any goods`,
      apply: (request) => ({
        ...request,
        incompatibleGoods: request.incompatibleGoods.filter((pair) => !pair.includes(goods)),
      }),
    });
  }
  if (backhauls !== 'mixed') {
    reliefs.push({
      rule: 'backhauls',
      obstacle: `pickups would not come ${backhauls.replaceAll('_', ' ')} on '${id}'`,
      words: `backhauls of '${id}' mixed`,
      apply: onVehicle((old) => ({ ...old, backhauls: 'mixed' })),
    });
  }
  if (unloading === 'lifo') {
    reliefs.push({
      rule: 'lifo',
      obstacle: `other goods would be in the way on '${id}'`,
      words: `unloading of '${id}' in any order`,
      apply: onVehicle((old) => ({ ...old, unloading: 'any' })),
    });
  }
  if (minLoad !== null || minDuty_s > 0) {
    reliefs.push({
      rule: 'minimum',
      obstacle: `it is less than '${id}' is sent out for`,
      words: `'${id}' without a minimum`,
      apply: onVehicle((old) => ({ ...old, minLoad: null, minDuty_s: 0 })),
    });
  }
  // None of these binds a task alone for good.
  return reliefs.map((one) => whole({ ...one, reason: 'no_room' }));
}

/** Routes given that are to stay as they are. */
function stays({ routes, vehicles }: RoutingRequest, at: At): Relief[] {
  const kept = routes.filter((route) => route.vehicle === at.vehicle && isKept(route));
  if (kept.length === 0) return [];
  const { id } = vehicles[at.vehicle]!;
  const isPinned = kept.some(({ pinned }) => pinned);
  return [
    whole({
      rule: isPinned ? 'pinned' : 'locked',
      reason: 'no_room',
      obstacle: `${isPinned ? 'the route' : 'the beginning of the route'} of '${id}' is to stay as it is`,
      words: `the routes of '${id}' free to change`,
      apply: (request, { vehicle }) => ({
        ...request,
        routes: request.routes.map((route) =>
          route.vehicle === vehicle ? { ...route, locked: 0, pinned: false } : route,
        ),
      }),
    }),
  ];
}
