import type { Compiled } from './compiled.ts';
import { LEAST_MISSING } from './reasons.ts';
import type { OpenShift } from './types.ts';

/**
 * Shifts to be offered for what is left short, dearest shortage first: the legal shift of a zone that saves most beyond
 * the usual pay is taken, its riders counted in, and so on while any is worth its pay. The bonus is what is left of the saved
 * shortage cost after the surplus it causes and the usual pay: up to there a rider more is worth having. Layers after the first
 * come first: who is needed for one of them counts in the others, too.
 * @param cover layers * cells  @param isOver true: those found so far are all
 */
export function openShifts(compiled: Compiled, cover: Float64Array, isOver: () => boolean): OpenShift[] {
  const { zones, layers, required } = compiled;
  const found: OpenShift[] = [];
  const lack = required.map((need, at) => need - cover[at]!);
  for (let layer = layers - 1; layer >= 0; layer--) {
    for (let zone = 0; zone < zones; zone++) found.push(...openOfZone(compiled, lack, layer, zone, isOver));
  }
  return found;
}

/** What differs by less is the same. */
const SAME = 1e-9;

/** A layer in which a shift counts. */
interface Part {
  /** First of the zone's cells in tables of layers * cells. */
  from: number;
  /** What a rider counts for. */
  units: number;
  /** By slot, what is missing. */
  missing: Float64Array;
}

interface Candidate {
  start: number;
  length: number;
  /** Slot at which the break begins, or -1. */
  pause: number;
  saves: number;
  net: number;
}

/** @param lack what is missing, layers * cells; what the shifts found fill is taken off, for zones that share it. */
function openOfZone(
  compiled: Compiled,
  lack: Float64Array,
  layer: number,
  zone: number,
  isOver: () => boolean,
): OpenShift[] {
  const { slots, cells, layers, coverOf, unit_s, hours } = compiled;
  const cellOf = (s: number, of: number) => of * cells + coverOf[zone * slots + s]!;
  const { units, payPerUnit } = usual(compiled, layer, zone);
  const open: OpenShift[] = [];
  let any = false;
  for (let s = 0; s < slots; s++) any ||= lack[cellOf(s, layer)]! > LEAST_MISSING;
  if (!any) return open;
  const parts: Part[] = [];
  for (let of = 0; of < layers; of++) {
    if (of !== layer && units[of] === 0) continue;
    const missing = Float64Array.from({ length: slots }, (_, s) => lack[cellOf(s, of)]!);
    parts.push({ from: of * cells + zone * slots, units: units[of]!, missing });
  }
  const own = parts.find(({ from }) => from === layer * cells + zone * slots)!;
  while (!isOver()) {
    const best = bestShift(compiled, parts, own, zone, payPerUnit);
    if (!best) break;
    const { start, length, pause, saves, net } = best;
    for (const { missing, units } of parts) {
      for (let s = start; s < start + compiled.lengths[length]!; s++) missing[s]! -= units;
      if (pause < 0) continue;
      for (let i = 0; i < compiled.breakSlots; i++) missing[pause + i]! += units * compiled.breakShare[i]!;
    }
    const { slot_s, break: rule } = compiled.problem;
    const pause_s = pause < 0 ? null : pause * slot_s;
    const [from_s, to_s] = [start * slot_s, (start + compiled.lengths[length]!) * slot_s];
    const isSame = (o: OpenShift) =>
      o.from_s === from_s && o.to_s === to_s && (o.break?.from_s ?? null) === pause_s && Math.abs(o.bonus - net) < 1e-6;
    const same = open.find(isSame);
    if (same) same.riders++;
    else {
      const hours_h = (hours[length]! * unit_s) / 3600;
      const pausing = pause_s === null ? null : { from_s: pause_s, to_s: pause_s + rule!.length_s };
      open.push({
        zone,
        layer,
        from_s,
        to_s,
        riders: 1,
        break: pausing,
        saves,
        bonus: net,
        bonus_per_h: net / hours_h,
      });
    }
  }
  for (const { from, missing } of parts) {
    const of = Math.floor(from / cells);
    for (let s = 0; s < slots; s++) lack[cellOf(s, of)] = missing[s]!;
  }
  return open.sort((a, b) => a.from_s - b.from_s || a.to_s - b.to_s);
}

/**
 * What a rider counts for in each layer and is paid there, on the average of those who count in the layer and know the zone, else of
 * all who count. Who is missing in the first layer may be of any kind, and is relied on in that one only.
 */
