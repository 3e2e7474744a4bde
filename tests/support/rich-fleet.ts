import type { VehicleInput } from '../../src/contract/schema.ts';
import type { Dice } from './rich-dice.ts';
import type { Mix } from './rich-mix.ts';
import type { Ground, LocationInput } from './rich-places.ts';
import { loadOf, MAX_LOAD, SKILLS, TYPES } from './rich-tasks.ts';

/** @param share tasks per vehicle, which limits are made to fit */
export function vehicleOf(
  dice: Dice,
  mix: Mix,
  ground: Ground,
  index: number,
  count: number,
  share: number,
  depot: LocationInput,
): VehicleInput {
  const own = () => (mix.ownDepots ? ground.anyPlace(dice) : depot);
  const start = mix.openStart && dice.chance(0.6) ? undefined : own();
  const end = mix.openEnd && dice.chance(0.6) ? undefined : own();
  return {
    ...{ id: `v${index}`, count, profile: dice.pick(ground.profiles).name },
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    ...(mix.byType ? { type: dice.pick(TYPES) } : {}),
    ...(mix.speedFactors ? { speed_factor: dice.pick([1, 0.5, 1.3, 2]) } : {}),
    ...(mix.skills ? { skills: dice.some(SKILLS, 0.5) } : {}),
    ...(mix.capacity ? { capacity: loadOf(dice, mix).map((x) => MAX_LOAD + Math.ceil((x * share) / 2)) } : {}),
    ...shiftsOf(dice, mix, ground),
    costs: costsOf(dice, mix, ground),
    ...(mix.tariff && dice.chance(0.7) ? { tariff: tariffOf(dice, mix) } : {}),
    ...breaksOf(dice, mix, ground),
    ...reloadsOf(dice, mix, ground),
    ...limitsOf(dice, mix, ground, share),
    ...(mix.zones && dice.chance(0.7) ? { zones: dice.pick([['west'], ['south'], ['west', 'south'], ['ring']]) } : {}),
    ...(mix.backhauls ? { backhauls: dice.pick(['mixed', 'after_deliveries', 'after_a_delivery'] as const) } : {}),
    ...(mix.lifo && dice.chance(0.8) ? { unloading: 'lifo' as const } : {}),
    ...(mix.co2 ? { co2_g_per_km: dice.int(0, 300) } : {}),
  };
}

function shiftsOf(dice: Dice, mix: Mix, { base_s, day_s }: Ground): Pick<VehicleInput, 'shift' | 'shifts'> {
  const shift = (from: number): [number, number] => {
    const opens = from + dice.int(0, Math.floor(day_s / 4));
    return [opens, opens + dice.int(Math.floor(day_s / 3), day_s)];
  };
  const first = shift(base_s);
  if (mix.shifts && dice.chance(0.6)) return { shifts: [first, shift(first[1])] };
  // Without anything that says when, a route leaves in 1970: a soft window of today would cost millions.
  const isDated = mix.epoch && mix.softWindows;
  return isDated || (mix.shift && dice.chance(0.8)) ? { shift: first } : {};
}

function costsOf(dice: Dice, mix: Mix, { day_s }: Ground): NonNullable<VehicleInput['costs']> {
  const onlyHours = mix.hourCosts && dice.chance(0.5);
  const overtime = { after_s: dice.int(0, Math.floor(day_s / 2)), per_hour: dice.int(1, 90) };
  return {
    per_km: onlyHours ? 0 : mix.fractions ? dice.int(10, 300) / 7 : dice.int(5, 30),
    ...(mix.hourCosts ? { per_hour: dice.int(0, 90), per_travel_hour: dice.int(0, 40) } : {}),
    ...(mix.waitingCosts ? { per_waiting_hour: dice.int(1, 120) } : {}),
    ...(mix.serviceCosts ? { per_service_hour: dice.int(1, 60) } : {}),
    ...(mix.fixedCosts ? { fixed: dice.int(0, 20) } : {}),
    ...(mix.taskCosts ? { per_task: dice.int(0, 5) } : {}),
    ...(mix.overtime ? { overtime } : {}),
  };
}

function tariffOf(dice: Dice, mix: Mix): NonNullable<VehicleInput['tariff']> {
  const rows = Array.from({ length: dice.int(1, 3) }, () => ({
    price: dice.int(0, 12),
    ...(dice.chance(0.5) ? { zone: dice.pick(['west', 'south', 'ring']) } : {}),
    ...(dice.chance(0.5) ? { up_to: loadOf(dice, mix) } : {}),
  }));
  return dice.chance(0.6) ? [...rows, { price: dice.int(5, 15) }] : rows;
}

function breaksOf(dice: Dice, mix: Mix, { base_s, day_s }: Ground): Pick<VehicleInput, 'breaks'> {
  const maxLoad = () => (mix.breakLoad ? { max_load: loadOf(dice, mix) } : {});
  const breaks: NonNullable<VehicleInput['breaks']> = [];
  if (mix.breaks && dice.chance(0.8)) {
    for (let k = 0, from = base_s; k < (mix.severalBreaks ? 2 : 1); k++) {
      const opens = from + dice.int(0, Math.floor(day_s / 2));
      const closes = opens + dice.int(0, Math.floor(day_s / 4));
      const again: [number, number] = [closes + dice.int(1, 150), closes + dice.int(151, 300)];
      const windows: [number, number][] = dice.chance(0.3) ? [[opens, closes], again] : [[opens, closes]];
      breaks.push({ id: `b${k}`, windows, duration_s: dice.int(0, 80), ...maxLoad() });
      from = opens;
    }
  }
  if (mix.drivingRule && dice.chance(0.8)) {
    const rule = { id: 'rest', after_driving_s: dice.int(60, 300), duration_s: dice.int(10, 80), ...maxLoad() };
    breaks.splice(dice.int(0, breaks.length), 0, rule);
  }
  return breaks.length > 0 ? { breaks } : {};
}

function reloadsOf(dice: Dice, mix: Mix, ground: Ground): Pick<VehicleInput, 'reloads' | 'max_trips'> {
  if (!mix.reloads || dice.chance(0.2)) return {};
  const { base_s, day_s } = ground;
  const reloads = Array.from({ length: mix.twoReloads ? 2 : 1 }, () => {
    const opens = base_s + dice.int(0, Math.floor(day_s / 2));
    const windows: [number, number][] = [[opens, opens + dice.int(50, 400)]];
    return { at: ground.anyPlace(dice), service_s: dice.int(0, 30), ...(mix.reloadWindows ? { windows } : {}) };
  });
  return mix.anyTrips ? { reloads } : { reloads, max_trips: dice.int(2, 3) };
}

function limitsOf(dice: Dice, mix: Mix, { day_s }: Ground, share: number): Partial<VehicleInput> {
  const within = (least: number, most: number) => dice.int(Math.floor(least), Math.floor(most));
  return {
    ...(mix.maxDistance ? { max_distance_m: within(200, 200 + 150 * share) } : {}),
    ...(mix.maxDriving ? { max_driving_s: within(200, 200 + 150 * share) } : {}),
    ...(mix.maxDuty ? { max_duty_s: within(day_s / 4, day_s) } : {}),
    ...(mix.maxTasks ? { max_tasks: within(1, 1 + share) } : {}),
    ...(mix.minLoad && dice.chance(0.7) ? { min_load: loadOf(dice, mix) } : {}),
    ...(mix.minDuty && dice.chance(0.7) ? { min_duty_s: within(50, day_s / 2) } : {}),
  };
}
