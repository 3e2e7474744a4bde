import { type Loose, list, record, records, text } from '../loose.ts';
import { MOST_PUBLISHED } from './basics.ts';
import type { Look } from './look.ts';
import { checkOrders } from './rules-history.ts';

/** Shifts that are given, moves, the day under way, orders to be simulated. */
export function checkDay(look: Look): void {
  checkShifts(look.request.booked, 'booked', look);
  checkPublished(look.request.published, look);
  checkMoves(record(look.request.moves), look);
  if (look.request.intraday !== undefined) checkIntraday(record(look.request.intraday), look);
  const simulate = record(look.request.simulate);
  checkOrders(simulate.orders, 'simulate.orders', look, 'any');
  checkTrials(look);
}

/** Riders by simulation: there must be days to simulate, and a day under way goes by the formulas. */
function checkTrials(look: Look): void {
  const { request } = look;
  const against = [
    ...(record(request.simulate).days === 0 ? ["'simulate.days' is 0"] : []),
    ...(request.intraday !== undefined ? ["'intraday' goes by the formulas"] : []),
  ];
  const services = [
    { service: record(request.service), path: 'service.by' },
    ...records(request.scenarios).map(({ service }, i) => ({
      service: record(service),
      path: `scenarios[${i}].service.by`,
    })),
  ];
  for (const { service, path } of services) {
    if (service.by !== 'simulation') continue;
    for (const cause of against) look.add('conflicting_fields', path, cause, 'Go by the formulas, or leave that out.');
  }
}

/** Booked shifts are kept as they are: they must be of somebody, on the slots, and not over each other. */
function checkShifts(shifts: unknown, path: string, look: Look): void {
  const own: ShiftsByRider = new Map();
  records(shifts).forEach((shift, i) => {
    const at = `${path}[${i}]`;
    look.refer(shift.rider, 'rider', `${at}.rider`);
    look.refer(shift.zone, 'zone', `${at}.zone`, 'mapped');
    const span = look.span(shift, at);
    checkMealOf(shift, span, at, look);
    const rider = text(shift.rider);
    if (span === undefined || rider === undefined) return;
    if (span.from_s % look.slot_s !== 0 || span.to_s % look.slot_s !== 0) {
      const cause = `${shift.from} to ${shift.to} is not on whole slots`;
      look.add('wrong_value', at, cause, 'Let it begin and end with a slot.');
    }
    if (look.request.intraday === undefined && (span.from_s < 0 || span.to_s > look.end_s)) {
      const cause = `${shift.from} to ${shift.to} is not within the horizon`;
      look.add(
        'out_of_bounds',
        at,
        cause,
        'Leave it out, or plan more days; `worked_h` and `last_shift_ended` of the rider tell of the time before.',
      );
    }
    const others = own.get(rider) ?? [];
    own.set(rider, others);
    others.push({ path: at, ...span });
  });
  tellOverlaps(own, look, () => true);
}

type ShiftsByRider = Map<string, { path: string; from_s: number; to_s: number }[]>;

/** Shifts that begin before the one before of the same rider ends, told where that is asked for. */
function tellOverlaps(own: ShiftsByRider, look: Look, isTold: (path: string) => boolean): void {
  for (const mine of own.values()) {
    mine.sort((a, b) => a.from_s - b.from_s);
    for (const [k, { path, from_s }] of mine.entries()) {
      const before = mine[k - 1];
      if (before && from_s < before.to_s && isTold(path))
        look.add('overlapping_shifts', path, `it begins before ${before.path} of the rider ends`);
    }
  }
}

/** What was published may name riders and zones that are gone. Shifts of the riders are left out; those in the zones are changes. */
function checkPublished(shifts: unknown, look: Look): void {
  records(shifts, MOST_PUBLISHED).forEach((shift, i) => {
    if (look.errors.isFull) return;
    checkMealOf(shift, look.span(shift, `published[${i}]`), `published[${i}]`, look);
  });
}

function checkMealOf(
  { meal }: Loose,
  shift: { from_s: number; to_s: number } | undefined,
  at: string,
  look: Look,
): void {
  if (meal === undefined || meal === null) return;
  const span = look.span(record(meal), `${at}.meal`);
  if (span === undefined || shift === undefined) return;
  if (span.from_s < shift.from_s || span.to_s > shift.to_s) {
    look.add('out_of_bounds', `${at}.meal`, 'the break is not within its shift');
  }
}

