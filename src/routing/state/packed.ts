import type { Problem } from '../../model/problem.ts';
import type { Rich } from '../../model/rich.ts';
import { refresh } from './refresh.ts';
import type { Tours } from './tours.ts';

/**
 * A solution, or a part of one, as one list of integers: it can be copied, lie in shared memory and be put together with
 * other parts. Layout: number of routes, number of absent tasks; per route its type, its size, its visits (a reload as
 * -1 - its site: any free node of the site will do); the absent tasks.
 */
export type Packed = Int32Array;

/** Words that any solution of a problem fits into. */
export function packedLength({ tasks, visits }: Problem, slots: number): number {
  return 2 + tasks + visits + 2 * slots;
}

/** The state of tours that `pack` needs; a `Tours` is one, a remembered best another. */
export interface Linked {
  slots: number;
  next: Int32Array;
  first: Int32Array;
  size: Int32Array;
  type: Int32Array;
  absent: Int32Array;
  absentCount: number;
}

/** Writes tours of a problem; returns the number of words. */
export function pack(problem: Problem, tours: Linked, into: Packed): number {
  const { next, first, size, type } = tours;
  let routes = 0;
  let at = 2;
  for (let slot = 0; slot < tours.slots; slot++) {
    if (size[slot] === 0) continue;
    routes++;
    into[at++] = type[slot]!;
    into[at++] = size[slot]!;
    for (let t = first[slot]!; t >= 0; t = next[t]!) into[at++] = wordOf(problem, t);
  }
  into[0] = routes;
  into[1] = tours.absentCount;
  for (let k = 0; k < tours.absentCount; k++) into[at++] = tours.absent[k]!;
  return at;
}

/** A visit as it is packed. */
export function wordOf({ stops, rich }: Problem, visit: number): number {
  return visit < stops ? visit : -1 - siteOf(rich!, visit);
}

function siteOf({ siteStart }: Rich, visit: number): number {
  let site = 0;
  while (siteStart[site + 1]! <= visit) site++;
  return site;
}

/** Replaces tours by packed ones. */
export function unpack(packed: Packed, tours: Tours): void {
  tours.clear();
  let at = 2;
  for (let slot = 0; slot < packed[0]!; slot++) {
    const type = packed[at++]!;
    const size = packed[at++]!;
    for (let k = 0; k < size; k++) {
      const word = packed[at++]!;
      const visit = word >= 0 ? word : tours.exact!.reloads.forStep(-1 - word, type, k);
      // Where more reloads are asked for than there are nodes for, the route does without.
      if (visit >= 0) tours.append(visit, slot, type);
    }
    refresh(tours, slot);
  }
  for (let k = 0; k < packed[1]!; k++) tours.addAbsent(packed[at++]!);
  tours.exact?.settle();
}

/** Puts parts together that share no task; returns the number of words. */
export function join(parts: readonly Packed[], into: Packed): number {
  let at = 2;
  let routes = 0;
  let absent = 0;
  for (const part of parts) {
    const end = routesEnd(part);
    into.set(part.subarray(2, end), at);
    at += end - 2;
    routes += part[0]!;
    absent += part[1]!;
  }
  for (const part of parts) {
    const end = routesEnd(part);
    into.set(part.subarray(end, end + part[1]!), at);
    at += part[1]!;
  }
  into[0] = routes;
  into[1] = absent;
  return at;
}

/** Where each route begins. */
export function routeStarts(packed: Packed): number[] {
  const starts: number[] = [];
  for (let r = 0, at = 2; r < packed[0]!; r++, at += 2 + packed[at + 1]!) starts.push(at);
  return starts;
}

/** Where the absent tasks begin. */
export function routesEnd(packed: Packed): number {
  let at = 2;
  for (let r = 0; r < packed[0]!; r++) at += 2 + packed[at + 1]!;
  return at;
}

/** Whether words that come from outside are a solution of this problem: every task once and whole, nothing else. */
export function isPacked(words: Packed, problem: Problem, slots: number): boolean {
  const { tasks, types, stops, taskOf, firstStop, secondStep } = problem;
  // Bit 1: the first step is taken, bit 2: the second.
  const seen = new Uint8Array(tasks);
  const sites = problem.rich?.sites ?? 0;
  const take = (visit: number): boolean => {
    const task = taskOf[visit]!;
    const bit = visit >= secondStep[task]! ? 2 : 1;
    if ((seen[task]! & bit) !== 0) return false;
    seen[task]! |= bit;
    return true;
  };
  const isVisit = (word: number | undefined) =>
    word !== undefined && (word < 0 ? word >= -sites : word < stops && take(word));
  if (words.length < 2 || !(words[0]! >= 0 && words[0]! <= slots && words[1]! >= 0)) return false;
  let at = 2;
  for (let r = 0; r < words[0]!; r++) {
    const type = words[at++]!;
    const size = words[at++]!;
    if (!(type >= 0 && type < types && size > 0 && size <= problem.visits)) return false;
    for (let k = 0; k < size; k++) if (!isVisit(words[at++])) return false;
  }
  for (let k = 0; k < words[1]!; k++) {
    const task = words[at++];
    if (task === undefined || !(task >= 0 && task < tasks) || seen[task] !== 0) return false;
    seen[task] = secondStep[task]! < firstStop[task + 1]! ? 3 : 1;
  }
  return at === words.length && seen.every((bits, t) => bits === (secondStep[t]! < firstStop[t + 1]! ? 3 : 1));
}
