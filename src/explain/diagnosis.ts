import type { Relation, RoutingRequest, UnassignedReason } from '../contract/request.ts';
import { mayHave } from '../route/access.ts';
import { type Relief, reliefsFor } from './reliefs.ts';
import { type Budget, type Scope, scopeOf } from './scope.ts';
import { shiftRoom } from './shift-room.ts';
import type { Target, TrialPlan } from './trial-plan.ts';

/** What keeps a task from a target. */
export interface Diagnosis {
  /** The rule that binds, see docs/features/explain.md. */
  rule: string;
  reason: UnassignedReason;
  obstacle: string;
}

/** A change that makes room, and how much of it is needed. */
export interface Freed {
  relief: Relief;
  amount: number;
  size: number;
}

/** Finds out why a task that has no place on a target has none, by changing one rule after the other. */
export class Diagnoser {
  private readonly budget: Budget;
  private readonly barriers: Relation[];
  private readonly trial: TrialPlan;
  private readonly task: number;
  private readonly target: Target;
  /** Why the vehicle cannot have its goods, in words; null where it can. */
  private readonly withoutGoods: string | null;
  private made: { scope: Scope; reliefs: Relief[] } | undefined;

  constructor(trial: TrialPlan, task: number, target: Target, budget: Budget) {
    this.trial = trial;
    this.budget = budget;
    this.task = task;
    this.target = target;
    this.barriers = trial.barriers(task, target);
    const { tasks, vehicles } = trial.world.request;
    const { onBoardOf } = tasks[task]!;
    const vehicle = vehicles[target.vehicle]!;
    const where =
      onBoardOf === null
        ? `'${vehicle.id}' is on its way without its goods, and does not reload`
        : `it is on board of '${vehicles[onBoardOf]!.id}'`;
    this.withoutGoods = mayHave(vehicle, target.vehicle, tasks[task]!) ? null : where;
  }

  /** The rule that binds: the first that alone, loosened as far as it goes, makes room. */
  diagnose(): Diagnosis {
    if (this.withoutGoods !== null)
      return { rule: 'on_board', reason: 'no_allowed_vehicle', obstacle: this.withoutGoods };
    if (this.barriers.length > 0) return relationDiagnosis(this.trial, this.barriers[0]!);
    if (this.budget.isOut()) return NOTHING_HELPS;
    const binding = this.parts.reliefs.find((relief) => this.helps(relief, most(relief)));
    if (binding) return { rule: binding.rule, reason: binding.reason, obstacle: binding.obstacle };
    return this.several();
  }

  /** The smallest single change that makes room, or null where none of those tried does. */
  free(): Freed | null {
    if (this.withoutGoods !== null || this.budget.isOut()) return null;
    let best: Freed | null = null;
    for (const relief of this.parts.reliefs) {
      if (relief.range !== null && offered(relief) === 0) continue;
      if (!this.helps(relief, offered(relief))) continue;
      const amount = this.least(relief);
      const size = relief.size(amount);
      if (best === null || size < best.size) best = { relief, amount, size };
    }
    return best;
  }

  /** The smallest amount that helps, by halving. */
  private least(relief: Relief): number {
    if (relief.range === null) return 0;
    const { step } = relief.range;
    let [bad, good] = [0, offered(relief) / step];
    while (good - bad > 1) {
      const middle = Math.floor((good + bad) / 2);
      if (this.helps(relief, middle * step)) good = middle;
      else bad = middle;
    }
    return good * step;
  }

  /** Made when it is first needed. */
  private get parts(): { scope: Scope; reliefs: Relief[] } {
    if (this.made) return this.made;
    const { trial, task, target, barriers } = this;
    const scope = scopeOf(trial, task, target);
    const { vehicles } = trial.world.request;
    const room = shiftRoom(vehicles, vehicles[target.vehicle]!);
    const reliefs = [
      ...reliefsFor(scope.request, { vehicle: scope.target.vehicle, task: scope.task }, room),
      ...(barriers.length === 1 ? [withoutRelation(trial, barriers[0]!)] : []),
    ];
    return (this.made = { scope, reliefs });
  }

  private helps(relief: Relief, amount: number): boolean {
    const isRelation = relief.rule === 'relation';
    if (this.barriers.length > (isRelation ? 1 : 0) || this.budget.isOut()) return false;
    return this.budget.fits(this.parts.scope, this.changed(this.parts.scope.request, relief, amount));
  }

  private changed(request: RoutingRequest, relief: Relief, amount: number): RoutingRequest {
    return relief.apply(request, { vehicle: this.parts.scope.target.vehicle, task: this.parts.scope.task }, amount);
  }

  /** No single change helps: the fewest of the reliefs, in order, that do together. */
  private several(): Diagnosis {
    let needed = this.parts.reliefs.filter(({ rule }) => rule !== 'relation');
    const fits = (reliefs: Relief[]) =>
      this.budget.fits(
        this.parts.scope,
        reliefs.reduce((request, relief) => this.changed(request, relief, most(relief)), this.parts.scope.request),
      );
    if (!fits(needed)) return NOTHING_HELPS;
    for (const relief of needed) {
      const fewer = needed.filter((other) => other !== relief);
      if (fits(fewer)) needed = fewer;
    }
    const obstacle = [...new Set(needed.map((relief) => relief.obstacle))].join('; and ');
    return { rule: 'several', reason: needed[0]!.reason, obstacle };
  }
}

const NOTHING_HELPS: Diagnosis = {
  ...{ rule: 'other', reason: 'route_limit' },
  obstacle: 'no place keeps all rules, and no change of those tried makes one',
};

const most = ({ range }: Relief) => (range === null ? 0 : range.step * range.most);

/** The most that may be promised, in whole steps. */
function offered({ range, offered: bound = Number.POSITIVE_INFINITY }: Relief): number {
  return range === null ? 0 : range.step * Math.min(range.most, Math.floor(bound / range.step));
}

function relationDiagnosis(trial: TrialPlan, relation: Relation): Diagnosis {
  const obstacle = `'${relation.kind}' with ${others(trial, relation)} forbids it`;
  const reason = relation.kind === 'sequence' ? 'predecessor_unserved' : 'no_room';
  return { rule: relation.kind, reason, obstacle };
}

function others({ world }: TrialPlan, { tasks }: Relation): string {
  return tasks.map((task) => `'${world.request.tasks[task]!.id}'`).join(', ');
}

/** Known by identity: the scope has no relations between whole routes, so there is nothing left to change in it. */
function withoutRelation(trial: TrialPlan, relation: Relation): Relief {
  return {
    rule: 'relation',
    reason: 'no_room',
    obstacle: '',
    range: null,
    size: () => 1,
    words: () => `drop '${relation.kind}' of ${others(trial, relation)}`,
    apply: (request) => ({ ...request, relations: request.relations.filter((other) => other !== relation) }),
  };
}
