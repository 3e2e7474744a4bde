import { describe, expect, it } from 'vitest';
import { type SequenceOf, type Simulated, Simulator } from '../../src/check/simulate.ts';
import type { RouteStep, RoutingRequest } from '../../src/contract/request.ts';
import { type Facts, factsOf, stepsOf } from '../../src/route/facts.ts';
import { Simulator as RouteSimulator } from '../../src/route/simulator.ts';
import { type LinkedRoute, Together } from '../../src/route/together.ts';
import { atSpeedFactor, travelOf } from '../../src/travel/travel.ts';
import { Dice } from '../support/rich-dice.ts';
import { randomRaw } from '../support/rich-raw.ts';
import type { Slot } from '../support/rich-slots.ts';
import { richRequest } from '../support/rich-world.ts';

/** RICH_CASES=50000 for a long look, RICH_SEED to begin elsewhere. */
const CASES = Number(process.env['RICH_CASES'] ?? 3000);
const SEED = Number(process.env['RICH_SEED'] ?? 1);
const SIZE = { tasks: [1, 10], kinds: [1, 3], count: [1, 3] } as const satisfies Parameters<typeof richRequest>[1];
/** Relative; and in seconds, or what they cost, for a clock that begins in 1970. */
const TOLERANCE = 1e-6;
const EPOCH_TOLERANCE = 1e-2;

type Outcome = Record<string, number | number[]> | null;

/** The simulation that solver and planner share. */
class Ours {
  private readonly request: RoutingRequest;
  private readonly facts: Facts;
  private readonly simulator: RouteSimulator;
  private readonly bonds: Together;

  constructor(request: RoutingRequest) {
    this.request = request;
    this.facts = factsOf(request);
    const metres = (a: number, b: number) => {
      const { profile } = request.vehicles[this.simulator.vehicle]!;
      const { placeOf } = this.facts;
      return travelOf(request.profiles[profile]!, request.places).distance_m(placeOf[a]!, placeOf[b]!);
    };
    this.simulator = new RouteSimulator(this.facts, metres);
    this.bonds = new Together(this.simulator, (route) => this.fill(route));
  }

  alone(vehicle: number, steps: RouteStep[]): Outcome {
    this.bonds.clear();
    return this.run(this.linked(vehicle, steps));
  }

  together(routes: { vehicle: number; steps: RouteStep[] }[]): Outcome[] | null {
    const linked = routes.map(({ vehicle, steps }) => this.linked(vehicle, steps));
    if (!this.bonds.settle(linked)) return null;
    const outcomes = linked.map((route) => this.run(route));
    return outcomes.includes(null) ? null : outcomes;
  }

  private linked(vehicle: number, steps: RouteStep[]): LinkedRoute {
    return { vehicle, steps: stepsOf(this.facts, steps), count: steps.length };
  }

  private run(route: LinkedRoute): Outcome {
    this.fill(route);
    if (!this.simulator.run(route.vehicle, route.steps, route.count)) return null;
    const { cost, fixedCost, distanceCost, timeCost, tasksCost, latenessCost, distance_m, driving_s, setup_s } =
      this.simulator;
    const { service_s, waiting_s, break_s, overtime_s, lateness_s, duty_s, co2_g, served, trips } = this.simulator;
    const times = (values: Float64Array) => [...values.subarray(0, route.count)];
    return {
      ...{ cost, fixedCost, distanceCost, timeCost, tasksCost, latenessCost, distance_m, driving_s, setup_s },
      ...{ service_s, waiting_s, break_s, overtime_s, lateness_s, duty_s, co2_g, tasks: served, trips },
      ...{ starts_s: this.simulator.starts_s, ends_s: this.simulator.ends_s },
      belowMinimum: Number(this.simulator.belowMinimum),
      arrivals_s: times(this.simulator.arrival_s),
      begins_s: times(this.simulator.begin_s),
    };
  }

  private fill({ vehicle: index, steps, count }: LinkedRoute): void {
    const { simulator, facts, request } = this;
    const vehicle = request.vehicles[index]!;
    const profile = request.profiles[vehicle.profile]!;
    const travel = travelOf(profile, request.places);
    const nodes = [...steps.subarray(0, count)].map((step) => (step >= 0 ? step : facts.reloadFrom[index]! - 1 - step));
    const places = [vehicle.start, ...nodes.map((node) => facts.placeOf[node]!), vehicle.end];
    simulator.reserve(count);
    for (let arc = 0; arc <= count; arc++) {
      const [from, to] = [places[arc]!, places[arc + 1]!];
      const isNowhere = from === null || to === null;
      simulator.legs_m[arc] = isNowhere ? 0 : travel.distance_m(from, to);
      simulator.legs_s[arc] = isNowhere ? 0 : atSpeedFactor(travel.duration_s(from, to), vehicle.speedFactor, profile);
    }
  }
}

