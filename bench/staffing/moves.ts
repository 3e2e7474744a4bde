import { loadHighs } from '../../src/staffing/highs.ts';
import { planIntraday } from '../../src/staffing/intraday/index.ts';
import { planMoves } from '../../src/staffing/moves/index.ts';
import { digits, markdownTable } from '../table.ts';
import type { StaffingFigures } from './figures.ts';
import { APPROACH_S, grubhubZones, unmetWithMoves, unmetWithoutMoves } from './grubhub-zones.ts';
import { type MdrpDay, readMdrp } from './mdrp.ts';
import { madeCity } from './moves-scale.ts';

/** Riders wanted at a load, in the order they are reported in. */
const WANTED: Record<string, (load: number) => number> = {
  load: (load) => load,
  'load, rounded up': (load) => Math.ceil(load - 1e-9),
  'load + 0.5 sqrt(load), rounded up': (load) => Math.ceil(load + 0.5 * Math.sqrt(load) - 1e-9),
};

const ABOUT = `Grubhub days (o100 t100 p100, riders and shifts of s2) cut into zones of equal work by \`designZones\` (hexagons of 800 m).
Slots of 15 min begin when shifts do (11 and 13 minutes past the quarter on seeds 3 and 4), so that shifts are whole slots. Load of a zone and slot: each
order binds a rider from 5 min before it is ready until it is delivered (5 min approach, pickup, ride, drop-off), in the zone of its restaurant, orders
known. Riders begin in the zone of their place. "Still": all stay there. "Pooled": the same riders wanted in sum, one zone. "Moves": \`planMoves\` with
HiGHS, all zones known to all, travel from centre to centre at 320 m/min; a missing rider-slot costs the orders it could carry at 10 each. Unmet
rider-slots are counted by the bench, by the seconds that riders are in zones: who is on the way is in none. Closed = (still - moves) / (still - pooled).
Riders are paid by the hour here, riding over or not, and the time on the way is unmet already: a ride costs 1 % of its pay, so that nobody rides for
nothing. "Paid": the whole pay of the ride is charged on top. "Approach once": the load has 5 min of approach for each order; who comes from another
zone rides to the restaurant in its stead, so only what is beyond is lost.`;

/** Share of a ride's pay that it costs, and what the first order's approach has of its time. */
const RIDE = { paid: 0.01, approach_s: 0 };

/** Reach "Zone moves", and what a large network takes. */
export async function movesBench(): Promise<StaffingFigures> {
  const highs = await loadHighs();
  const env = { elapsed_s: () => performance.now() / 1000, highs };
  const days = Object.entries(WANTED).flatMap(([name, wanted]) =>
    [4, 6, 8].flatMap((zones) =>
      [0, 1, 2, 3, 4].map((seed) => {
        const day = readMdrp(`${seed}o100t100s2p100`);
        const { still, pooled, moved, closed, plan, ...times } = closedBy(day, zones, wanted, RIDE, env);
        const paid = closedBy(day, zones, wanted, { ...RIDE, paid: 1 }, env).closed;
        const approachOnce = closedBy(day, zones, wanted, { ...RIDE, approach_s: APPROACH_S }, env).closed;
        const found = { still, pooled, moved, closed, paid, approachOnce, moves: plan.moves.length, gap: plan.gap };
        return { wanted: name, zones, seed, ...found, ...times };
      }),
    ),
  );
  const scale = (
    [
      [30, 500, env],
      [30, 500, { ...env, highs: undefined }],
      [200, 5000, { ...env, highs: undefined }],
    ] as const
  ).map(([zones, riders, given]) => {
    const problem = madeCity(zones, riders, 1);
    const { still } = unmetWithoutMoves(problem);
    const clock = stopwatch();
    const plan = planMoves(problem, { most_rows: 4000 }, given);
    const memory_mb = process.memoryUsage().rss / 2 ** 20;
    const { moves, gap, short_rider_slots: moved } = plan;
    return {
      zones,
      riders,
      highs: given.highs !== undefined,
      still,
      moved,
      moves: moves.length,
      gap,
      ...clock(),
      memory_mb,
    };
  });
  const running = runningDay(env);
  const header = [
    'wanted',
    'zones',
    'seed',
    'still',
    'pooled',
    'moves',
    'closed %',
    'paid %',
    'approach once %',
    'moves made',
    'gap %',
    's',
    'CPU s',
  ];
  const rows = days.map((d) => [
    d.wanted,
    `${d.zones}`,
    `${d.seed}`,
    ...[d.still, d.pooled, d.moved, d.closed, d.paid, d.approachOnce].map((v) => digits(v, 1)),
    `${d.moves}`,
    digits(100 * d.gap, 2),
    digits(d.seconds, 1),
    digits(d.cpu_s, 1),
  ]);
  const scaleRows = scale.map((s) => [
    `${s.zones} x 96 x ${s.riders}, ${s.highs ? 'HiGHS' : 'search'}`,
    digits(s.still, 0),
    digits(s.moved, 1),
    `${s.moves}`,
    digits(100 * s.gap, 2),
    digits(s.seconds, 1),
    digits(s.cpu_s, 1),
    digits(s.memory_mb, 0),
  ]);
  const scaleHeader = ['zones x slots x riders', 'still', 'moves', 'moves made', 'gap %', 's', 'CPU s', 'MB'];
  const text = `${ABOUT}\n\n${markdownTable(header, rows)}\n\n${summary(days)}\n\nMade cities; gap to the bound, of the whole cost.\n\n${markdownTable(scaleHeader, scaleRows)}\n\n${running.text}`;
  return { seeds: [0, 1, 2, 3, 4], threads: 1, results: { days, scale, running: running.figures }, markdown: text };
}

