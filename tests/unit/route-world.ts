import type { RoutingRequest } from '../../src/contract/request.ts';
import { type Facts, factsOf, stepsOf } from '../../src/route/facts.ts';
import { Simulator } from '../../src/route/simulator.ts';
import { rawRoute, type Step } from './plan-world.ts';

/** One vehicle's route in the world of plan-world.ts: places on a line, a metre and a second apart. */
export class Track {
  readonly facts: Facts;
  readonly sim: Simulator;
  readonly vehicle: number;
  private readonly request: RoutingRequest;

  constructor(request: RoutingRequest, vehicle = 0) {
    this.request = request;
    this.vehicle = vehicle;
    this.facts = factsOf(request);
    this.sim = new Simulator(this.facts, (a, b) => Math.abs(this.facts.placeOf[a]! - this.facts.placeOf[b]!));
  }

  /** Steps in the simulator's numbers, with the legs filled in. */
  fill(steps: Step[]): Int32Array {
    const { sim, facts } = this;
    const numbers = stepsOf(facts, rawRoute(this.vehicle, steps).steps);
    sim.reserve(numbers.length);
    const { start, end, speedFactor } = this.request.vehicles[this.vehicle]!;
    const places = [start, ...Array.from(numbers, (step) => facts.placeOf[this.nodeOf(step)]!), end];
    places.slice(1).forEach((place, i) => {
      const from = places[i]!;
      const metres = from === null || place === null ? 0 : Math.abs(place - from);
      sim.legs_m[i] = metres;
      sim.legs_s[i] = metres / speedFactor;
    });
    return numbers;
  }

  run(steps: Step[]): boolean {
    const numbers = this.fill(steps);
    return this.sim.run(this.vehicle, numbers, numbers.length);
  }

  detail(steps: Step[]) {
    const numbers = this.fill(steps);
    return this.sim.detail(this.vehicle, numbers, numbers.length);
  }

  begins(count: number): number[] {
    return Array.from(this.sim.begin_s.subarray(0, count));
  }

  private nodeOf(step: number): number {
    return step >= 0 ? step : this.facts.reloadFrom[this.vehicle]! - 1 - step;
  }
}
