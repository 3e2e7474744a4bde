import type { RequestInput } from '../../src/contract/schema.ts';
import { fixedSteps } from '../support/rich-slots.ts';
import { parsed } from '../support/rich-world.ts';
import { Judge } from './rich-judge.ts';

/** The input where what must stay can stay: if the routes that are pinned or locked are illegal as they are, they are free. */
export function sound(input: RequestInput): RequestInput {
  const request = parsed(input);
  const routes = request.routes.filter((route) => fixedSteps(route).length > 0);
  const isLegal = routes.length === 0 || new Judge(request).plan({ routes, unassigned: [] }) !== null;
  return isLegal ? input : { ...input, routes: input.routes!.map(({ pinned: _, locked: __, ...route }) => route) };
}
