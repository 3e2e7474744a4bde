import type { Facts } from './facts.ts';
import { RELOAD, SHIPMENT_PICKUP } from './kinds.ts';
import type { Simulator } from './simulator.ts';

export interface LinkedRoute {
  /** Index into `request.vehicles`. */
  vehicle: number;
  /** As `Simulator.run` takes them. */
  steps: Int32Array;
  count: number;
}

/**
 * Times of routes bound by sequences (rule T6): every begin is moved to the earliest that all routes together allow, round by
 * round until nothing moves. `settle` leaves the result in `notBefore_s` and `keeps` of the simulator, with which each
 * of the routes is then run by itself.
 */
export class Together {
  private readonly simulator: Simulator;
  private readonly fill: (route: LinkedRoute) => void;
  /** Per task: its route among those given, the node where it begins, and the one where it is finished; -1 = on none. */
  private readonly routeOf: Int32Array;
  private readonly beginOf: Int32Array;
  private readonly endOf: Int32Array;
  /** Per task: earliest departure from its last step. */
  private readonly finish_s: Float64Array;
  private readonly touched: number[] = [];

  /** @param fill reserves room in the simulator and fills `legs_s` and `legs_m` for a route. */
  constructor(simulator: Simulator, fill: (route: LinkedRoute) => void) {
    this.simulator = simulator;
    this.fill = fill;
    const { tasks } = simulator.facts;
    [this.routeOf, this.beginOf] = [new Int32Array(tasks).fill(-1), new Int32Array(tasks).fill(-1)];
    [this.endOf, this.finish_s] = [new Int32Array(tasks).fill(-1), new Float64Array(tasks)];
  }

  /**
   * @param routes all that hold tasks of the sequences; others may be among them.
   * @param isWhole false: nobody waits for what is on none of them.
   * @param isStrict false: a route that breaks rules is waited for as it is driven all the same.
   * @returns false where the routes wait for each other, one of them cannot be in time, or (if whole) a task is served
   *   without the one before it. The bounds then hold as far as they got.
   */
  settle(routes: LinkedRoute[], isWhole = true, isStrict = true): boolean {
    this.clear();
    routes.forEach((route, index) => {
      this.locate(route, index);
    });
    const links = this.ownLinks();
    this.keepWhatIsWaitedFor(links);
    const isMissing = ({ before, after }: (typeof links)[number]) =>
      this.routeOf[after]! >= 0 && this.routeOf[before]! < 0;
    if (isWhole && links.some(isMissing)) return false;
    let moved = new Set(routes.keys());
    // Not in time as long as nothing makes them wait: a wait may be what leaves room for a break for driving.
    const failed = new Set<number>();
    // A chain over all links takes as many rounds, and breaks that find another place some more; yet more, and they wait for
    // each other.
    const rounds = (isStrict ? 2 : 4) * links.length + 4;
    for (let round = 0; round <= rounds; round++) {
      for (const index of moved) {
        if (this.early(routes[index]!)) failed.delete(index);
        else if (!isStrict || this.hasRules(routes[index]!)) failed.add(index);
        else return false;
      }
      const pushed = links.filter((link) => !failed.has(this.routeOf[link.before]!) && this.push(link));
      moved = new Set(pushed.map(({ after }) => this.routeOf[after]!));
      if (moved.size > 0) continue;
      if (failed.size === 0 || isStrict) return failed.size === 0;
      // Nothing makes them wait any more that might have helped.
      for (const index of failed) this.somehow(routes[index]!);
      moved = new Set(links.filter((link) => this.push(link)).map(({ after }) => this.routeOf[after]!));
      if (moved.size === 0) return true;
    }
    return false;
  }

  /** Takes the bounds of the last `settle` off again. */
  clear(): void {
    const { notBefore_s, keeps, leavesFrom_s } = this.simulator;
    for (const task of this.touched) {
      notBefore_s[this.beginOf[task]!] = Number.NEGATIVE_INFINITY;
      keeps[this.endOf[task]!] = 0;
      leavesFrom_s[this.beginOf[task]!] = Number.NEGATIVE_INFINITY;
      leavesFrom_s[this.endOf[task]!] = Number.NEGATIVE_INFINITY;
      this.routeOf[task] = -1;
    }
    this.touched.length = 0;
  }

  private hasRules({ vehicle }: LinkedRoute): boolean {
    const { ruleFrom } = this.simulator.facts;
    return ruleFrom[vehicle]! < ruleFrom[vehicle + 1]!;
  }

  private locate({ steps, count }: LinkedRoute, index: number): void {
    const { taskOf, kindOf, isLinked } = this.simulator.facts;
    for (let i = 0; i < count; i++) {
      const node = steps[i]!;
      if (node < 0 || kindOf[node] === RELOAD) continue;
      const task = taskOf[node]!;
      if (isLinked[task] === 0) continue;
      if (this.routeOf[task]! < 0) {
        this.routeOf[task] = index;
        this.beginOf[task] = node;
        this.touched.push(task);
      }
      this.endOf[task] = node;
    }
  }

  /** Those that something on the routes comes after, in the order of the request. */
  private ownLinks(): Facts['links'] {
    const { links, linksTo } = this.simulator.facts;
    const own = this.touched.flatMap((task) => linksTo[task]!);
    return own.sort((a, b) => a - b).map((link) => links[link]!);
  }

  private keepWhatIsWaitedFor(links: Facts['links']): void {
    for (const { before, after } of links) {
      const [from, to] = [this.routeOf[before]!, this.routeOf[after]!];
      if (from >= 0 && to >= 0 && from !== to) this.simulator.keeps[this.endOf[before]!] = 1;
    }
  }

  /** Runs a route as early as it can be, and notes when the tasks of sequences are finished. */
  private early(route: LinkedRoute): boolean {
    this.fill(route);
    if (!this.simulator.runAwaited(route.vehicle, route.steps, route.count)) return false;
    this.note(route);
    return true;
  }

  /** The same whatever rules it breaks. */
  private somehow(route: LinkedRoute): void {
    this.fill(route);
    this.simulator.detail(route.vehicle, route.steps, route.count);
    this.note(route);
  }

  private note(route: LinkedRoute): void {
    const { simulator } = this;
    const { taskOf, isLinked, kindOf } = simulator.facts;
    for (let i = 0; i < route.count; i++) {
      const node = route.steps[i]!;
      if (node < 0 || isLinked[taskOf[node]!] === 0 || kindOf[node] === SHIPMENT_PICKUP) continue;
      this.finish_s[taskOf[node]!] = simulator.departure_s[i]!;
    }
  }

  /** @returns whether the later task has to wait longer than it did. */
  private push({ before, after, minGap_s }: { before: number; after: number; minGap_s: number }): boolean {
    const [from, to] = [this.routeOf[before]!, this.routeOf[after]!];
    // On one route the simulator sees to it.
    if (from < 0 || to < 0 || from === to) return false;
    const { notBefore_s } = this.simulator;
    const bound_s = this.finish_s[before]! + minGap_s;
    const node = this.beginOf[after]!;
    if (bound_s <= notBefore_s[node]!) return false;
    notBefore_s[node] = bound_s;
    return true;
  }
}
