import type { RequestInput } from '../../../src/contract/schema.ts';

/** A change to a request; what it is given is a copy of its own. */
export type Edit = (request: RequestInput) => void;

type Json = Record<string, unknown>;

/** Applies `change` to every object that `keys` lead to; lists on the way are walked through, or a number picks an item. */
function visit(value: unknown, keys: string[], change: (parent: Json, key: string) => void): void {
  const [key, ...rest] = keys;
  if (Array.isArray(value) && !/^\d+$/.test(key!)) {
    for (const item of value) visit(item, keys, change);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const object = value as Json;
  if (rest.length === 0) change(object, key!);
  else visit(object[key!], rest, change);
}

/** Takes fields away: `drop('vehicles.breaks')` those of all vehicles, `drop('vehicles.0.breaks')` of the first. */
export const drop =
  (...paths: string[]): Edit =>
  (request) => {
    for (const path of paths) {
      let dropped = 0;
      visit(request, path.split('.'), (parent, key) => {
        if (key in parent) dropped++;
        if (Array.isArray(parent)) parent.splice(Number(key), 1);
        else delete parent[key];
      });
      if (dropped === 0) throw new Error(`the request has no ${path}`);
    }
  };

/** Sets a field of everything that the path leads to. */
export const put =
  (path: string, value: unknown): Edit =>
  (request) => {
    visit(request, path.split('.'), (parent, key) => {
      parent[key] = value;
    });
  };
