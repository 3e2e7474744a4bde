import type { RequestInput, TaskInput, VehicleInput } from '../../src/contract/schema.ts';
import type { Dice } from './rich-dice.ts';
import type { Mix } from './rich-mix.ts';
import type { Ground } from './rich-places.ts';
import { GOODS, loadOf } from './rich-tasks.ts';

type RelationInput = NonNullable<RequestInput['relations']>[number];
type LevelInput = NonNullable<RequestInput['objectives']>[number];
type SingleInput = Exclude<LevelInput, unknown[]>;
type RouteInput = NonNullable<RequestInput['routes']>[number];
type StepInput = NonNullable<RouteInput['steps']>[number];

export function relationsOf(dice: Dice, mix: Mix, tasks: TaskInput[]): RelationInput[] {
  const kinds = [
    ...(mix.sameVehicle ? ['same_vehicle' as const] : []),
    ...(mix.differentVehicles ? ['different_vehicles' as const] : []),
    ...(mix.sequence ? ['sequence' as const] : []),
  ];
  if (tasks.length < 2) return [];
  const each = Math.max(1, Math.floor(tasks.length / 8));
  /** Task -> all that must be on its route. */
  const together = new Map(tasks.map(({ id }) => [id, new Set([id])]));
  return kinds.flatMap((kind) =>
    Array.from({ length: dice.int(1, each) }, (): RelationInput[] => {
      const drawn = dice.shuffled(tasks).slice(0, Math.min(tasks.length, dice.int(2, 3)));
      // Sequences in one direction: two of them never go in a circle.
      const ids = (kind === 'sequence' ? tasks.filter((task) => drawn.includes(task)) : drawn).map(({ id }) => id);
      if (kind === 'same_vehicle') {
        const all = new Set(ids.flatMap((id) => [...together.get(id)!]));
        for (const id of all) together.set(id, all);
      }
      const isTorn = ids.some((id, i) => ids.slice(0, i).some((other) => together.get(id)!.has(other)));
      if (kind === 'different_vehicles' && isTorn) return [];
      const gap = kind === 'sequence' && mix.gaps ? { min_gap_s: dice.int(0, 120) } : {};
      return [{ kind, tasks: ids, ...gap }];
    }).flat(),
  );
}

export function incompatibleOf(dice: Dice, mix: Mix): [string, string][] {
  if (!mix.goods) return [];
  const pairs: [string, string][] = [
    [GOODS[0]!, GOODS[1]!],
    [GOODS[1]!, GOODS[2]!],
  ];
  return dice.some(pairs, 0.8);
}

/** Undefined: the default. */
export function objectivesOf(dice: Dice, mix: Mix): LevelInput[] | undefined {
  const balance = (): SingleInput => ({
    name: 'balance',
    of: dice.pick(['hours', 'tasks'] as const),
    measure: dice.pick(['max', 'spread'] as const),
    weight: dice.pick([0.01, 1, 3]),
  });
  const names = ['distance', 'duration', 'lateness', 'compactness', 'co2', 'cost'] as const;
  const others: SingleInput[] = [...(mix.balance ? [balance()] : []), ...(mix.change ? ['change' as const] : [])];
  if (mix.levels) others.push(...dice.shuffled(names).slice(0, dice.int(1, 2)));
  if (others.length === 0 && !mix.vehiclesFirst) return mix.weights ? ['unserved'] : undefined;
  const singles = dice.shuffled<SingleInput>([...others.filter((one) => one !== 'cost'), 'cost']);
  const weighed = singles.map(
    (single): SingleInput =>
      typeof single === 'string' && dice.chance(0.5) ? { name: single, weight: dice.pick([0.05, 1, 20]) } : single,
  );
  // Half of the time nothing is asked for below the first levels. Without a roll of the dice: seeds keep their requests.
  if (others.length === 0 && typeof weighed[0] === 'string') return ['unserved', 'vehicles'];
  const levels: LevelInput[] = mix.weights ? [weighed] : singles;
  return ['unserved', ...(mix.vehiclesFirst ? ['vehicles' as const] : []), ...levels.slice(0, 3)];
}

/** Routes to start from: random ones, that may break rules where nothing of them must stay. */
export function routesOf(
  dice: Dice,
  mix: Mix,
  ground: Ground,
  tasks: TaskInput[],
  vehicles: VehicleInput[],
): RouteInput[] {
  if (!mix.given && !mix.progress) return [];
  const free = dice.shuffled(tasks);
  const chosen = vehicles.filter(({ count }) => count !== 0 && dice.chance(0.6));
  return chosen.flatMap((vehicle): RouteInput[] => {
    const mine = free.splice(0, dice.int(0, 3));
    if (mix.progress && dice.chance(0.5)) return [inProgress(dice, mix, ground, vehicle, mine)];
    if (!mix.given) return [];
    const steps = stepsOf(dice, vehicle, mine, new Set());
    const shift = vehicle.shifts ? { shift: dice.int(1, vehicle.shifts.length) } : {};
    const number = dice.chance(0.3) ? { number: dice.int(1, vehicle.count ?? 1) } : {};
    return [{ vehicle: vehicle.id, ...number, ...shift, steps, ...stays(dice, mix, mine, steps) }];
  });
}

