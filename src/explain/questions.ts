import { type CodedError, codedError, InputError } from '../contract/errors.ts';
import type { Explain, RoutingRequest } from '../contract/request.ts';

/** What may be asked about a plan: `explain` of a request that was read, or any of its fields. What is absent is not asked. */
export interface Questions {
  /** Tasks whose alternatives on other vehicles are priced: ids, or indices as in `request.explain`. */
  vehicles?: readonly (string | number)[] | undefined;
  unassigned?: boolean | undefined;
  /** As `parseRequest` read them: slots are of tasks that are in no request, so that they are read with one. */
  slots?: Explain['slots'] | undefined;
}

/** @throws InputError `unknown_reference` for tasks that the request has not, `wrong_type` for slots that were not read. */
export function asked(
  { tasks }: RoutingRequest,
  { vehicles = [], unassigned = false, slots = [] }: Questions,
): Explain {
  const errors: CodedError[] = [];
  const indices = new Map(tasks.map(({ id }, index) => [id, index]));
  const found = vehicles.map((task, i) => {
    const index = typeof task === 'number' ? task : indices.get(task);
    if (index !== undefined && tasks[index] !== undefined) return index;
    errors.push(codedError('unknown_reference', `explain.vehicles[${i}]`, `the request has no task '${task}'`));
    return -1;
  });
  for (const [i, slot] of slots.entries()) {
    if (Array.isArray(slot?.task?.stops) && Array.isArray(slot.windows)) continue;
    const cause = 'this is not a slot as parseRequest reads it';
    errors.push(codedError('wrong_type', `explain.slots[${i}]`, cause, 'Ask for it in the request.'));
  }
  if (errors.length > 0) throw new InputError(errors);
  return { vehicles: [...new Set(found)], unassigned, slots };
}