function checkMoves({ travel, pools, pool_neighbours }: Loose, look: Look): void {
  records(travel).forEach(({ from, to }, i) => {
    look.refer(from, 'zone', `moves.travel[${i}].from`);
    look.refer(to, 'zone', `moves.travel[${i}].to`);
  });
  checkPools(pools, look);
  if (pool_neighbours === undefined) return;
  if (pools !== undefined) look.add('conflicting_fields', 'moves.pool_neighbours', "'pools' are given, too");
  checkTimes(record(pool_neighbours), 'moves.pool_neighbours', look);
  if (look.isDesigned) return;
  for (const [i, { id, polygon }] of records(look.request.zones).entries()) {
    if (polygon !== undefined) continue;
    const cause = `which zones touch '${String(id).slice(0, 60)}' cannot be told`;
    look.add('missing_field', `zones[${i}].polygon`, cause, 'Give it a polygon, or name the `pools`.');
  }
}

/** Zones of pools are there, and each is in one only. */
function checkPools(pools: unknown, look: Look): void {
  const poolOf = new Map<string, number>();
  records(pools).forEach((pool, i) => {
    const path = `moves.pools[${i}]`;
    look.referAll(pool.zones, 'zone', `${path}.zones`);
    checkTimes(pool, path, look);
    list(pool.zones).forEach((zone, z) => {
      const id = text(zone);
      if (id === undefined) return;
      const before = poolOf.get(id);
      if (before !== undefined) {
        const cause = before === i ? `'${id}' is named twice` : `'${id}' is already in moves.pools[${before}]`;
        look.add('wrong_value', `${path}.zones[${z}]`, cause, 'Name each zone once.');
      }
      poolOf.set(id, i);
    });
  });
}

function checkTimes({ times }: Loose, path: string, look: Look): void {
  records(times).forEach((each, t) => {
    look.dailySpan(each, `${path}.times[${t}]`);
  });
}

function checkIntraday(intraday: Loose, look: Look): void {
  const now_s = look.time(intraday.now, 'intraday.now');
  if (now_s !== undefined && (now_s < 0 || now_s >= look.end_s)) {
    const cause = `${intraday.now} is not within the horizon`;
    look.add('out_of_bounds', 'intraday.now', cause, 'Give a moment of the horizon.');
  }
  look.unique(intraday.actual, 'intraday.actual', 'zone');
  records(intraday.actual).forEach(({ zone, orders }, i) => {
    look.refer(zone, 'zone', `intraday.actual[${i}].zone`);
    if (Array.isArray(orders) && look.clock && orders.length > look.slots) {
      const cause = `${orders.length} values, and the horizon has ${look.slots} slots`;
      look.add('wrong_length', `intraday.actual[${i}].orders`, cause);
    }
  });
  look.unique(intraday.on_duty, 'intraday.on_duty', 'rider');
  records(intraday.on_duty).forEach((duty, i) => {
    const at = `intraday.on_duty[${i}]`;
    look.refer(duty.rider, 'rider', `${at}.rider`);
    look.refer(duty.zone, 'zone', `${at}.zone`);
    const span = look.span(duty, at);
    checkMealOf(duty, span, at, look);
    if (span === undefined || now_s === undefined) return;
    if (span.from_s <= now_s && span.to_s > now_s) return;
    const action = 'Leave out who is not on duty `now`; shifts to come are `published`.';
    look.add('out_of_bounds', at, `not on duty at ${intraday.now}`, action);
  });
  if (now_s !== undefined) checkToCome(intraday, now_s, look);
}

/** Shifts to come, published or booked, begin after the rider's duty ends and not over each other; one named in both lists is one. */
function checkToCome({ on_duty }: Loose, now_s: number, look: Look): void {
  const own: ShiftsByRider = new Map();
  const known = new Set<string>();
  const add = (shift: Loose, path: string, isTaken: (from_s: number) => boolean) => {
    const rider = text(shift.rider);
    const [from_s, to_s] = [look.secondsOf(shift.from), look.secondsOf(shift.to)];
    if (rider === undefined || !look.has(rider, 'rider') || !(to_s > from_s) || !isTaken(from_s)) return;
    const others = own.get(rider) ?? [];
    own.set(rider, others);
    const name = `${from_s} ${rider}`;
    if (!known.has(name)) others.push({ path, from_s, to_s });
    known.add(name);
  };
  const isToCome = (from_s: number) => from_s > now_s && from_s < look.end_s;
  records(on_duty).forEach((duty, i) => add(duty, `intraday.on_duty[${i}]`, () => true));
  records(look.request.published, MOST_PUBLISHED).forEach((shift, i) => add(shift, `published[${i}]`, isToCome));
  records(look.request.booked).forEach((shift, i) => add(shift, `booked[${i}]`, isToCome));
  tellOverlaps(own, look, (path) => !path.startsWith('intraday'));
}