function stays(dice: Dice, mix: Mix, tasks: TaskInput[], steps: StepInput[]): Pick<RouteInput, 'pinned' | 'locked'> {
  if (tasks.length === 0) return {};
  if (mix.pinned && tasks.length <= 2 && dice.chance(0.6)) return { pinned: true };
  return mix.locked && dice.chance(0.7) ? { locked: dice.int(1, Math.min(2, steps.length)) } : {};
}

/** In a random order, a shipment's pickup before its delivery; of those on board the delivery alone. */
function stepsOf(dice: Dice, vehicle: VehicleInput, tasks: TaskInput[], onBoard: Set<string>): StepInput[] {
  const visits = dice.shuffled(
    tasks.flatMap((task) => (task.kind === 'shipment' && !onBoard.has(task.id) ? [task, task] : [task])),
  );
  const seen = new Set<string>();
  const steps = visits.map((task): StepInput => {
    const isDelivery = task.kind === 'shipment' && (seen.has(task.id) || onBoard.has(task.id));
    seen.add(task.id);
    const part = task.kind === 'shipment' ? { part: isDelivery ? ('delivery' as const) : ('pickup' as const) } : {};
    return { task: task.id, option: dice.int(0, optionsOf(task, isDelivery) - 1), ...part };
  });
  const reloads = vehicle.reloads?.length ?? 0;
  if (reloads > 0 && steps.length > 1 && dice.chance(0.4)) {
    steps.splice(dice.int(1, steps.length - 1), 0, { reload: dice.int(0, reloads - 1) });
  }
  return steps;
}

function optionsOf(task: TaskInput, isDelivery: boolean): number {
  if (task.kind !== 'shipment') return task.options?.length ?? 1;
  const stops = isDelivery ? task.delivery : task.pickup;
  return Array.isArray(stops) ? stops.length : 1;
}

function inProgress(dice: Dice, mix: Mix, ground: Ground, vehicle: VehicleInput, tasks: TaskInput[]): RouteInput {
  const loaded = dice.some(
    tasks.filter(({ kind }) => kind === 'delivery' || kind === 'shipment'),
    0.6,
  );
  const onBoard = new Set(loaded.map(({ id }) => id));
  const [opens, closes] = (vehicle.shifts?.[0] ?? vehicle.shift ?? [ground.base_s, ground.base_s + ground.day_s]) as [
    number,
    number,
  ];
  const time = opens + dice.int(0, Math.floor((closes - opens) / 4));
  const breaks = (vehicle.breaks ?? []).filter(({ windows }) => windows !== undefined);
  const rule = (vehicle.breaks ?? []).find(({ windows }) => windows === undefined);
  return {
    ...{ vehicle: vehicle.id, number: 1 },
    ...(vehicle.shifts ? { shift: 1 } : {}),
    steps: stepsOf(dice, vehicle, tasks, onBoard),
    progress: {
      ...{ at: ground.anyPlace(dice), time },
      // Left out half of the time where nothing is, so that it may have anything. Without a roll of the dice, as below.
      ...(onBoard.size > 0 || time % 2 === 0 ? { on_board: [...onBoard] } : {}),
      ...(dice.chance(0.4) ? { load: loadOf(dice, mix).map((amount) => Math.floor(amount / 2)) } : {}),
      ...(dice.chance(0.4) ? { left_at: time - dice.int(0, 60) } : {}),
      ...(mix.maxDistance && dice.chance(0.5) ? { driven_m: dice.int(0, 100) } : {}),
      ...(mix.maxDriving && dice.chance(0.5) ? { driven_s: dice.int(0, 100) } : {}),
      ...(mix.maxTasks && dice.chance(0.5) ? { tasks_done: 1 } : {}),
      ...(mix.reloads && dice.chance(0.3) ? { trips_done: 1 } : {}),
      ...(breaks.length > 0 && dice.chance(0.5) ? { breaks_done: [breaks[0]!.id] } : {}),
      // Without a roll of the dice: seeds keep their requests.
      ...(rule === undefined ? {} : { since_break_s: (7 * time) % (rule.after_driving_s! + 10) }),
    },
  };
}
