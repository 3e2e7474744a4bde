import type { ErrorList } from './error-list.ts';
import { list, records, text } from './loose.ts';
import type { References } from './rules-references.ts';

/** Most tasks named in all relations together. */
const MAX_NAMED = 200_000;
/** Conflicts between relations are looked for so often. */
const MAX_LOOKS = 2_000_000;

interface Relation {
  path: string;
  kind: unknown;
  tasks: string[];
}

/** Relations name known tasks once each, their sequences have no cycle, and they do not exclude each other. */
export function checkRelations(input: unknown, references: References, errors: ErrorList): void {
  const relations: Relation[] = [];
  let named = 0;
  for (const [i, { kind, tasks, min_gap_s }] of records(input).entries()) {
    const path = `relations[${i}]`;
    references.checkAll(tasks, 'task', `${path}.tasks`);
    references.uniqueNames(tasks, `${path}.tasks`);
    if (kind !== 'sequence' && min_gap_s !== undefined && typeof kind === 'string') {
      errors.add('conflicting_fields', `${path}.min_gap_s`, `a gap is for sequences, not for '${kind}'`);
    }
    named += list(tasks).length;
    relations.push({ path, kind, tasks: [...new Set(list(tasks).flatMap((id) => text(id) ?? []))] });
  }
  if (named > MAX_NAMED) {
    errors.add('wrong_length', 'relations', `${named} tasks are named; at most ${MAX_NAMED} are allowed`);
    return;
  }
  checkSequences(relations, errors);
  checkVehicles(relations, errors);
}

/** Takes away tasks that nothing must precede, until none is left or only cycles (Kahn, 1962). */
function checkSequences(relations: Relation[], errors: ErrorList): void {
  const edges = new Map<string, { to: string; path: string }[]>();
  const waitsFor = new Map<string, number>();
  for (const { kind, tasks, path } of relations) {
    if (kind !== 'sequence') continue;
    for (const task of tasks) waitsFor.set(task, waitsFor.get(task) ?? 0);
    for (let i = 1; i < tasks.length; i++) {
      const [from, to] = [tasks[i - 1]!, tasks[i]!];
      waitsFor.set(to, waitsFor.get(to)! + 1);
      const out = edges.get(from);
      if (out) out.push({ to, path });
      else edges.set(from, [{ to, path }]);
    }
  }
  const free = [...waitsFor].flatMap(([task, count]) => (count === 0 ? [task] : []));
  for (let task = free.pop(); task !== undefined; task = free.pop()) {
    waitsFor.delete(task);
    for (const { to } of edges.get(task) ?? []) {
      const left = waitsFor.get(to)! - 1;
      waitsFor.set(to, left);
      if (left === 0) free.push(to);
    }
  }
  if (waitsFor.size > 0) reportCycle(new Set(waitsFor.keys()), edges, errors);
}

/** Every task left has one left before it, so going back from any of them ends in a cycle. */
function reportCycle(left: Set<string>, edges: Map<string, { to: string; path: string }[]>, errors: ErrorList): void {
  const before = new Map<string, { from: string; path: string }>();
  for (const from of left) for (const { to, path } of edges.get(from) ?? []) before.set(to, { from, path });
  const steps = new Map<string, string>();
  let task = [...left][0]!;
  while (!steps.has(task)) {
    const { from, path } = before.get(task)!;
    steps.set(task, path);
    task = from;
  }
  const all = [...steps.keys()];
  const cycle = all.slice(all.indexOf(task)).reverse();
  const shown = cycle.length > 10 ? [...cycle.slice(0, 10), '...'] : cycle;
  errors.add(
    'relation_cycle',
    `${steps.get(task)}.tasks`,
    `each must come before the next: ${[...shown, shown[0]].join(', ')}`,
  );
}

/** No two tasks are both in a relation that puts them on one vehicle and in one that forbids it. */
function checkVehicles(relations: Relation[], errors: ErrorList): void {
  const together = new Map<string, Set<string>>();
  for (const { kind, tasks, path } of relations) {
    if (kind !== 'same_vehicle') continue;
    for (const task of tasks) together.set(task, (together.get(task) ?? new Set()).add(path));
  }
  const told = new Set<string>();
  let looks = 0;
  for (const { kind, tasks, path } of relations) {
    if (kind !== 'different_vehicles') continue;
    /** Relation that keeps together -> the first of these tasks that is in it. */
    const firstIn = new Map<string, string>();
    for (const task of tasks) {
      for (const shared of together.get(task) ?? []) {
        // What is beyond is not told, and tasks are left out as they must be.
        if (errors.isFull || looks++ > MAX_LOOKS) return;
        const first = firstIn.get(shared);
        if (first === undefined) {
          firstIn.set(shared, task);
          continue;
        }
        const pair = JSON.stringify([first, task].sort());
        if (told.has(pair)) continue;
        told.add(pair);
        errors.add(
          'conflicting_relations',
          `${path}.tasks`,
          `'${first}' and '${task}' are on one vehicle in ${shared}`,
        );
      }
    }
  }
}
