import type { MoveBreak, MoveProblem, MoveRider } from './types.ts';

/**
 * Riders whose days have the same ways from any zone and slot on: the same zones, end, breaks and ways home. One dynamic
 * program serves them all. Zones are numbered within the group.
 */
export interface Group {
  /** Zone of each local number, ascending. */
  zones: Int32Array;
  /** Arcs out of local zone k are arcStart[k]..arcStart[k + 1] - 1. */
  arcStart: Int32Array;
  arcTo: Int32Array;
  /** Whole slots on the way, and the share of the slot of arrival that is lost. */
  arcSlots: Int32Array;
  arcLate: Float64Array;
  arcCost: Float64Array;
  arcLink: Int32Array;
  /** Layers that its riders count in, as what is to be added to a cell of the first; 0 first. */
  offsets: Int32Array;
  breaks: readonly MoveBreak[];
  /** First slot that any rider of the group works, and first no one does. */
  start: number;
  end: number;
  /** May leave from this slot on (`end` where only then), so many slots or a multiple before the end; and what each slot not worked saves. */
  leave: number;
  leaveStep: number;
  saving: number;
  /** Local zone to end in, -1 for any, and the cost of another. */
  home: number;
  homeCost: number;
}

/** One way to use a rider: on duty from `start` on as a member of a group. */
export interface Variant {
  group: number;
  /** Local zone. */
  zone: number;
  start: number;
  /** Cost of coming and of the slots up to the end of the group. */
  cost: number;
}

export interface Network {
  groups: Group[];
  /** Ways to use each rider, in the order of `problem.riders`; one of them is taken, or none where `optional`. */
  variants: Variant[][];
  optional: boolean[];
}

/**
 * The time-expanded network of each group of riders: nodes (zone, slot), arcs to stay, to move and to pause.
 * A move that ends within a slot appears twice: of use for the part of the slot that is left, or from the next slot on.
 * @throws RangeError where a rider cannot be where he is, or has no day that takes all of his breaks.
 */
export function compileNetwork(problem: MoveProblem): Network {
  const groups: Group[] = [];
  const numbers = new Map<string, number>();
  const arcsOf = localArcs(problem);
  const groupOf = (rider: MoveRider, { start, end, leave, leaveStep, saving }: Use): number => {
    const { known, layers = [] } = rider;
    const key = JSON.stringify([
      known,
      end,
      leave,
      leaveStep,
      saving,
      rider.breaks ?? [],
      rider.return_to ?? 0,
      layers,
    ]);
    const found = numbers.get(key);
    if (found !== undefined) {
      groups[found]!.start = Math.min(groups[found]!.start, start);
      return found;
    }
    numbers.set(key, groups.length);
    const arcs = arcsOf(rider.known);
    const home = rider.return_to ? arcs.zones.indexOf(rider.return_to.zone) : -1;
    const ways = { breaks: rider.breaks ?? [], start, end, leave, leaveStep, saving };
    const offsets = Int32Array.from([0, ...layers], (layer) => layer * problem.zones * problem.slots);
    return groups.push({ ...arcs, ...ways, offsets, home, homeCost: rider.return_to?.cost ?? 0 }) - 1;
  };
  const variants = problem.riders.map((rider, r) => {
    checkRider(problem, rider, r);
    return usesOf(rider).flatMap((use): Variant[] => {
      const group = groupOf(rider, use);
      const at = groups[group]!.zones;
      return use.zones.map((zone) => ({ group, zone: at.indexOf(zone), start: use.start, cost: use.cost }));
    });
  });
  return { groups, variants, optional: problem.riders.map(({ call }) => call !== undefined) };
}

/** On duty from `start` on, until `end` or, which saves something for each slot, from `leave` on; and what it costs to the end. */
interface Use {
  zones: readonly number[];
  start: number;
  end: number;
  leave: number;
  leaveStep: number;
  saving: number;
  cost: number;
}

