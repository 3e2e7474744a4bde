import type { StopInput, TaskInput } from '../../src/contract/schema.ts';
import type { Dice } from './rich-dice.ts';
import type { Mix } from './rich-mix.ts';
import type { Ground } from './rich-places.ts';

export const SKILLS = ['cold', 'lift'];
export const TYPES = ['van', 'truck'];
export const GOODS = ['food', 'paint', 'post'];
type WindowInput = [number, number];

/** Loads are 0..MAX_LOAD per dimension. */
export const MAX_LOAD = 9;

export function taskOf(dice: Dice, mix: Mix, ground: Ground, index: number, vehicleIds: string[]): TaskInput {
  const kind = kindOf(dice, mix);
  const common = { id: `t${index}`, ...fieldsOf(dice, mix, ground, kind, vehicleIds) };
  if (kind === 'shipment') {
    const [pickup, delivery] = [0, 1].map((part) => {
      const stops = stopsOf(dice, mix, ground, part);
      return stops.length === 1 ? stops[0]! : stops;
    });
    return { kind, ...common, pickup: pickup!, delivery: delivery! };
  }
  const stops = stopsOf(dice, mix, ground, null);
  return { kind, ...common, ...(stops.length === 1 ? stops[0]! : { options: stops }) };
}

/** Lets deliveries of some requests take something back. With dice of its own: all else stays as it was drawn without. */
export function addReturns(dice: Dice, mix: Mix, tasks: TaskInput[]): void {
  if (!dice.chance(0.25)) return;
  for (const task of tasks) {
    const back = loadOf(dice, mix);
    if (task.kind === 'delivery' && task.goods === undefined && dice.chance(0.7)) task.return_load = back;
  }
}

function kindOf(dice: Dice, mix: Mix): TaskInput['kind'] {
  const kinds: TaskInput['kind'][] = ['delivery', 'delivery'];
  if (mix.pickups || mix.backhauls || mix.due) kinds.push('pickup', 'pickup');
  if (mix.visits) kinds.push('visit');
  if (mix.shipments) kinds.push('shipment', 'shipment', 'shipment');
  return dice.pick(kinds);
}

function fieldsOf(dice: Dice, mix: Mix, ground: Ground, kind: TaskInput['kind'], vehicleIds: string[]) {
  const { base_s, day_s } = ground;
  const skill = mix.skills ? dice.int(0, 6) : 6;
  const list = mix.vehicleLists ? dice.int(0, 4) : 4;
  const isOptional = mix.prizes && dice.chance(0.6);
  const maxRide = mix.maxRide && kind !== 'visit' && dice.chance(0.6);
  return {
    ...(kind === 'visit' ? {} : { load: loadOf(dice, mix) }),
    ...(skill === 0 ? { skills: [SKILLS[0]!] } : {}),
    ...(skill === 1 ? { any_skills: SKILLS } : {}),
    ...(skill === 2 ? { forbidden_skills: [SKILLS[1]!] } : {}),
    ...(list === 0 ? { vehicles: dice.some(vehicleIds, 0.6) } : {}),
    ...(list === 1 ? { forbidden_vehicles: dice.some(vehicleIds, 0.4) } : {}),
    ...(isOptional ? { prize: mix.fractions ? dice.int(0, 300) / 7 : dice.int(0, 40) } : {}),
    ...(mix.priorities && !isOptional ? { priority: dice.int(0, 2) } : {}),
    ...(mix.release && kind === 'delivery' && dice.chance(0.5) ? { release: base_s + dice.int(0, day_s / 2) } : {}),
    ...(mix.due && kind === 'pickup' && dice.chance(0.5) ? { due: base_s + dice.int(day_s / 3, day_s) } : {}),
    ...(mix.goods && dice.chance(0.8) ? { goods: dice.pick(GOODS) } : {}),
    ...(maxRide ? { max_ride_s: dice.int(40, 400) } : {}),
  };
}

export function loadOf(dice: Dice, mix: Mix): number[] {
  const amount = () => (mix.fractions ? dice.int(0, 10 * MAX_LOAD) / 10 : dice.int(0, MAX_LOAD));
  return mix.secondDimension ? [amount(), amount()] : [amount()];
}

/** @param part of a shipment: deliveries have later windows, so that some are feasible */
function stopsOf(dice: Dice, mix: Mix, ground: Ground, part: number | null): StopInput[] {
  const count = mix.options && dice.chance(0.4) ? 2 : 1;
  return Array.from({ length: count }, (_, option) => stopOf(dice, mix, ground, part, option));
}

function stopOf(dice: Dice, mix: Mix, ground: Ground, part: number | null, option: number): StopInput {
  const windows = mix.windows && dice.chance(0.7) ? windowsOf(dice, mix, ground, part) : null;
  const byType = (most: number) => [{ type: dice.pick(TYPES), seconds: dice.int(0, most) }];
  return {
    at: ground.anyPlace(dice),
    ...(windows ? { windows } : {}),
    ...(mix.softWindows && dice.chance(0.7) ? { soft_windows: softWindowsOf(dice, ground) } : {}),
    ...(dice.chance(0.7) ? { service_s: dice.int(0, 40) } : {}),
    ...(mix.setup && dice.chance(0.7) ? { setup_s: dice.int(0, 60) } : {}),
    ...(mix.byType && dice.chance(0.6) ? { service_by_type: byType(60) } : {}),
    ...(mix.byType && mix.setup && dice.chance(0.6) ? { setup_by_type: byType(60) } : {}),
    ...(mix.optionCosts ? { cost: dice.int(0, 5) } : {}),
    ...(option > 0 ? { label: 'locker' } : {}),
  };
}

function windowsOf(dice: Dice, mix: Mix, { base_s, day_s }: Ground, part: number | null): WindowInput[] {
  const late = part === 1 ? Math.floor(day_s / 4) : 0;
  const opens = base_s + late + dice.int(0, Math.floor(day_s / 2));
  const first: WindowInput = [opens, opens + dice.int(0, 300)];
  if (!mix.severalWindows || dice.chance(0.4)) return [first];
  const again = first[1] + 1 + dice.int(0, 200);
  return [first, [again, again + dice.int(0, 300)]];
}

function softWindowsOf(dice: Dice, { base_s, day_s }: Ground) {
  return Array.from({ length: dice.int(1, 2) }, () => {
    const opens = base_s + dice.int(0, Math.floor((day_s * 2) / 3));
    const window: WindowInput = [opens, opens + dice.int(0, 200)];
    const early = dice.chance(0.5) ? { early_cost_per_hour: dice.int(0, 90) } : {};
    return { window, late_cost_per_hour: dice.int(0, 180), ...early };
  });
}
