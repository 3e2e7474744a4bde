import type { Relation, RouteStep, RoutingRequest, Vehicle } from '../contract/request.ts';
import { type Facts, factsOf, stepsOf } from '../route/facts.ts';
import { Simulator } from '../route/simulator.ts';
import { type LinkedRoute, Together } from '../route/together.ts';
import { type Roads, roadsOf } from './roads.ts';

/** A request with all it takes to work out its routes. */
export class World {
  readonly request: RoutingRequest;
  readonly facts: Facts;
  readonly simulator: Simulator;
  readonly together: Together;
  /** By task: those right before and right after it in a sequence. */
  readonly besideOf = new Map<number, number[]>();
  readonly roads: (vehicle: Vehicle) => Roads;
  private readonly roadsByVehicle: Roads[];
  private readonly relations: Map<number, Relation[]>;

  /** @param roads those of another request with the same places and profiles will do. */
  constructor(request: RoutingRequest, roads = roadsOf(request), facts = factsOf(request)) {
    this.request = request;
    this.facts = facts;
    for (const { before, after } of this.facts.links) {
      this.besideOf.set(before, [...(this.besideOf.get(before) ?? []), after]);
      this.besideOf.set(after, [...(this.besideOf.get(after) ?? []), before]);
    }
    this.relations = relationsByTask(request);
    this.roads = roads;
    this.roadsByVehicle = request.vehicles.map(roads);
    this.simulator = new Simulator(this.facts, (a, b) => this.between_m(a, b));
    this.together = new Together(this.simulator, (route) => this.fill(route.vehicle, route.steps, route.count));
  }

  roadsOf(vehicle: number): Roads {
    return this.roadsByVehicle[vehicle]!;
  }

  /** The relations that a task is in, in the order of the request. */
  relationsOf(task: number): readonly Relation[] {
    return this.relations.get(task) ?? [];
  }

  stepsOf(steps: RouteStep[]): Int32Array {
    return stepsOf(this.facts, steps);
  }

  /** Stop or reload of the vehicle, as the facts number them. */
  nodeOf(vehicle: number, step: number): number {
    return step >= 0 ? step : this.facts.reloadFrom[vehicle]! - 1 - step;
  }

  /** Gives the simulator the legs of a route. */
  fill(vehicle: number, steps: Int32Array, count: number): void {
    const { simulator, facts } = this;
    const { start, end } = this.request.vehicles[vehicle]!;
    const roads = this.roadsOf(vehicle);
    simulator.reserve(count);
    let from = start;
    for (let i = 0; i <= count; i++) {
      const to = i < count ? facts.placeOf[this.nodeOf(vehicle, steps[i]!)]! : end;
      simulator.legs_m[i] = roads.distance_m(from, to);
      simulator.legs_s[i] = roads.driving_s(from, to);
      from = to;
    }
  }

  /** Runs a route by itself, with the bounds of sequences that the simulator holds. */
  run({ vehicle, steps, count }: LinkedRoute): boolean {
    this.fill(vehicle, steps, count);
    return this.simulator.run(vehicle, steps, count);
  }

  private between_m(a: number, b: number): number {
    const [from, to] = [this.facts.placeOf[a]!, this.facts.placeOf[b]!];
    return from === to ? 0 : this.roadsOf(this.simulator.vehicle).distance_m(from, to);
  }
}

function relationsByTask({ relations }: RoutingRequest): Map<number, Relation[]> {
  const byTask = new Map<number, Relation[]>();
  for (const relation of relations)
    for (const task of relation.tasks) {
      const known = byTask.get(task);
      if (known === undefined) byTask.set(task, [relation]);
      else known.push(relation);
    }
  return byTask;
}
