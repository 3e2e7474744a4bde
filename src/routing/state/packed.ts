import { refresh } from './refresh.ts';
import type { Tours } from './tours.ts';

/**
 * A solution, or a part of one, as one list of integers: it can be copied, lie in shared memory and be put together with
 * other parts. Layout: number of routes, number of absent tasks; per route its type, its size, its tasks; the absent tasks.
 */
export type Packed = Int32Array;

/** Words that any solution of a problem fits into. */
export function packedLength(tasks: number, slots: number): number {
  return 2 + tasks + 2 * slots;
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

/** Writes tours; returns the number of words. */
export function pack(tours: Linked, into: Packed): number {
  const { next, first, size, type } = tours;
  let routes = 0;
  let at = 2;
  for (let slot = 0; slot < tours.slots; slot++) {
    if (size[slot] === 0) continue;
    routes++;
    into[at++] = type[slot]!;
    into[at++] = size[slot]!;
    for (let t = first[slot]!; t >= 0; t = next[t]!) into[at++] = t;
  }
  into[0] = routes;
  into[1] = tours.absentCount;
  for (let k = 0; k < tours.absentCount; k++) into[at++] = tours.absent[k]!;
  return at;
}

/** Replaces tours by packed ones. */
export function unpack(packed: Packed, tours: Tours): void {
  tours.clear();
  let at = 2;
  for (let slot = 0; slot < packed[0]!; slot++) {
    const type = packed[at++]!;
    const size = packed[at++]!;
    for (let k = 0; k < size; k++) tours.append(packed[at++]!, slot, type);
    refresh(tours, slot);
  }
  for (let k = 0; k < packed[1]!; k++) tours.addAbsent(packed[at++]!);
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

/** Where the absent tasks begin. */
export function routesEnd(packed: Packed): number {
  let at = 2;
  for (let r = 0; r < packed[0]!; r++) at += 2 + packed[at + 1]!;
  return at;
}

/** Whether words that come from outside are a solution of this many tasks, types and routes: every task once, no more. */
export function isPacked(words: Packed, tasks: number, types: number, slots: number): boolean {
  const seen = new Uint8Array(tasks);
  const isNew = (task: number | undefined) => task !== undefined && task >= 0 && task < tasks && seen[task]!++ === 0;
  if (words.length < 2 || !(words[0]! >= 0 && words[0]! <= slots && words[1]! >= 0)) return false;
  let at = 2;
  for (let r = 0; r < words[0]!; r++) {
    const type = words[at++]!;
    const size = words[at++]!;
    if (!(type >= 0 && type < types && size > 0 && size <= tasks)) return false;
    for (let k = 0; k < size; k++) if (!isNew(words[at++])) return false;
  }
  for (let k = 0; k < words[1]!; k++) if (!isNew(words[at++])) return false;
  return at === words.length && !seen.includes(0);
}
