import { AIMS } from './aims.ts';
import type { RequestInput } from './day.ts';
import { FLEET } from './fleet.ts';
import { LOADS } from './loads.ts';
import { PLANS } from './plans.ts';
import { TERMS } from './terms.ts';
import { TIMES } from './times.ts';
import { WORK } from './work.ts';

/** Small days written by hand, one per page of docs/features: path in `data/` -> request. */
export function features(): Record<string, RequestInput> {
  const all = [...LOADS, ...TIMES, ...FLEET, ...TERMS, ...WORK, ...AIMS, ...PLANS];
  return Object.fromEntries(all.map((request) => [`features/${request.id}.json`, request]));
}