function usual(compiled: Compiled, layer: number, zone: number): { units: Float64Array; payPerUnit: number } {
  const { riders, layers, problem } = compiled;
  const counts = (r: number) => riders[r]!.weights[layer]! > 0;
  let list = Array.from(compiled.ridersOfZone[zone]!).filter(counts);
  if (list.length === 0) list = riders.flatMap((_, r) => (counts(r) ? [r] : []));
  const paid = list.length > 0 ? list : riders.map((_, r) => r);
  const mean = (all: number[], of: (r: number) => number) =>
    all.reduce((sum, r) => sum + of(r), 0) / Math.max(1, all.length);
  const payPerUnit = mean(paid, (r) => riders[r]!.costPerUnit * riders[r]!.turnsUp);
  const units = new Float64Array(layers);
  for (let of = 0; of < layers; of++) {
    if (of !== layer && layer === 0) continue;
    // Of a kind that nobody has, what it stands for in each layer.
    const kinds = problem.layers[of]!.weights.filter((_, kind) => problem.layers[layer]!.weights[kind]! > 0);
    const without = kinds.reduce((sum, weight) => sum + weight, 0) / Math.max(1, kinds.length);
    units[of] = list.length > 0 ? mean(list, (r) => riders[r]!.weights[of]!) : without;
  }
  if (!(units[layer]! > 0)) units[layer] = 1;
  return { units, payPerUnit };
}

/** Worth of a rider more where so many are missing: shortage saved, and that less surplus caused. */
function worthOf(compiled: Compiled, parts: readonly Part[], s: number, share: number): { saves: number; net: number } {
  let saves = 0;
  let net = 0;
  for (const { from, units, missing } of parts) {
    const useful = Math.min(units * share, Math.max(0, missing[s]!));
    saves += useful * compiled.shortageCost[from + s]!;
    net += useful * compiled.shortageCost[from + s]! - (units * share - useful) * compiled.surplusCost[from + s]!;
  }
  return { saves, net };
}

/** @param own of the layer that the shift is for: it must end some of what is missing there */
function bestShift(
  compiled: Compiled,
  parts: readonly Part[],
  own: Part,
  zone: number,
  payPerUnit: number,
): Candidate | null {
  const { slots, lengths, hours, hasBreak, openTo } = compiled;
  const saves = new Float64Array(slots + 1);
  const nets = new Float64Array(slots + 1);
  const useful = new Int32Array(slots + 1);
  for (let s = 0; s < slots; s++) {
    const worth = worthOf(compiled, parts, s, 1);
    saves[s + 1] = saves[s]! + worth.saves;
    nets[s + 1] = nets[s]! + worth.net;
    useful[s + 1] = useful[s]! + (own.missing[s]! > LEAST_MISSING ? 1 : 0);
  }
  let best: Candidate | null = null;
  let bar = 1e-6;
  for (let s = 0; s < slots; s++) {
    const limit = openTo[zone * slots + s]!;
    for (let i = 0; i < lengths.length && s + lengths[i]! <= limit; i++) {
      const end = s + lengths[i]!;
      let saved = saves[end]! - saves[s]!;
      if (saved <= bar || useful[end] === useful[s]) continue;
      let net = nets[end]! - nets[s]! - hours[i]! * payPerUnit;
      const pause = hasBreak[i] ? bestBreak(compiled, parts, own, s, i) : -1;
      if (pause >= 0) {
        const lost = breakLoss(compiled, parts, pause);
        saved -= lost.saves;
        net -= lost.net;
      }
      if (net > bar) {
        bar = net;
        best = { start: s, length: i, pause, saves: saved, net };
      }
    }
  }
  return best;
}

function breakLoss(compiled: Compiled, parts: readonly Part[], pause: number) {
  const loss = { saves: 0, net: 0 };
  for (let i = 0; i < compiled.breakSlots; i++) {
    const whole = worthOf(compiled, parts, pause + i, 1);
    const left = worthOf(compiled, parts, pause + i, 1 - compiled.breakShare[i]!);
    loss.saves += whole.saves - left.saves;
    loss.net += whole.net - left.net;
  }
  return loss;
}

/** Where the break of a shift loses least; of places that lose the same, as all do where many are missing, where the fewest are. */
function bestBreak(compiled: Compiled, parts: readonly Part[], own: Part, start: number, i: number) {
  let least = Number.POSITIVE_INFINITY;
  let fewest = Number.POSITIVE_INFINITY;
  let best = start + compiled.breakAfter;
  for (let s = best; s <= start + compiled.lengths[i]! - compiled.breakBefore; s++) {
    const { net } = breakLoss(compiled, parts, s);
    let missing = 0;
    for (let k = 0; k < compiled.breakSlots; k++) missing += own.missing[s + k]!;
    if (net > least + SAME || (net > least - SAME && missing > fewest - SAME)) continue;
    least = net;
    fewest = missing;
    best = s;
  }
  return best;
}
