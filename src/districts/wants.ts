import type { RoutingRequest } from '../contract/request.ts';
import { taskPlaces } from '../contract/task-places.ts';
import type { RawRoute } from '../model/solution.ts';
import type { Suits } from './suits.ts';

/** A task that is on no route weighs as much as so many that are, when spare vehicles are dealt out. */
const ABSENT_WEIGHT = 10;

/** What a district has to do, before it is given vehicles. */
export interface Ward {
  /** Indices into the request's tasks. */
  tasks: number[];
  /** Its share of the routes there are. */
  routes: RawRoute[];
  /** Those of its tasks that are on no route. */
  absent: number[];
}

/** Tasks of a district that are alike to the fleet: what they weigh, and how much of that no vehicle is meant for yet. */
interface Want {
  ward: number;
  /** The nearest of the places where vehicles start; null: there is none. */
  home: number | null;
  group: number;
  tasks: number;
  left: number;
}

/** Vehicles by where they start and by which tasks they may serve. */
export interface Sort {
  home: number | null;
  kind: number;
}

/** What districts want of a fleet that is dealt out, and how much of it they have been given. */
export class Wants {
  /** Of all tasks, with nothing dealt out. */
  readonly total: number;
  private readonly wants: Want[];
  private readonly byHome: Map<number | null, Want[]>;
  private readonly byWard: Map<number, Want[]>;
  private readonly serves: boolean[][];
  private readonly ward: { x: number; y: number; spread: number }[];
  private readonly request: RoutingRequest;

  constructor(request: RoutingRequest, wards: readonly Ward[], nearestStart: (number | null)[], suits: Suits) {
    this.request = request;
    this.serves = suits.serves;
    this.wants = wards.flatMap((ward, w) => wantsOf(ward, w, nearestStart, suits));
    this.total = this.wants.reduce((sum, { left }) => sum + left, 0);
    this.byHome = Map.groupBy(this.wants, ({ home }) => home);
    this.byWard = Map.groupBy(this.wants, ({ ward }) => ward);
    const placeOf = taskPlaces(request);
    this.ward = wards.map(({ tasks }) => spreadOf(tasks.map((task) => request.places[placeOf[task]!]!.position!)));
  }

  /** Per district: what is left of the tasks that no vehicle starts nearer to. */
  near({ home, kind }: Sort): number[] {
    return this.sums(home === null ? [] : (this.byHome.get(home) ?? []), kind, 'left');
  }

  /** Per district: what is left of all tasks that it may serve. */
  left({ kind }: Sort): number[] {
    return this.sums(this.wants, kind, 'left');
  }

  /** Per district: how many tasks it may serve. */
  tasks(kind: number): number[] {
    return this.sums(this.wants, kind, 'tasks');
  }

  /** Per district: one over the mean square of the way to a task from where vehicles start; 1 where nobody knows. */
  closeness(home: number | null): number[] {
    const position = home === null ? null : this.request.places[home]!.position;
    if (position === null) return this.ward.map(() => 1);
    const [x, y] = position;
    return this.ward.map((ward) => 1 / Math.max((ward.x - x) ** 2 + (ward.y - y) ** 2 + ward.spread, 1e-12));
  }

  /** Takes off what vehicles are for that a district is given: of the tasks near to them first. */
  meet({ home, kind }: Sort, ward: number, amount: number): void {
    const wants = this.byWard.get(ward)!.filter(({ group }) => this.serves[kind]![group]);
    let rest = amount;
    for (const isNear of [true, false]) {
      const some = wants.filter((want) => (want.home === home) === isNear);
      const left = some.reduce((sum, want) => sum + want.left, 0);
      const met = Math.min(left, rest);
      if (met > 0) for (const want of some) want.left *= 1 - met / left;
      rest -= met;
    }
  }

  private sums(wants: Want[], kind: number, what: 'left' | 'tasks'): number[] {
    const sums = this.ward.map(() => 0);
    for (const want of wants) if (this.serves[kind]![want.group]) sums[want.ward]! += want[what];
    return sums;
  }
}

function wantsOf({ tasks, absent }: Ward, ward: number, nearestStart: (number | null)[], { groupOf }: Suits): Want[] {
  const isAbsent = new Set(absent);
  const wants = new Map<string, Want>();
  for (const task of tasks) {
    const [home, group] = [nearestStart[task]!, groupOf[task]!];
    const key = `${home} ${group}`;
    const want = wants.get(key) ?? { ward, home, group, tasks: 0, left: 0 };
    want.tasks++;
    want.left += isAbsent.has(task) ? ABSENT_WEIGHT : 1;
    wants.set(key, want);
  }
  return [...wants.values()];
}

/** The middle of positions and the mean square of the way there. */
function spreadOf(positions: readonly (readonly [number, number])[]) {
  const mean = (of: (position: readonly [number, number]) => number) =>
    positions.reduce((sum, position) => sum + of(position), 0) / positions.length;
  const [x, y] = [mean((position) => position[0]), mean((position) => position[1])];
  return { x, y, spread: mean((position) => (position[0] - x) ** 2 + (position[1] - y) ** 2) };
}
