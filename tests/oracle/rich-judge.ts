import { objectiveValues } from '../../src/check/objectives.ts';
import { type Simulated, Simulator } from '../../src/check/simulate.ts';
import type { ObjectiveName, RouteStep, RoutingRequest } from '../../src/contract/request.ts';
import type { RawSolution } from '../../src/model/solution.ts';
import { fixedSteps, type Slot, slotsOf } from '../support/rich-slots.ts';

/** What a route adds to every objective that adds up, and to those of `balance`. */
export type Figures = Record<Exclude<ObjectiveName, 'unserved' | 'balance'>, number> & { tasks: number };

export interface JudgedRoute {
  slot: Slot;
  steps: RouteStep[];
  simulated: Simulated;
  figures: Figures;
}

/** Objectives that add up over routes, save a constant. */
const ADDITIVE = ['vehicles', 'cost', 'distance', 'duration', 'lateness', 'compactness', 'co2', 'change'] as const;

/** Whether routes are legal and what they are worth, by the word of the checker's simulation alone. */
export class Judge {
  private readonly request: RoutingRequest;
  private readonly simulator: Simulator;
  /** The request, with every additive objective as a level of its own. */
  private readonly measuring: RoutingRequest;
  private readonly allGiven: number;

  constructor(request: RoutingRequest) {
    this.request = request;
    this.simulator = new Simulator(request);
    const asked = new Set(request.objectives.flat().map(({ name }) => name));
    const names = ADDITIVE.filter((name) => asked.has(name));
    const objectives = names.map((name) => [{ name, weight: 1, of: 'hours' as const, measure: 'max' as const }]);
    this.measuring = { ...request, objectives };
    this.allGiven = asked.has('change')
      ? objectiveValues({ ...request, objectives: [[CHANGE]] }, [], [])[0]![0]!.value
      : 0;
  }

  /** A route that no relation binds to another; null where it breaks a rule. */
  alone(slot: Slot, steps: RouteStep[]): JudgedRoute | null {
    const simulated = this.simulator.route(this.request.vehicles[slot.vehicle]!, steps);
    return simulated && !simulated.belowMinimum ? this.judged(slot, steps, simulated) : null;
  }

  /** Routes bound by sequences; null where any of them breaks a rule. */
  together(routes: { slot: Slot; steps: RouteStep[] }[]): JudgedRoute[] | null {
    const { vehicles } = this.request;
    const bound = routes.map(({ slot: { vehicle, number }, steps }) => ({
      vehicle: vehicles[vehicle]!,
      number,
      steps,
    }));
    const simulated = this.simulator.together(bound);
    if (simulated?.some(({ belowMinimum }) => belowMinimum) ?? true) return null;
    return routes.map(({ slot, steps }, i) => this.judged(slot, steps, simulated![i]!));
  }

  /** A whole plan; null where anything in it breaks a rule, or what must stay does not. */
  plan({ routes }: RawSolution): JudgedRoute[] | null {
    const slots = slotsOf(this.request);
    const stepsOf = ({ vehicle, number }: Slot) =>
      routes.find((route) => route.vehicle === vehicle && route.number === number)?.steps ?? [];
    const staysAsItIs = slots.every((slot) => {
      const fixed = fixedSteps(slot.given);
      const steps = stepsOf(slot);
      const isWhole = !slot.given?.pinned || steps.length === fixed.length;
      return isWhole && JSON.stringify(steps.slice(0, fixed.length)) === JSON.stringify(fixed);
    });
    if (!staysAsItIs) return null;
    return this.together(
      routes.map(({ vehicle, number, steps }) => ({
        slot: slots.find((slot) => slot.vehicle === vehicle && slot.number === number)!,
        steps,
      })),
    );
  }

  /** The value of every level. */
  levels(routes: JudgedRoute[], unassigned: number[]): number[] {
    const counted = routes.map(({ slot: { number }, simulated }) => ({ ...simulated, number }));
    return objectiveValues(this.request, counted, unassigned).map((level) =>
      level.reduce((sum, { weight, value }) => sum + weight * value, 0),
    );
  }

  /** @param used the caller may change this list later. */
  private judged(slot: Slot, used: RouteStep[], found: Simulated): JudgedRoute {
    const steps = [...used];
    const simulated = { ...found, steps };
    const figures: Figures = {
      ...{ vehicles: 0, cost: 0, distance: 0, lateness: 0, compactness: 0, co2: 0, change: 0 },
      ...{ duration: simulated.duty_s, tasks: simulated.tasks },
    };
    const values = objectiveValues(this.measuring, [{ ...simulated, number: slot.number }], []);
    for (const [{ name, value }] of values as [(typeof values)[number][number]][]) figures[name as 'cost'] = value;
    // What is not on this route counts as changed; taken together, routes save what each of them keeps.
    figures.change -= this.allGiven;
    return { slot, steps, simulated, figures };
  }
}

const CHANGE = { name: 'change', weight: 1, of: 'hours', measure: 'max' } as const;
