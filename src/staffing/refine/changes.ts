import { cover } from './cover.ts';
import type { PlannedShift, RefineProblem } from './types.ts';

type Random = () => number;

/** Tries at a change that is allowed. */
const TRIES = 8;

/**
 * One small change at random: a shift dropped, shortened, lengthened, moved in time or to another place, one added, or
 * one taken away here and given there. Null where none of some tries is allowed.
 */
export function changeOf(
  problem: RefineProblem,
  shifts: PlannedShift[],
  use: ArrayLike<number>,
  lack: ArrayLike<number>,
  random: Random,
): PlannedShift[] | null {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const changed = attemptAt(problem, shifts, use, lack, random);
    if (changed && isCovered(problem, changed)) return changed;
  }
  return null;
}

function attemptAt(
  problem: RefineProblem,
  shifts: PlannedShift[],
  use: ArrayLike<number>,
  lack: ArrayLike<number>,
  random: Random,
): PlannedShift[] | null {
  const kind = random();
  if (kind < 0.08 || shifts.length === 0) return add(problem, shifts, lack, random);
  const i = idle(use, shifts.length, random);
  const rest = () => shifts.filter((_, k) => k !== i);
  const shift = shifts[i]!;
  if (kind < 0.2) return rest();
  if (kind < 0.35) return add(problem, rest(), lack, random);
  if (kind < 0.45) return [...rest(), { ...shift, place: draw(problem.places[shift.start]!, random) ?? shift.place }];
  // Half of the reshaped ones are drawn at random: useful shifts may be in the wrong place, too.
  const k = kind < 0.75 ? i : Math.floor(random() * shifts.length);
  const shape = reshaped(problem, shifts[k]!, random);
  return shape && shifts.map((old, index) => (index === k ? shape : old));
}

/** The least useful of three drawn at random. */
function idle(use: ArrayLike<number>, count: number, random: Random): number {
  let found = Math.floor(random() * count);
  for (let k = 0; k < 2; k++) {
    const other = Math.floor(random() * count);
    if (use[other]! < use[found]!) found = other;
  }
  return found;
}

/** Another start within two slots, another length, or both, all of them allowed; elsewhere where the place is none of the start. */
function reshaped(problem: RefineProblem, shift: PlannedShift, random: Random): PlannedShift | null {
  const start = shift.start + Math.floor(random() * 5) - 2;
  const lengths = problem.lengths[start];
  if (!lengths || lengths.length === 0) return null;
  // Half of the time an end stays where it is.
  const end = shift.start + shift.length;
  const same = random() < 0.5 ? lengths.filter((length) => start + length === end) : [];
  const length = draw(same.length > 0 ? same : lengths, random)!;
  if (start === shift.start && length === shift.length) return null;
  const places = problem.places[start]!;
  const isPlace = Array.prototype.includes.call(places, shift.place);
  const place = isPlace ? shift.place : draw(places, random);
  return place === undefined ? null : { ...shift, start, length, place };
}

/** Adds a shift that covers a slot where riders are missing. */
function add(
  problem: RefineProblem,
  shifts: PlannedShift[],
  lack: ArrayLike<number>,
  random: Random,
): PlannedShift[] | null {
  const slot = slotOfLack(lack, problem.slots, random);
  const fits: { start: number; length: number }[] = [];
  problem.lengths.forEach((lengths, start) => {
    for (const length of lengths) if (start <= slot && slot < start + length) fits.push({ start, length });
  });
  const shape = draw(fits, random);
  if (!shape) return null;
  const place = draw(problem.places[shape.start]!, random);
  return place === undefined ? null : [...shifts, { ...shape, place }];
}

function slotOfLack(lack: ArrayLike<number>, slots: number, random: Random): number {
  let sum = 0;
  for (let i = 0; i < slots; i++) sum += lack[i]!;
  if (sum <= 0) return Math.floor(random() * slots);
  let at = random() * sum;
  for (let i = 0; i < slots; i++) {
    at -= lack[i]!;
    if (at < 0) return i;
  }
  return slots - 1;
}

function draw<T>(values: ArrayLike<T>, random: Random): T | undefined {
  return values[Math.floor(random() * values.length)];
}

function isCovered({ atLeast, slots }: RefineProblem, shifts: PlannedShift[]): boolean {
  return cover(shifts, slots).every((count, slot) => count >= atLeast[slot]!);
}