function outcomeOf(simulated: Simulated | null): Outcome {
  if (simulated === null) return null;
  const { cost, metres, driving_s, setup_s, service_s, waiting_s, break_s, overtime_s, lateness_s } = simulated;
  const { duty_s, co2_g, tasks, trips, starts_s, ends_s, arrivals_s, begins_s } = simulated;
  return {
    ...{ cost: cost.total, fixedCost: cost.fixed, distanceCost: cost.distance, timeCost: cost.time },
    ...{ tasksCost: cost.tasks, latenessCost: cost.lateness, distance_m: metres, driving_s, setup_s },
    ...{ service_s, waiting_s, break_s, overtime_s, lateness_s, duty_s, co2_g, tasks, trips, starts_s, ends_s },
    ...{ belowMinimum: Number(simulated.belowMinimum), arrivals_s, begins_s },
  };
}

/** What differs, in words; empty where nothing does. */
function differences(ours: Outcome, theirs: Outcome): string[] {
  if (ours === null || theirs === null) {
    if (ours === theirs) return [];
    return [ours === null ? 'legal for the checker only' : 'legal for the planner only'];
  }
  const least = Math.abs(ours['ends_s'] as number) > 1e9 ? EPOCH_TOLERANCE : TOLERANCE;
  return Object.keys(ours).flatMap((name) => {
    const [one, other] = [[ours[name]!].flat(), [theirs[name]!].flat()];
    const near = (value: number) => Math.max(least, TOLERANCE * Math.abs(value));
    const isSame = one.every((value, i) => Math.abs(value - other[i]!) <= near(value));
    return isSame && one.length === other.length ? [] : [`${name}: planner ${one}, checker ${other}`];
  });
}

/** Other relations are not a matter of one route. */
function withSequencesOnly(request: RoutingRequest): RoutingRequest {
  return { ...request, relations: request.relations.filter(({ kind }) => kind === 'sequence') };
}

describe('the simulation of planner and solver, and that of the checker', { timeout: 3_600_000 }, () => {
  it('agree on any route of any features', () => {
    let [legal, illegal] = [0, 0];
    const wrong: string[] = [];
    for (let seed = SEED; seed < SEED + CASES; seed++) {
      const request = { ...richRequest(seed, SIZE), relations: [] };
      const [ours, theirs] = [new Ours(request), new Simulator(request)];
      const fits = ({ vehicle }: Slot, steps: RouteStep[]) => {
        const expected = outcomeOf(theirs.route(request.vehicles[vehicle]!, steps));
        const found = ours.alone(vehicle, steps);
        const different = differences(found, expected);
        if (different.length > 0)
          wrong.push(`seed ${seed}: vehicle ${vehicle}, ${JSON.stringify(steps)}: ${different}`);
        if (expected === null) illegal++;
        else legal++;
        return expected !== null;
      };
      randomRaw(request, new Dice(seed, 1), fits, 0.02);
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(Math.min(legal, illegal)).toBeGreaterThan(CASES);
  });

  it('agree on routes that sequences bind', () => {
    let [legal, illegal] = [0, 0];
    const wrong: string[] = [];
    for (let seed = SEED; seed < SEED + CASES / 3; seed++) {
      const request = withSequencesOnly(richRequest(seed, SIZE, { sequence: true }));
      const [ours, theirs] = [new Ours(request), new Simulator(request)];
      const fits = ({ vehicle }: Slot, steps: RouteStep[]) => theirs.route(request.vehicles[vehicle]!, steps) !== null;
      const { routes } = randomRaw(request, new Dice(seed, 1), fits, 0);
      const asked = routes.map((route): SequenceOf => ({ ...route, vehicle: request.vehicles[route.vehicle]! }));
      const expected = theirs.together(asked);
      const found = ours.together(routes);
      if (expected === null) illegal++;
      else legal++;
      if ((found === null) !== (expected === null)) {
        wrong.push(`seed ${seed}: legal for the ${found === null ? 'checker' : 'planner'} only`);
      }
      found?.forEach((route, i) => {
        const different = expected === null ? [] : differences(route, outcomeOf(expected[i]!));
        if (different.length > 0) wrong.push(`seed ${seed}: route ${i}, ${different}`);
      });
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(Math.min(legal, illegal)).toBeGreaterThan(CASES / 30);
  });
});
