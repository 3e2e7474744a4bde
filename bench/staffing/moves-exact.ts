import type { Highs } from '../../src/staffing/highs.ts';
import type { MoveProblem, MoveRider } from '../../src/staffing/moves/index.ts';

/**
 * The model of moves written out as a mixed-integer program, rider by rider, straight from the problem: an oracle for
 * `planMoves` that shares no code with it.
 * @returns cost of the best plan; NaN where HiGHS did not prove it in time
 */
export function exactMoves(problem: MoveProblem, highs: Highs, limit_s: number): number {
  const { Status, ObjectiveValue } = highs.solve(writeModel(problem), {
    output_flag: false,
    time_limit: limit_s,
    mip_rel_gap: 0,
  });
  return Status === 'Optimal' ? ObjectiveValue : Number.NaN;
}

interface Arc {
  from: string;
  to: string;
  cost: number;
  /** Cell that it covers. */
  cell?: number;
}

function writeModel(problem: MoveProblem): string {
  const { zones, slots, required, shortage_cost } = problem;
  const objective: string[] = [];
  const rows: string[] = [];
  const binaries: string[] = [];
  const bounds: string[] = [];
  const covers = Array.from({ length: zones * slots }, (): string[] => []);
  let x = 0;
  for (const rider of problem.riders) {
    const balance = new Map<string, string[]>();
    for (const arc of arcsOf(problem, rider)) {
      const name = `x${x++}`;
      binaries.push(name);
      if (arc.cost !== 0) objective.push(term(arc.cost, name));
      if (arc.cell !== undefined) covers[arc.cell]!.push(name);
      balance.set(arc.from, [...(balance.get(arc.from) ?? []), `+ ${name}`]);
      balance.set(arc.to, [...(balance.get(arc.to) ?? []), `- ${name}`]);
    }
    for (const [node, terms] of balance) {
      if (node === 'out') continue;
      if (node === 'in') rows.push(`${terms.join(' ')} ${rider.call ? '<=' : '='} 1`);
      else rows.push(`${terms.join(' ')} = 0`);
    }
  }
  for (let c = 0; c < covers.length; c++) {
    if (required[c] === 0) continue;
    // Riders that count in full, and the last one, who fills up a part.
    const whole = Math.floor(required[c]!);
    const part = required[c]! - whole;
    objective.push(term(shortage_cost[c]!, `u${c}`));
    rows.push(
      `${[`u${c}`, ...(part > 0 ? [`v${c}`] : []), ...covers[c]!].join(' + ')} >= ${whole + (part > 0 ? 1 : 0)}`,
    );
    if (part === 0) continue;
    objective.push(term(shortage_cost[c]! * part, `v${c}`));
    bounds.push(`v${c} <= 1`);
  }
  const lines = (list: string[], each: (line: string, i: number) => string) => list.map(each).join('\n');
  return `minimize\n obj: ${objective.join('\n ')}\nsubject to\n${lines(rows, (row, i) => ` r${i}: ${row}`)}\nbounds\n${lines(bounds, (b) => ` ${b}`)}\nbinary\n${lines(binaries, (b) => ` ${b}`)}\nend\n`;
}

const term = (value: number, name: string) => `${value < 0 ? '-' : '+'} ${Math.abs(value)} ${name}`;

/** Ways of one rider: nodes are `slot zone breaks-taken start`, from `in` to `out`. */
function arcsOf({ slots, slot_s, links, shortage_cost }: MoveProblem, rider: MoveRider): Arc[] {
  const arcs: Arc[] = [];
  const { zone, known, start_slot, end_slot: end, breaks = [], release, call, return_to } = rider;
  const seen = new Set<string>();
  const open: [slot: number, zone: number, taken: number, start: number][] = [];
  const node = (s: number, z: number, b: number, t: number): string => {
    const name = `${s} ${z} ${b} ${t}`;
    if (!seen.has(name)) open.push([s, z, b, t]);
    seen.add(name);
    return name;
  };
  for (let t = start_slot; t <= Math.min(call?.latest_start_slot ?? start_slot, call ? end - 1 : end); t++) {
    const cost = call ? call.cost + call.cost_per_slot * (end - t) : 0;
    arcs.push({ from: 'in', to: node(t, zone, 0, t), cost });
  }
  for (let next = open.pop(); next; next = open.pop()) {
    const [s, z, b, t] = next;
    const from = node(s, z, b, t);
    const due = breaks[b];
    if (due && s > due.latest_slot) continue;
    const earliest = call ? Math.min(end, t + call.min_slots) : (release?.earliest_slot ?? end);
    if (s >= Math.min(earliest, end)) {
      const saved = (end - s) * (call?.cost_per_slot ?? release?.saving_per_slot ?? 0);
      arcs.push({ from, to: 'out', cost: (return_to && return_to.zone !== z ? return_to.cost : 0) - saved });
    }
    if (s >= end) continue;
    arcs.push({ from, to: node(s + 1, z, b, t), cost: 0, cell: z * slots + s });
    if (due && s >= due.earliest_slot && s + due.slots <= end) {
      const cost = due.shift_cost * Math.abs(s - due.planned_slot);
      arcs.push({ from, to: node(s + due.slots, z, b + 1, t), cost });
    }
    for (const [k, a] of links.from.entries()) {
      const to = links.to[k]!;
      if (a !== z || to === z || (known && !known.includes(to))) continue;
      const travel = links.travel_s[k]! / slot_s;
      const up = Math.ceil(travel);
      if (up > 0 && s + up <= end) arcs.push({ from, to: node(s + up, to, b, t), cost: links.cost[k]! });
      const [down, cell] = [s + Math.floor(travel), to * slots + s + Math.floor(travel)];
      if (Number.isInteger(travel) && travel > 0) continue;
      if (down >= end) continue;
      const late = (travel % 1) * shortage_cost[cell]!;
      arcs.push({ from, to: node(down + 1, to, b, t), cost: links.cost[k]! + late, cell });
    }
  }
  return arcs;
}
