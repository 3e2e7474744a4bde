import type { RouteStep, RoutingRequest } from '../contract/request.ts';
import type { RawRoute } from '../model/solution.ts';
import { World } from '../plan/world.ts';
import { type Placed, type Target, TrialPlan, type Wanted } from './trial-plan.ts';

/** One target with all that bears on it, as a small request of its own: quick to change and to try again. */
export interface Scope {
  request: RoutingRequest;
  routes: RawRoute[];
  target: Target;
  /** Index into the small request's tasks. */
  task: number;
  roads: World['roads'];
}

/**
 * The target's route, the routes that sequences bind to it or to the task, and the task. Of relations only sequences between
 * these are kept: the others speak of whole routes, see `TrialPlan.barriers`.
 */
export function scopeOf(trial: TrialPlan, task: number, target: Target): Scope {
  const { request, facts } = trial.world;
  const host = trial.hosts[target.at];
  const others = trial.boundTo([...(host?.tasks ?? []), task], host);
  const tours = [...(host ? [host.tour] : []), ...others.map(({ tour }) => tour)];
  const tasks = new Set(tours.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'step' ? step.task : []))));
  tasks.add(task);
  const vehicles = new Set([target.vehicle, ...tours.map(({ index }) => index)]);
  // What they have on board takes room, also where it is on no route.
  for (const vehicle of vehicles) {
    for (let k = facts.boardFrom[vehicle]!; k < facts.boardFrom[vehicle + 1]!; k++) tasks.add(facts.boardTasks[k]!);
  }
  const taskAt = new Map([...tasks].map((index, i) => [index, i]));
  const vehicleAt = new Map([...vehicles].map((index, i) => [index, i]));
  const stepOf = (step: RouteStep): RouteStep =>
    step.kind === 'reload' ? step : { ...step, task: taskAt.get(step.task)! };
  const vehicle = vehicleAt.get(target.vehicle)!;
  const given = trial.givenFor(target);
  return {
    request: {
      ...request,
      tasks: [...tasks].map((index) => {
        const { onBoardOf, ...rest } = request.tasks[index]!;
        return { ...rest, onBoardOf: onBoardOf === null ? null : (vehicleAt.get(onBoardOf) ?? vehicles.size) };
      }),
      vehicles: [...vehicles].map((index) => request.vehicles[index]!),
      relations: request.relations.flatMap((relation) => {
        const kept = relation.kind === 'sequence' ? relation.tasks.flatMap((index) => taskAt.get(index) ?? []) : [];
        return kept.length < 2 ? [] : [{ ...relation, tasks: kept }];
      }),
      routes: given ? [{ ...given, vehicle, steps: [] }] : [],
    },
    routes: tours.map(({ index, number, steps }) => ({
      vehicle: vehicleAt.get(index)!,
      number,
      steps: steps.map(stepOf),
    })),
    target: { at: host ? 0 : -1, vehicle, number: target.number },
    task: taskAt.get(task)!,
    roads: trial.world.roads,
  };
}

/**
 * How much may still be tried, counted in stops; what has run out says no to everything. Whole numbers: a rest that is no stop would
 * neither be used up nor let anything be found.
 */
export class Budget {
  /** For changes to the request. */
  private left: number;
  /** For places in the plan as it is. */
  private places: number;
  private readonly isShort: boolean;
  private wasShort = false;

  /**
   * @param places default: all there are.
   * @param isShort time is, so that what is done beside simulating counts, too.
   */
  constructor(stops: number, places = Number.POSITIVE_INFINITY, isShort = false) {
    this.left = Math.floor(stops);
    this.places = Math.floor(places);
    this.isShort = isShort;
  }

  /** Changes have run out; asking counts as one that was not tried. */
  isOut(): boolean {
    if (this.left <= 0) this.wasShort = true;
    return this.left <= 0;
  }

  /** Places have run out: that none was found says nothing. */
  get isOutOfPlaces(): boolean {
    return this.places <= 0;
  }

  /** Work that takes as long as simulating so many stops. */
  prepare(stops: number): void {
    if (this.isShort) this.places -= Math.ceil(stops);
  }

  /** `trial.best` as far as it goes. */
  place(trial: TrialPlan, task: number, target: Target, wanted?: Wanted): Placed | null {
    if (this.isOutOfPlaces) return null;
    this.prepare(LOOK);
    const before = trial.spent;
    const placed = trial.best(task, target, this.places, wanted);
    this.places -= trial.spent - before;
    return placed;
  }

  /** Whether the task fits the target once the request is `changed`. */
  fits({ routes, target, task, roads }: Scope, changed: RoutingRequest): boolean {
    // Setting it up costs as much as simulating every task some times.
    const setUp = SET_UP * changed.tasks.length + (this.isShort ? SET_UP_WORLD : 0);
    // A thousand tasks with little left for each may take no more for that.
    if (this.isShort && setUp > this.left) this.left = 0;
    if (this.isOut()) return false;
    const trial = TrialPlan.of(new World(changed, roads), routes);
    const fits = trial.best(task, target, this.left, 'any') !== null;
    if (!fits && trial.spent >= this.left) this.wasShort = true;
    this.left -= trial.spent + setUp;
    return fits;
  }

  /** What is to be added in words where changes ran out since it was last asked. */
  unfinished(): string {
    const said = this.wasShort ? '; not every change was tried, there were too many' : '';
    this.wasShort = false;
    return said;
  }
}

/** Instead of what is in the way. */
export const UNTRIED = 'not every place was tried, there were too many';

const SET_UP = 20;
/** Of a request of however few tasks. */
const SET_UP_WORLD = 160;
/** At a target, whatever is found there. */
const LOOK = 1;
