import type { Rider, Scenario, StaffingRequest } from '../../contract/staffing/request.ts';
import { betweenCentres_s } from '../../kit/great-circle.ts';
import { Rng } from '../../kit/rng.ts';
import type { Demand } from './demand.ts';

/**
 * The request with what a scenario changes. Demand is what was found for the plan, so that nothing is forecast twice; riders
 * who are lost stay in the list, without availability, shifts and what they were promised, so that indices keep their meaning. Orders
 * that were given to be simulated are those of the demand before: where a scenario has another one they are drawn from it.
 */
export function applyScenario(request: StaffingRequest, demand: Demand, scenario: Scenario): StaffingRequest {
  let changed: StaffingRequest = { ...request, demand: changedDemand(request, demand, scenario), scenarios: [] };
  if (scenario.demand.length > 0 || scenario.newZone)
    changed = { ...changed, simulate: { ...request.simulate, orders: null } };
  if (scenario.noShowRate !== null) {
    changed = {
      ...changed,
      noShow: { ...request.noShow, rate: scenario.noShowRate },
      riders: changed.riders.map((rider) => ({ ...rider, reliability: null })),
    };
  }
  if (scenario.loseRiders > 0) changed = without(changed, lostRiders(request, scenario));
  if (scenario.newZone) changed = withZone(changed, scenario.newZone);
  for (const { zone, at } of scenario.hubs) {
    if (at === null) throw new Error('hubs are placed before a scenario is applied');
    const zones = changed.zones.map((each, z) => (z === zone ? { ...each, hubs: [...each.hubs, at] } : each));
    changed = { ...changed, zones };
  }
  return scenario.service ? { ...changed, service: scenario.service } : changed;
}

/** Of a day under way only what is still to come: what came already is measured against the forecast that it had. */
function changedDemand({ horizon, intraday }: StaffingRequest, demand: Demand, { demand: changes }: Scenario) {
  const { slots, slot_s } = horizon;
  const soonest_s = intraday?.now_s ?? 0;
  const mean = demand.mean.slice();
  for (const { factor, zones, span } of changes) {
    for (let i = 0; i < mean.length; i++) {
      const begin_s = (i % slots) * slot_s;
      if (begin_s < soonest_s) continue;
      if (zones && !zones.includes(Math.floor(i / slots))) continue;
      if (span && (begin_s < span.from_s || begin_s >= span.to_s)) continue;
      mean[i]! *= factor;
    }
  }
  return { kind: 'given' as const, mean, dispersion: demand.dispersion };
}

/** Drawn with the seed of the request: the same ones for every scenario that loses as many. */
export function lostRiders({ riders, options }: StaffingRequest, { loseRiders }: Scenario): Set<number> {
  const rng = new Rng(options.seed, 0x10e5);
  const left = riders.map((_, r) => r);
  const lost = new Set<number>();
  while (lost.size < loseRiders && left.length > 0) lost.add(left.splice(rng.below(left.length), 1)[0]!);
  return lost;
}

/** Of a rider who is lost: can be given nothing, and is owed nothing. */
const GONE = { availability: [], wanted_s: 0, minWeek_s: 0, guaranteed_s: 0 } satisfies Partial<Rider>;

function without(request: StaffingRequest, lost: Set<number>): StaffingRequest {
  const here = ({ rider }: { rider: number }) => !lost.has(rider);
  return {
    ...request,
    riders: request.riders.map((rider, r) => (lost.has(r) ? { ...rider, ...GONE } : rider)),
    booked: request.booked.filter(here),
    published: request.published?.filter(here) ?? null,
    intraday: request.intraday && { ...request.intraday, onDuty: request.intraday.onDuty.filter(here) },
  };
}

/** One more zone, as the last. Riders who know all zones know it; opening hours are those of the first zone. */
function withZone(request: StaffingRequest, added: NonNullable<Scenario['newZone']>): StaffingRequest {
  const { zones, demand, handling, rules, intraday, horizon } = request;
  const { slots } = horizon;
  if (demand.kind !== 'given') throw new Error('the demand of a scenario is given');
  const actual = intraday && joined(intraday.actual, new Float64Array(slots).fill(Number.NaN));
  return {
    ...request,
    zones: [...zones, added.zone],
    demand: {
      kind: 'given',
      mean: joined(demand.mean, added.mean),
      dispersion: joined(demand.dispersion, added.dispersion),
    },
    handling: { ...handling, given_s: joined(handling.given_s, Float64Array.of(handling.givenElsewhere_s)) },
    rules: { ...rules, opening: [...rules.opening, rules.opening[0]!] },
    riders: request.riders.map((rider) =>
      rider.zones.length === zones.length ? { ...rider, zones: [...rider.zones, zones.length] } : rider,
    ),
    moves: { ...request.moves, travel_s: withTravel(request, added) },
    intraday: intraday && { ...intraday, actual: actual! },
  };
}

function withTravel({ zones, moves, handling }: StaffingRequest, { zone, travel_s }: NonNullable<Scenario['newZone']>) {
  const count = zones.length;
  const table = new Float64Array((count + 1) ** 2);
  for (let a = 0; a < count; a++) {
    table.set(moves.travel_s.subarray(a * count, (a + 1) * count), a * (count + 1));
    const way_s = travel_s ?? betweenCentres_s(zones[a]!.centre, zone.centre, moves.speed_kmh, handling.detour);
    table[a * (count + 1) + count] = way_s;
    table[count * (count + 1) + a] = way_s;
  }
  return table;
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
