import type { Compiled } from './compile.ts';
import { LEAST_MISSING } from './reasons.ts';
import type { OpenShift } from './types.ts';

/**
 * Shifts to be offered for what is left short, dearest shortage first: the legal shift of a zone that saves most beyond
 * the usual pay is taken, its riders counted in, and so on while any is worth its pay. The bonus is what is left of the saved
 * shortage cost after the surplus it causes and the usual pay: up to there a rider more is worth having.
 * @param cover layers * cells
 */
export function openShifts(compiled: Compiled, cover: Float64Array): OpenShift[] {
  const { zones, layers, required } = compiled;
  const found: OpenShift[] = [];
  const lack = required.map((need, at) => need - cover[at]!);
  for (let layer = 0; layer < layers; layer++) {
    for (let zone = 0; zone < zones; zone++) found.push(...openOfZone(compiled, lack, layer, zone));
  }
  return found;
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
function openOfZone(compiled: Compiled, lack: Float64Array, layer: number, zone: number): OpenShift[] {
  const { slots, cells, coverOf, unit_s, hours } = compiled;
  const from = layer * cells + zone * slots;
  const cellOf = (s: number) => layer * cells + coverOf[zone * slots + s]!;
  const missing = Float64Array.from({ length: slots }, (_, s) => lack[cellOf(s)]!);
  const any = missing.some((units) => units > LEAST_MISSING);
  const { units, payPerUnit } = usual(compiled, layer, zone);
  const open: OpenShift[] = [];
  while (any) {
    const best = bestShift(compiled, missing, from, zone, units, payPerUnit);
    if (!best) break;
    const { start, length, pause, saves, net } = best;
    for (let s = start; s < start + compiled.lengths[length]!; s++) missing[s]! -= units;
    if (pause >= 0) {
      for (let i = 0; i < compiled.breakSlots; i++) missing[pause + i]! += units * compiled.breakShare[i]!;
    }
    const { slot_s } = compiled.problem;
    const [from_s, to_s] = [start * slot_s, (start + compiled.lengths[length]!) * slot_s];
    const same = open.find((o) => o.from_s === from_s && o.to_s === to_s && Math.abs(o.bonus - net) < 1e-6);
    if (same) same.riders++;
    else {
      const hours_h = (hours[length]! * unit_s) / 3600;
      open.push({ zone, layer, from_s, to_s, riders: 1, saves, bonus: net, bonus_per_h: net / hours_h });
    }
  }
  for (let s = 0; s < slots; s++) lack[cellOf(s)] = missing[s]!;
  return open.sort((a, b) => a.from_s - b.from_s || a.to_s - b.to_s);
}

/** What a rider counts for and is paid there, on the average of those who know the zone, else of all. */
function usual(compiled: Compiled, layer: number, zone: number): { units: number; payPerUnit: number } {
  const counts = (r: number) => compiled.riders[r]!.weights[layer]! > 0;
  let list = Array.from(compiled.ridersOfZone[zone]!).filter(counts);
  if (list.length === 0) list = compiled.riders.flatMap((_, r) => (counts(r) ? [r] : []));
  if (list.length === 0) list = compiled.riders.map((_, r) => r);
  const mean = (of: (r: number) => number) => list.reduce((sum, r) => sum + of(r), 0) / Math.max(1, list.length);
  const units = mean((r) => compiled.riders[r]!.weights[layer]!);
  return {
    units: units > 0 ? units : 1,
    payPerUnit: mean((r) => compiled.riders[r]!.costPerUnit * compiled.riders[r]!.turnsUp),
  };
}

/** Worth of `units` more where `missing` are missing: shortage saved and surplus caused. */
function worthOf(compiled: Compiled, at: number, missing: number, units: number): { saves: number; net: number } {
  const useful = Math.min(units, Math.max(0, missing));
  const saves = useful * compiled.shortageCost[at]!;
  return { saves, net: saves - (units - useful) * compiled.surplusCost[at]! };
}

function bestShift(
  compiled: Compiled,
  missing: Float64Array,
  from: number,
  zone: number,
  units: number,
  payPerUnit: number,
): Candidate | null {
  const { slots, lengths, hours, hasBreak, openTo } = compiled;
  const saves = new Float64Array(slots + 1);
  const nets = new Float64Array(slots + 1);
  for (let s = 0; s < slots; s++) {
    const worth = worthOf(compiled, from + s, missing[s]!, units);
    saves[s + 1] = saves[s]! + worth.saves;
    nets[s + 1] = nets[s]! + worth.net;
  }
  let best: Candidate | null = null;
  let bar = 1e-6;
  for (let s = 0; s < slots; s++) {
    const limit = openTo[zone * slots + s]!;
    for (let i = 0; i < lengths.length && s + lengths[i]! <= limit; i++) {
      const end = s + lengths[i]!;
      let saved = saves[end]! - saves[s]!;
      if (saved <= bar) continue;
      let net = nets[end]! - nets[s]! - hours[i]! * payPerUnit;
      const pause = hasBreak[i] ? bestBreak(compiled, missing, from, s, i, units) : -1;
      if (pause >= 0) {
        const lost = breakLoss(compiled, missing, from, pause, units);
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

function breakLoss(compiled: Compiled, missing: Float64Array, from: number, pause: number, units: number) {
  const loss = { saves: 0, net: 0 };
  for (let i = 0; i < compiled.breakSlots; i++) {
    const s = pause + i;
    const whole = worthOf(compiled, from + s, missing[s]!, units);
    const left = worthOf(compiled, from + s, missing[s]!, units * (1 - compiled.breakShare[i]!));
    loss.saves += whole.saves - left.saves;
    loss.net += whole.net - left.net;
  }
  return loss;
}

/** Where the break of a shift loses least. */
function bestBreak(compiled: Compiled, missing: Float64Array, from: number, start: number, i: number, units: number) {
  let least = Number.POSITIVE_INFINITY;
  let best = start + compiled.breakAfter;
  for (let s = best; s <= start + compiled.lengths[i]! - compiled.breakBefore; s++) {
    const { net } = breakLoss(compiled, missing, from, s, units);
    if (net < least) {
      least = net;
      best = s;
    }
  }
  return best;
}
