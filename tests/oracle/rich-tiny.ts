import type { RequestInput } from '../../src/contract/schema.ts';
import type { Mix } from '../support/rich-mix.ts';
import { ownersOf, slotsOf } from '../support/rich-slots.ts';
import { parsed, richInput, type Size } from '../support/rich-world.ts';
import { eachRoute } from './rich-routes.ts';
import { sound } from './rich-sound.ts';

/**
 * Requests so small that every plan can be tried. Some features multiply the plans (reloads, options, sequences), so tasks
 * are left out until what is left to try is within bounds.
 */
const MAX_ROUTES = 2200;
const MAX_PLANS = 1200;

/** @param seed the same seed, the same request */
export function tinyInput(seed: number, fixed: Partial<Mix> = {}): RequestInput {
  for (let most = 6; ; most--) {
    const size: Size = { tasks: [Math.max(1, most - 3), most], kinds: [1, 2], count: [1, 2] };
    const input = sound(richInput(seed, size, fixed));
    if (most === 1 || isWithinBounds(input)) return input;
  }
}

class Enough extends Error {}

function isWithinBounds(input: RequestInput): boolean {
  const request = parsed(input);
  const slots = slotsOf(request);
  const owners = ownersOf(slots);
  const hasSequence = request.relations.some(({ kind }) => kind === 'sequence');
  let routes = 0;
  /** Routes per set of tasks, for plans of several. */
  const ofSlot: Map<number, number>[] = slots.map(() => new Map());
  try {
    slots.forEach((slot, index) => {
      if (slot.isTwin) return;
      const isMine = (task: number) => (owners.get(task) ?? index) === index;
      eachRoute(request, slot, isMine, (_, served) => {
        ofSlot[index]!.set(served, (ofSlot[index]!.get(served) ?? 0) + 1);
        if (++routes > MAX_ROUTES) throw new Enough();
      });
    });
  } catch (error) {
    if (error instanceof Enough) return false;
    throw error;
  }
  if (!hasSequence) return true;
  slots.forEach((slot, index) => {
    if (slot.isTwin) ofSlot[index] = ofSlot[index - 1]!;
  });
  return plansOf(ofSlot) <= MAX_PLANS;
}

/** In how many ways the slots can share tasks out among their routes. */
function plansOf(ofSlot: Map<number, number>[]): number {
  let states = new Map([[0, 1]]);
  for (const routes of ofSlot) {
    const next = new Map(states);
    for (const [served, ways] of states) {
      for (const [mask, count] of routes) {
        if ((served & mask) === 0) next.set(served | mask, (next.get(served | mask) ?? 0) + ways * count);
      }
    }
    states = next;
  }
  return [...states.values()].reduce((sum, ways) => sum + ways, 0);
}
