import type { RoutingRequest } from '../contract/request.ts';
import { ownMarks } from '../route/access.ts';
import { companyOf } from './company.ts';
import { type Alone, aloneOn, isCloser, mayTake, type Obstacle } from './fit.ts';
import { choicesOf } from './options.ts';
import type { World } from './world.ts';

/** The work of looking at a choice of options that a vehicle may not take, of simulating one that it may, and with breaks. */
const LOOK = 1;
const RUN = 40;
const RUN_WITH_BREAKS = 200;
/** About a second. Twice what the checker does, which counts alike: so it skips all that is found out with less care. */
const MOST_WORK = 4_000_000;
/** Beyond that: vehicles looked at per task, and simulated. */
const MOST_LOOKS = 100;
const MOST_RUNS = 3;

/** Finds vehicles that serve a task alone, by rules that no company could help to keep. */
export class Servers {
  private readonly world: World;
  private readonly company: World;
  private readonly kinds: number[];
  private readonly mostWork: number;
  private work = 0;
  /** In `kinds`: the vehicle that was named last. What kept one task from all others is likely to keep the next. */
  private last = 0;

  constructor(world: World, mostWork = MOST_WORK) {
    this.world = world;
    this.company = companyOf(world);
    this.kinds = kindsOf(world.request);
    this.mostWork = mostWork;
  }

  /** A vehicle that can serve the task alone, or else the obstacle of the vehicle that comes closest. */
  whoServes(task: number): number | Obstacle {
    if (this.work > this.mostWork) return this.oneOfAFew(task);
    const inCompany = this.oneOf(this.company, task);
    if (typeof inCompany !== 'number' || this.company === this.world) return inCompany;
    const byItself = this.oneOf(this.world, task);
    return typeof byItself === 'number' ? byItself : inCompany;
  }

  private oneOf(world: World, task: number): number | Obstacle {
    let closest: Obstacle | null = null;
    for (const [at, index] of this.kinds.entries()) {
      const alone = aloneOn(world, index, task);
      if (world === this.company) this.work += this.workOf(alone, index, task);
      if (closest !== null && 'reason' in alone && !isCloser(alone, closest)) continue;
      this.last = at;
      if (!('reason' in alone)) return index;
      closest = alone;
    }
    return closest ?? { reason: 'no_skilled_vehicle', miss: 0, cause: 'There is no vehicle.' };
  }

  /** As `oneOf`, of some vehicles, and says so. */
  private oneOfAFew(task: number): number | Obstacle {
    const { kinds, company, last } = this;
    let closest: Obstacle | null = null;
    let runs = 0;
    for (let k = 0; k < Math.min(MOST_LOOKS, kinds.length) && runs < MOST_RUNS; k++) {
      const index = kinds[(last + k) % kinds.length]!;
      const alone = aloneOn(company, index, task);
      if (!('reason' in alone)) return index;
      if (isOfRun(alone)) runs++;
      if (closest === null || isCloser(alone, closest)) closest = alone;
    }
    return { ...closest!, cause: `${closest!.cause} Not every vehicle was tried.` };
  }

  private workOf(alone: Alone | Obstacle, index: number, task: number): number {
    const run = this.world.request.vehicles[index]!.breaks.length > 0 ? RUN_WITH_BREAKS : RUN;
    if (!('reason' in alone)) return run;
    const choices = choicesOf(this.world, task);
    if (!isOfRun(alone)) return LOOK * choices.length;
    return run * choices.filter((choice) => mayTake(this.world, index, choice)).length;
  }
}

const isOfRun = ({ reason }: Obstacle) => reason === 'window_unreachable' || reason === 'route_limit';

/**
 * The first of the vehicles that differ in nothing but their names, for each kind: 2,000 vans may be listed one by one. What tasks ask
 * for by name, or have been loaded on, is a kind of its own.
 */
function kindsOf(request: RoutingRequest): number[] {
  const markOf = ownMarks(request);
  const first = new Map<string, number>();
  for (const [index, vehicle] of request.vehicles.entries()) {
    const { id: _, description: __, count, firstNumber: ___, shiftNumber: ____, ...rest } = vehicle;
    const key = JSON.stringify([rest, markOf(index)]);
    if (count > 0 && !first.has(key)) first.set(key, index);
  }
  return [...first.values()];
}