/** Who is on call may begin in several slots and zones; how long he has to stay depends on the slot. */
function usesOf({ zone, start_slot, end_slot, release, call }: MoveRider): Use[] {
  const zones = [zone];
  if (!call) {
    const leave = release ? Math.max(start_slot, Math.min(end_slot, release.earliest_slot)) : end_slot;
    const saving = release?.saving_per_slot ?? 0;
    return [{ zones, start: start_slot, end: end_slot, leave, leaveStep: 1, saving, cost: 0 }];
  }
  const { min_slots, cost, cost_per_slot, latest_start_slot, start_step = 1, length_step = 1 } = call;
  const windows = call.windows ?? [{ start_slot, end_slot, latest_start_slot }];
  return windows.flatMap((window) => {
    const last = Math.min(window.latest_start_slot, window.end_slot - length_step);
    const starts = Math.max(0, Math.floor((last - window.start_slot) / start_step) + 1);
    return Array.from({ length: starts }, (_, i): Use => {
      const start = window.start_slot + i * start_step;
      const end = window.end_slot - ((window.end_slot - start) % length_step);
      const leave = Math.min(end, start + min_slots);
      const whole = cost + cost_per_slot * (end - start);
      const ways = { start, end, leave, leaveStep: length_step, saving: cost_per_slot, cost: whole };
      return { zones: window.zones ?? zones, ...ways };
    });
  });
}

function checkRider(problem: MoveProblem, rider: MoveRider, index: number): void {
  const { zone, known, start_slot, end_slot } = rider;
  const fail = (cause: string) => {
    throw new RangeError(`rider ${index}: ${cause}`);
  };
  if (!(zone >= 0 && zone < problem.zones)) fail(`zone ${zone} is not one of ${problem.zones}`);
  if (known && !known.includes(zone)) fail(`does not know zone ${zone}, where he is`);
  const count = problem.required.length / (problem.zones * problem.slots);
  if (rider.layers?.some((layer) => !(layer > 0 && layer < count))) fail(`layers are 1 to ${count - 1}`);
  if (!(start_slot >= 0 && start_slot <= end_slot && end_slot <= problem.slots)) {
    fail(`duty ${start_slot}..${end_slot} is not within the ${problem.slots} slots`);
  }
  const begins = rider.call?.windows?.flatMap(({ zones = [] }) => zones) ?? [];
  if (begins.some((at) => !(at >= 0 && at < problem.zones && (known?.includes(at) ?? true))))
    fail('a zone to be called in is not known');
  if (rider.call?.windows?.some((window) => window.start_slot < start_slot || window.end_slot > end_slot))
    fail(`a time to be called in is not within ${start_slot}..${end_slot}`);
}

/** Arcs among the zones of a set, worked out once for each set. */
function localArcs({ zones, links, slot_s }: MoveProblem) {
  const linksFrom = Array.from({ length: zones }, (): number[] => []);
  for (const [k, from] of links.from.entries()) linksFrom[from]!.push(k);
  const known = new Map<string, Pick<Group, 'zones' | `arc${'Start' | 'To' | 'Slots' | 'Late' | 'Cost' | 'Link'}`>>();
  return (set: readonly number[] | null) => {
    const key = set ? set.join() : '';
    const found = known.get(key);
    if (found) return found;
    const members = set ? [...new Set(set)].sort((a, b) => a - b) : Array.from({ length: zones }, (_, z) => z);
    const local = new Map(members.map((zone, k) => [zone, k]));
    const arcs: { to: number; slots: number; late: number; link: number }[] = [];
    const starts = [0];
    for (const zone of members) {
      for (const link of linksFrom[zone]!) {
        const to = local.get(links.to[link]!);
        if (to === undefined || links.to[link] === zone) continue;
        const slots = Math.floor(links.travel_s[link]! / slot_s);
        const late = links.travel_s[link]! / slot_s - slots;
        if (late > 0) arcs.push({ to, slots: slots + 1, late: 0, link });
        arcs.push({ to, slots, late, link });
      }
      starts.push(arcs.length);
    }
    const made = {
      zones: Int32Array.from(members),
      arcStart: Int32Array.from(starts),
      arcTo: Int32Array.from(arcs, ({ to }) => to),
      arcSlots: Int32Array.from(arcs, ({ slots }) => slots),
      arcLate: Float64Array.from(arcs, ({ late }) => late),
      arcCost: Float64Array.from(arcs, ({ link }) => links.cost[link]!),
      arcLink: Int32Array.from(arcs, ({ link }) => link),
    };
    known.set(key, made);
    return made;
  };
}
