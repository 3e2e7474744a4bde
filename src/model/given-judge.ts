import type { RouteStep } from '../contract/request.ts';
import { type Facts, stepsOf } from '../route/facts.ts';
import { Simulator } from '../route/simulator.ts';
import { type LinkedRoute, Together } from '../route/together.ts';
import type { Draft } from './draft.ts';

/** Steps of a route of a type of vehicle (index into `draft.fleet`). */
export interface Judged {
  type: number;
  steps: RouteStep[];
}

/** Simulates routes of a request that is being compiled, with the travel that its problem will have. */
export class GivenJudge {
  private readonly draft: Draft;
  private readonly facts: Facts;
  private readonly simulator: Simulator;

  constructor(draft: Draft, facts: Facts) {
    this.draft = draft;
    this.facts = facts;
    this.simulator = new Simulator(facts);
  }

  /** Whether a route keeps all rules by itself. @param isWhole its vehicle's minimum, too */
  fits(route: Judged, isWhole: boolean): boolean {
    return this.run(route) && !(isWhole && this.simulator.belowMinimum);
  }

  /**
   * Whether every step of these routes can begin in time where some of them wait for others of them. Nothing is said of the way
   * home: what comes before it may make that shorter.
   */
  beginInTime(routes: Judged[]): boolean {
    const judgedOf = new Map<LinkedRoute, Judged>();
    for (const route of routes) {
      const steps = stepsOf(this.facts, route.steps);
      judgedOf.set({ vehicle: this.draft.fleet[route.type]!.index, steps, count: steps.length }, route);
    }
    const together = new Together(this.simulator, (route) => {
      this.fill(judgedOf.get(route)!);
      this.simulator.legs_s[route.count] = 0;
    });
    const areInTime = together.settle([...judgedOf.keys()]);
    together.clear();
    return areInTime;
  }

  private run(route: Judged): boolean {
    this.fill(route);
    const { index } = this.draft.fleet[route.type]!;
    return this.simulator.run(index, stepsOf(this.facts, route.steps), route.steps.length);
  }

  private fill({ type, steps }: Judged): void {
    const { simulator, draft } = this;
    const { request, fleet, classes, classOf } = draft;
    const { sample } = fleet[type]!;
    const { travel, seconds } = classes[classOf[type]!]!;
    const places = [
      sample.start,
      ...steps.map((step) => {
        if (step.kind === 'reload') return sample.reloads[step.reload]!.place;
        const task = request.tasks[step.task]!;
        return (step.part === 1 ? task.deliveryStops : task.stops)[step.option]!.place;
      }),
      sample.end,
    ];
    simulator.reserve(steps.length + 1);
    for (let i = 0; i <= steps.length; i++) {
      const [from, to] = [places[i]!, places[i + 1]!];
      const isOpen = from === null || to === null;
      simulator.legs_s[i] = isOpen ? 0 : seconds(travel.duration_s(from, to));
      simulator.legs_m[i] = isOpen ? 0 : travel.distance_m(from, to);
    }
  }
}
