import type { DesignInput } from '../../src/staffing/design/index.ts';

/**
 * Reads an instance of minimum shift design as MiniZinc data: `name = number;` and `name = [numbers];`. The horizon is
 * cyclic, begins at midnight and starts and lengths are counted in slots. The objective of the published values is slot
 * minutes x (over + under) + weight x shifts, in minutes; the term on duties per week is left out.
 * @throws Error where an entry is missing or lists differ in length
 */
export function readShiftDesign(text: string): DesignInput {
  const entries = new Map<string, number[]>();
  for (const [, name, value] of text.matchAll(/(\w+)\s*=\s*(\[[^\]]*\]|[-\d.]+)\s*;/g)) {
    entries.set(name!, value!.replace(/[[\]]/g, '').split(',').map(Number));
  }
  const list = (name: string) => {
    const found = entries.get(name);
    if (!found?.every(Number.isFinite)) throw new Error(`no numbers for ${name}`);
    return found;
  };
  const one = (name: string) => list(name)[0]!;
  const minutes = one('interval');
  const slot_s = 60 * minutes;
  const days = one('days');
  const slots = (days * 1440) / minutes;
  const types = one('shiftTypes');
  const [minStart, maxStart, minLength, maxLength] = ['minStart', 'maxStart', 'minLength', 'maxLength'].map(list);
  const demand = Float64Array.from(list('demand'));
  if (demand.length !== slots) throw new Error(`${demand.length} demands for ${slots} slots`);
  return {
    zones: 1,
    slots,
    slot_s,
    cyclic: true,
    calendar: {
      days,
      day: Int32Array.from(demand, (_, slot) => Math.floor((slot * slot_s) / 86400)),
      local_s: Int32Array.from(demand, (_, slot) => (slot * slot_s) % 86400),
    },
    demand,
    rules: Array.from({ length: types }, (_, type) => ({
      start: { from_s: minStart![type]! * slot_s, to_s: maxStart![type]! * slot_s },
      length: { from_s: minLength![type]! * slot_s, to_s: maxLength![type]! * slot_s },
    })),
    weights: {
      under: minutes * one('weightUnderCover'),
      over: minutes * one('weightOverCover'),
      shift: one('weightShiftInstances'),
    },
    shiftsCountedBy: 'all',
  };
}
