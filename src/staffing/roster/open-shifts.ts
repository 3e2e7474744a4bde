import { BestShifts, type Candidate, type Part } from './best-shift.ts';
import { type Compiled, LEAST_MISSING } from './compiled.ts';
import type { OpenShift } from './types.ts';

/**
 * Shifts to be offered for what is left short, dearest shortage first: the legal shift of a zone that saves most beyond
 * its pay is taken, its riders counted in, and so on while any is worth its pay. The bonus is what is left of the saved
 * shortage cost after the surplus it causes and the pay: up to there a rider more is worth having. Layers after the first
 * come first: who is needed for one of them counts in the others, too.
 * @param cover zones * slots per layer, riders counted where they are  @param isOver true: those found so far are all
 */
export function openShifts(
  compiled: Compiled,
  cover: readonly Float64Array[],
  isOver: () => boolean = () => false,
): OpenShift[] {
  const { zones, layers, cells, coverOf } = compiled;
  const found: OpenShift[] = [];
  const lack = compiled.required.slice();
  for (const [layer, table] of cover.entries())
    for (let cell = 0; cell < cells; cell++) lack[layer * cells + coverOf[cell]!]! -= table[cell]!;
  for (let layer = layers - 1; layer >= 0; layer--) {
    for (let zone = 0; zone < zones; zone++) found.push(...openOfZone(compiled, lack, layer, zone, isOver));
  }
  return found;
}

/** @param lack what is missing, layers * cells; what the shifts found fill is taken off, for zones that share it. */
function openOfZone(
  compiled: Compiled,
  lack: Float64Array,
  layer: number,
  zone: number,
  isOver: () => boolean,
): OpenShift[] {
  const { slots, cells, layers, coverOf } = compiled;
  const cellOf = (s: number, of: number) => of * cells + coverOf[zone * slots + s]!;
  const units = usualUnits(compiled, layer, zone);
  const open: OpenShift[] = [];
  let any = false;
  for (let s = 0; s < slots; s++) any ||= lack[cellOf(s, layer)]! > LEAST_MISSING;
  if (!any || isOver()) return open;
  const parts: Part[] = [];
  for (let of = 0; of < layers; of++) {
    if (of !== layer && units[of] === 0) continue;
    const missing = Float64Array.from({ length: slots }, (_, s) => lack[cellOf(s, of)]!);
    parts.push({ from: of * cells + zone * slots, units: units[of]!, missing });
  }
  const own = parts.find(({ from }) => from === layer * cells + zone * slots)!;
  const shifts = new BestShifts(compiled, parts, own, zone);
  while (!isOver()) {
    const best = shifts.best();
    if (!best) break;
    const riders = shifts.alike(best);
    shifts.take(best, riders);
    offer(open, best, riders, compiled, zone, layer);
  }
  for (const { from, missing } of parts) {
    const of = Math.floor(from / cells);
    for (let s = 0; s < slots; s++) lack[cellOf(s, of)] = missing[s]!;
  }
  return open.sort((a, b) => a.from_s - b.from_s || a.to_s - b.to_s);
}

/** So many riders more on a shift that is offered already, or a new one. */
function offer(
  open: OpenShift[],
  { start, length, pause, saves, net }: Candidate,
  riders: number,
  { lengths, hours, unit_s, problem }: Compiled,
  zone: number,
  layer: number,
): void {
  const { slot_s, break: rule } = problem;
  const pause_s = pause < 0 ? null : pause * slot_s;
  const [from_s, to_s] = [start * slot_s, (start + lengths[length]!) * slot_s];
  const isSame = (o: OpenShift) =>
    o.from_s === from_s && o.to_s === to_s && (o.break?.from_s ?? null) === pause_s && Math.abs(o.bonus - net) < 1e-6;
  const same = open.find(isSame);
  if (same) {
    same.riders += riders;
    return;
  }
  const hours_h = (hours[length]! * unit_s) / 3600;
  const pausing = pause_s === null ? null : { from_s: pause_s, to_s: pause_s + rule!.length_s };
  open.push({ zone, layer, from_s, to_s, riders, break: pausing, saves, bonus: net, bonus_per_h: net / hours_h });
}

/**
 * What somebody on an open shift counts for in each layer: in the first who may be of any kind, and is relied on in that one only; for
 * one of the others the average of those who count in it and know the zone, else of all who count.
 */
function usualUnits(compiled: Compiled, layer: number, zone: number): Float64Array {
  const { riders, layers, problem } = compiled;
  const units = new Float64Array(layers);
  if (layer === 0) {
    units[0] = problem.openUnits;
    return units;
  }
  const counts = (r: number) => riders[r]!.weights[layer]! > 0;
  let list = Array.from(compiled.ridersOfZone[zone]!).filter(counts);
  if (list.length === 0) list = riders.flatMap((_, r) => (counts(r) ? [r] : []));
  const mean = (all: number[], of: (r: number) => number) =>
    all.reduce((sum, r) => sum + of(r), 0) / Math.max(1, all.length);
  for (let of = 0; of < layers; of++) {
    // Of a kind that nobody has, what it stands for in each layer.
    const kinds = problem.layers[of]!.weights.filter((_, kind) => problem.layers[layer]!.weights[kind]! > 0);
    const without = kinds.reduce((sum, weight) => sum + weight, 0) / Math.max(1, kinds.length);
    units[of] = list.length > 0 ? mean(list, (r) => riders[r]!.weights[of]!) : without;
  }
  if (!(units[layer]! > 0)) units[layer] = 1;
  return units;
}
