import type { Problem } from '../../model/problem.ts';
import { NOWHERE } from '../state/tours.ts';

const UNKNOWN = 0;
const NEVER_CHEAPER = 1;
const PERHAPS = 2;

/**
 * Which types of vehicle may drive each other's routes without a look at times, and what that costs at least. There may be as many types as
 * vehicles, thousands: no table is of types by types, but where they share start and end, of kinds of travel that they have there.
 */
export class Alike {
  /** Per type: those that may drive its routes, itself included. */
  readonly types: readonly Int32Array[];
  private readonly problem: Problem;
  /** Start and end, told by where the table of those begins, how many kinds of travel there are, and which one it is; per type. */
  private readonly table: Int32Array;
  private readonly width: Int32Array;
  private readonly kind: Int32Array;
  /** Whether no arc from the start is cheaper with the second kind than with the first; looked up when it is asked for. */
  private readonly known: Uint8Array;

  constructor(problem: Problem) {
    const { types, costClass, startNode, endNode } = problem;
    this.problem = problem;
    this.types = groupsOf(types, alikeBy(problem));
    this.table = new Int32Array(types);
    this.width = new Int32Array(types);
    this.kind = new Int32Array(types);
    let from = 0;
    const ends = groupsOf(types, (type) => `${startNode[type]} ${endNode[type]}`);
    for (const group of new Set(ends)) {
      const classes = [...new Set(group.map((type) => costClass[type]!))];
      const kindOf = new Map(classes.map((one, kind) => [one, kind]));
      for (const type of group) {
        this.table[type] = from;
        this.width[type] = classes.length;
        this.kind[type] = kindOf.get(costClass[type]!)!;
      }
      from += classes.length ** 2;
    }
    this.known = new Uint8Array(from);
  }

  /** Whether there is a type that may drive a route of another. */
  get any(): boolean {
    return this.types.some((group) => group.length > 1);
  }

  /**
   * What a route costs more with the second type than with the first, at least. Fixed costs decide where one has no cheaper arcs than
   * the other: told by those from their start. Elsewhere nothing is known: below any cost.
   */
  dearer(type: number, other: number): number {
    const { table, kind, known, width, problem } = this;
    if (table[type] !== table[other] || problem.waitPrice[other]! < problem.waitPrice[type]!) return -NOWHERE;
    const at = table[type]! + kind[type]! * width[type]! + kind[other]!;
    if (known[at] === UNKNOWN) known[at] = this.isNeverCheaper(type, other) ? NEVER_CHEAPER : PERHAPS;
    return known[at] === NEVER_CHEAPER ? problem.fixed[other]! - problem.fixed[type]! : -NOWHERE;
  }

  private isNeverCheaper(type: number, other: number): boolean {
    const { nodes, stops, arcs, costClass, startNode } = this.problem;
    if (costClass[type] === costClass[other]) return true;
    const [one, two] = [type, other].map((each) => (costClass[each]! * nodes + startNode[each]!) * nodes);
    for (let v = 0; v < stops; v++) if (arcs[two! + v]! < arcs[one! + v]!) return false;
    return true;
  }
}

/** What is the same for types whose routes do not depend on which of them drives. */
function alikeBy(problem: Problem): (type: number) => string {
  const { features, backhauls } = problem;
  const { durationClass, startNode, endNode, opens, closes, maxDuty, maxDriving, maxDistance } = problem;
  const { distanceClass, maxTasks } = problem;
  if (!features.timed && !features.limits) return (type) => `${backhauls[type]}`;
  const times = [durationClass, startNode, endNode, opens, closes, maxDuty];
  const tables = [...times, maxDriving, maxDistance, distanceClass, maxTasks, backhauls];
  return (type) => tables.map((table) => table[type]).join();
}

/** Per type: all of its key, ascending; one array for all of them. */
function groupsOf(types: number, key: (type: number) => string): Int32Array[] {
  const all = Array.from({ length: types }, (_, type) => type);
  const groups: Int32Array[] = [];
  for (const group of Map.groupBy(all, key).values()) {
    const list = Int32Array.from(group);
    for (const type of group) groups[type] = list;
  }
  return groups;
}
