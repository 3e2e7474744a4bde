import type { ObjectiveLevel, ObjectiveName, Relation, RouteStep, RoutingRequest } from '../../src/contract/request.ts';
import { isAllowed, ownersOf, type Slot, slotsOf } from '../support/rich-slots.ts';
import { type Figures, Judge, type JudgedRoute } from './rich-judge.ts';
import { eachRoute } from './rich-routes.ts';

/** A best plan: its routes, what is left out, and the value of every level of objectives. */
export interface Optimum {
  routes: { vehicle: number; number: number; steps: RouteStep[] }[];
  unassigned: number[];
  levels: number[];
}

/** Routes that are chosen so far: how they add up, and how to find them again. */
interface Chosen {
  served: number;
  /** Per level: what adds up over routes, weighed. */
  sums: number[];
  /** Of `balance`: what is not added up. */
  hours: Range;
  tasks: Range;
  routes: JudgedRoute[];
}
type Range = readonly [least: number, most: number];
/** What a slot could do: best routes per set of tasks, several where their hours differ and hours count. */
type Candidates = Map<number, Chosen[]>;

const NONE: Range = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const TOLERANCE = 1e-9;

/**
 * The optimum by enumeration: every order of every set of tasks with every option and every reload, on every vehicle, and
 * every way to share the tasks out. What is legal and what it costs is the checker's word, which shares nothing with the
 * solver. Routes that stand alone are enumerated once per kind of vehicle; those a `sequence` binds, as whole plans.
 * @param inARow as many reloads one after the other: more can pay, as a way to spend time
 * @returns null where no plan is legal, as with a pinned route that breaks a rule
 */
export function optimumOf(request: RoutingRequest, inARow = 1): Optimum | null {
  return new Brute(request, inARow).solve();
}

class Brute {
  private readonly request: RoutingRequest;
  private readonly inARow: number;
  private readonly judge: Judge;
  private readonly slots: Slot[];
  private readonly owners: Map<number, number>;
  private readonly sequences: Relation[];
  /** Tasks of any sequence, a bit each. */
  private readonly inSequence: number;
  private readonly hoursCount: boolean;
  private readonly tasksCount: boolean;

  constructor(request: RoutingRequest, inARow: number) {
    this.request = request;
    this.inARow = inARow;
    this.judge = new Judge(request);
    this.slots = slotsOf(request);
    this.owners = ownersOf(this.slots);
    this.sequences = request.relations.filter(({ kind }) => kind === 'sequence');
    this.inSequence = this.sequences.reduce((mask, { tasks }) => mask | maskOf(tasks), 0);
    const balances = request.objectives.flat().filter(({ name }) => name === 'balance');
    this.hoursCount = balances.some(({ of }) => of === 'hours');
    this.tasksCount = balances.some(({ of }) => of === 'tasks');
  }

  solve(): Optimum | null {
    const alone = this.slots.map((slot, index) =>
      slot.isTwin ? null : this.candidatesOf(slot, index, (served) => (served & this.inSequence) === 0),
    );
    const candidates = alone.map((_, index) => alone.slice(0, index + 1).findLast((found) => found !== null)!);
    let best: Optimum | null = null;
    for (const [used, seeds] of this.seeds()) {
      let states = seeds;
      this.slots.forEach((slot, index) => {
        if ((used & (1 << index)) === 0) states = this.withOneMore(states, candidates[index]!, slot);
      });
      for (const state of [...states.values()].flat()) {
        const found = this.finish(state);
        if (best === null || isBetter(found.levels, best.levels)) best = found;
      }
    }
    return best;
  }

  /** Ways to drive the routes that sequences bind: per set of slots they take (a bit each), what they come to. */
  private seeds(): Map<number, Candidates> {
    const seeds = new Map<number, Candidates>();
    const nothing: Chosen = {
      served: 0,
      sums: this.request.objectives.map(() => 0),
      hours: NONE,
      tasks: NONE,
      routes: [],
    };
    keep(seedsOf(seeds, 0), nothing);
    if (this.inSequence === 0) return seeds;
    const bound = this.slots.map((slot, index) => this.boundRoutes(slot, index));
    const chosen: { slot: Slot; steps: RouteStep[] }[] = [];
    const choose = (index: number, used: number, served: number) => {
      if (index === this.slots.length) {
        if (used === 0 || !this.isClosed(served)) return;
        const judged = this.judge.together(chosen);
        if (judged !== null) keep(seedsOf(seeds, used), this.sum(judged, served));
        return;
      }
      choose(index + 1, used, served);
      const slot = this.slots[index]!;
      if (slot.isTwin && (used & (1 << (index - 1))) === 0) return;
      for (const { steps, mask } of bound[index]!) {
        if ((mask & served) !== 0 || !this.isApart(served, mask)) continue;
        chosen.push({ slot, steps });
        choose(index + 1, used | (1 << index), served | mask);
        chosen.pop();
      }
    };
    choose(0, 0, 0);
    return seeds;
  }

  private boundRoutes(slot: Slot, index: number): { steps: RouteStep[]; mask: number }[] {
    const found: { steps: RouteStep[]; mask: number }[] = [];
    const note = (steps: RouteStep[], mask: number) => {
      if ((mask & this.inSequence) !== 0 && this.isTogether(mask)) found.push({ steps: [...steps], mask });
    };
    eachRoute(this.request, slot, this.mayServe(slot, index), note, this.inARow);
    return found;
  }