function closedBy(
  day: MdrpDay,
  zones: number,
  wanted: (load: number) => number,
  ride: typeof RIDE,
  env: Parameters<typeof planMoves>[2],
) {
  const { problem } = grubhubZones(day, zones, wanted, ride);
  const { still, pooled } = unmetWithoutMoves(problem);
  const clock = stopwatch();
  const plan = planMoves(problem, {}, env);
  const times = clock();
  const moved = unmetWithMoves(problem, plan.moves);
  return { still, pooled, moved, closed: (100 * (still - moved)) / (still - pooled), plan, ...times };
}

function summary(days: { wanted: string; closed: number; paid: number; approachOnce: number }[]): string {
  const lines = Object.keys(WANTED).map((name) => {
    const own = days.filter(({ wanted }) => wanted === name);
    const of = (field: 'closed' | 'paid' | 'approachOnce') => {
      const list = own.map((day) => day[field]);
      const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
      return `least ${digits(Math.min(...list), 1)} %, mean ${digits(mean, 1)} %`;
    };
    return `- ${name}: ${of('closed')}; paid: ${of('paid')}; approach once: ${of('approachOnce')}`;
  });
  return lines.join('\n');
}

/** An intraday request for 200 zones at noon, a fifth more orders than forecast. */
function runningDay(env: { elapsed_s(): number }) {
  const { zones, slots, slot_s, required, shortage_cost, links, riders } = madeCity(200, 3000, 2);
  const now_slot = 48;
  const forecast = required.map((r) => r * 1.5);
  const day = {
    zones,
    slots,
    slot_s,
    now_slot,
    now_share: 0.5,
    day_end_slot: slots,
    forecast,
    actual: forecast.map((f) => Math.round(1.2 * f)),
  };
  const onDuty = riders.filter(({ end_slot }) => end_slot > now_slot + 1);
  const clock = stopwatch();
  const requirement = (mean: Float64Array) => mean.map((m) => m / 1.5);
  const plan = planIntraday({ day, requirement, shortage_cost, links, riders: onDuty, env });
  const { seconds, cpu_s } = clock();
  const figures = {
    zones,
    riders: onDuty.length,
    before: plan.short_rider_slots_before,
    after: plan.short_rider_slots_after,
    moves: plan.moves.length,
    seconds,
    cpu_s,
  };
  const text = `Intraday, 200 zones x ${slots} slots at slot ${now_slot}, ${figures.riders} riders: ${digits(seconds, 1)} s, CPU ${digits(cpu_s, 1)} s; missing ${digits(figures.before, 0)} rider-slots before, ${digits(figures.after, 0)} after, ${figures.moves} moves.`;
  return { figures, text };
}

/** Seconds of the clock and of the processor from now on. */
function stopwatch(): () => { seconds: number; cpu_s: number } {
  const [start, used] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(used);
    return { seconds: (performance.now() - start) / 1000, cpu_s: (user + system) / 1e6 };
  };
}