  /** The best the slot could do alone with every set of tasks. */
  private candidatesOf(slot: Slot, index: number, isOpen: (served: number) => boolean): Candidates {
    const found: Candidates = new Map();
    const note = (steps: RouteStep[], served: number) => {
      if (!isOpen(served) || !this.isTogether(served)) return;
      const judged = this.judge.alone(slot, steps);
      if (judged !== null) keep(found, this.sum([judged], served));
    };
    eachRoute(this.request, slot, this.mayServe(slot, index), note, this.inARow);
    return found;
  }

  private mayServe(slot: Slot, index: number): (task: number) => boolean {
    const vehicle = this.request.vehicles[slot.vehicle]!;
    const allowed = this.request.tasks.map(
      (task, t) => (this.owners.get(t) ?? index) === index && isAllowed(vehicle, task, slot.vehicle),
    );
    return (task) => allowed[task]!;
  }

  /** Whether one route may serve all of these. */
  private isTogether(mask: number): boolean {
    return this.request.relations.every(
      ({ kind, tasks }) => kind !== 'different_vehicles' || bits(mask & maskOf(tasks)) <= 1,
    );
  }

  /** Whether a further route may serve these beside what others serve. */
  private isApart(served: number, mask: number): boolean {
    return this.request.relations.every(
      ({ kind, tasks }) => kind !== 'same_vehicle' || (served & maskOf(tasks)) === 0 || (mask & maskOf(tasks)) === 0,
    );
  }

  /** Whether all that must come before is served too. */
  private isClosed(served: number): boolean {
    return this.sequences.every(({ tasks }) => {
      const left = tasks.findIndex((task) => (served & (1 << task)) === 0);
      return left < 0 || tasks.slice(left).every((task) => (served & (1 << task)) === 0);
    });
  }

  private sum(routes: JudgedRoute[], served: number): Chosen {
    const duties = routes.map(({ figures }) => figures.duration);
    const tasks = routes.map(({ figures }) => figures.tasks);
    return {
      ...{ served, routes },
      sums: this.request.objectives.map((level) =>
        routes.reduce((sum, { figures }) => sum + weighed(level, (name) => addend(name, figures)), 0),
      ),
      hours: this.hoursCount ? [Math.min(...duties), Math.max(...duties)] : NONE,
      tasks: this.tasksCount ? [Math.min(...tasks), Math.max(...tasks)] : NONE,
    };
  }

  private withOneMore(states: Candidates, candidates: Candidates, slot: Slot): Candidates {
    const { given } = slot;
    const mustDrive = given !== null && (given.pinned || given.locked > 0);
    const next: Candidates = new Map();
    for (const state of [...states.values()].flat()) {
      if (!mustDrive) keep(next, state);
      for (const [served, routes] of candidates) {
        if ((served & state.served) !== 0 || !this.isApart(state.served, served)) continue;
        for (const route of routes) keep(next, joined(state, driven(route, slot)));
      }
    }
    return next;
  }

  private finish({ served, routes }: Chosen): Optimum {
    const unassigned = this.request.tasks.flatMap((_, t) => ((served & (1 << t)) === 0 ? [t] : []));
    const plan = routes.map(({ slot: { vehicle, number }, steps }) => ({ vehicle, number, steps }));
    return { routes: plan, unassigned, levels: this.judge.levels(routes, unassigned) };
  }
}

function seedsOf(seeds: Map<number, Candidates>, used: number): Candidates {
  let of = seeds.get(used);
  if (!of) seeds.set(used, (of = new Map()));
  return of;
}

/** Keeps what is best of its kind: the same tasks served, and the same values of what does not add up. */
function keep(all: Candidates, chosen: Chosen): void {
  const known = all.get(chosen.served);
  if (!known) {
    all.set(chosen.served, [chosen]);
    return;
  }
  const at = known.findIndex((other) => isSame(other.hours, chosen.hours) && isSame(other.tasks, chosen.tasks));
  if (at < 0) known.push(chosen);
  else if (isBetter(chosen.sums, known[at]!.sums)) known[at] = chosen;
}

const isSame = (a: Range, b: Range) => a[0] === b[0] && a[1] === b[1];

/** Routes of a slot, driven by its twin. */
const driven = (route: Chosen, slot: Slot): Chosen => ({
  ...route,
  routes: route.routes.map((judged) => ({ ...judged, slot })),
});

function joined(a: Chosen, b: Chosen): Chosen {
  return {
    served: a.served | b.served,
    sums: a.sums.map((sum, level) => sum + b.sums[level]!),
    hours: [Math.min(a.hours[0], b.hours[0]), Math.max(a.hours[1], b.hours[1])],
    tasks: [Math.min(a.tasks[0], b.tasks[0]), Math.max(a.tasks[1], b.tasks[1])],
    routes: [...a.routes, ...b.routes],
  };
}

function weighed(level: ObjectiveLevel, value: (name: ObjectiveName) => number): number {
  return level.reduce((sum, { name, weight }) => sum + weight * value(name), 0);
}

/** What a route adds to an objective. Tasks left out are counted at the end, and so is balance. */
function addend(name: ObjectiveName, figures: Figures): number {
  return name === 'unserved' || name === 'balance' ? 0 : figures[name];
}

/** Whether the first level that differs is lower. */
export function isBetter(a: number[], b: number[]): boolean {
  const level = a.findIndex((value, i) => Math.abs(value - b[i]!) > TOLERANCE * Math.max(1, Math.abs(value)));
  return level >= 0 && a[level]! < b[level]!;
}

const maskOf = (tasks: number[]) => tasks.reduce((mask, task) => mask | (1 << task), 0);

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
