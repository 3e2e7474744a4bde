import type { z } from 'zod';
import { ErrorList } from '../contract/error-list.ts';
import type { CodedError, ErrorCode } from '../contract/errors.ts';
import { parseRequest } from '../contract/parse.ts';
import { type Locate, located, locateInVroom } from './locate.ts';
import { draftOf } from './vroom.ts';
import { type Vroom, vroomSchema } from './vroom-schema.ts';

const LISTS = ['jobs', 'shipments', 'vehicles'] as const;
const MOST = 200;
/** What items that were set aside could have brought, or made to fit. */
const FOLLOW_UPS = new Set<ErrorCode>(['unknown_reference', 'no_tasks', 'no_vehicles', 'dimension_mismatch']);

/** What of a request is of VROOM's form. */
interface Kept {
  vroom: Vroom;
  /** Some items are not in it. */
  isPart: boolean;
  /** From paths in it to those of the file. */
  locate: Locate;
}

/**
 * Adds what else is wrong with a request that cannot be read, so that all its errors are reported at once: with what is of VROOM's
 * form, as far as that can be told without the rest.
 * @param errors those that are known; none is added for a field that has one.
 */
export function addOthers(value: unknown, errors: ErrorList): void {
  // Too large to be looked at again, or without its matrices.
  const isHopeless = errors.all().some(({ code, path }) => code === 'too_large' || /^(matrix|matrices)$/.test(path));
  const kept = errors.isFull || isHopeless ? null : keptOf(value);
  if (kept === null) return;
  const found = new ErrorList(MOST);
  const input = draftOf(kept.vroom, found, []);
  const parsed = parseRequest(input);
  // A place is missing, or wrong, once: as a position or as an index.
  const field = (path: string) => path.replace(/_index$/, '');
  const add = (others: CodedError[]) => {
    const known = new Set(errors.all().map(({ path }) => field(path)));
    const inFile = located(others, (path) => ofCosts(kept.locate(path), kept.vroom));
    errors.addAll(inFile.filter(({ code, path }) => !known.has(field(path)) && !(kept.isPart && FOLLOW_UPS.has(code))));
  };
  add(found.all());
  if (!parsed.ok) add(located(parsed.errors, locateInVroom(input, kept.vroom)));
}

function keptOf(value: unknown): Kept | null {
  const { jobs, shipments, vehicles, matrices, options } = Object(value) as Record<string, unknown>;
  const shape = vroomSchema.shape;
  const given = { jobs, shipments, vehicles };
  const fits = (schema: z.ZodType, part: unknown) => schema.safeParse(part).success;
  // Where places cannot be told, nothing can.
  if (!fits(shape.matrices, matrices) || LISTS.some((name) => !Array.isArray(given[name] ?? []))) return null;
  const items = { jobs: shape.jobs.unwrap().element, shipments: shape.shipments.unwrap().element };
  const schemas = { ...items, vehicles: shape.vehicles.element };
  const indices = Object.fromEntries(
    LISTS.map((name) => [name, indicesOf(list(given[name]), (item) => fits(schemas[name], item))]),
  ) as Record<(typeof LISTS)[number], number[]>;
  const part = Object.fromEntries(
    LISTS.flatMap((name) =>
      given[name] === undefined ? [] : [[name, indices[name].map((i) => list(given[name])[i])]],
    ),
  );
  return {
    vroom: {
      vehicles: [],
      ...part,
      ...(matrices !== undefined && { matrices }),
      ...(fits(shape.options, options) && { options }),
    } as Vroom,
    isPart: LISTS.some((name) => indices[name].length < list(given[name]).length),
    locate: (path) =>
      path.replace(/^(jobs|shipments|vehicles)\[(\d+)\]/, (all, name: (typeof LISTS)[number], index: string) => {
        const at = indices[name][Number(index)];
        return at === undefined ? all : `${name}[${at}]`;
      }),
  };
}

/** A matrix of costs is read as one of distances. */
function ofCosts(path: string, { matrices = {} }: Vroom): string {
  const [, name, rest] = /^matrices\.(.*)\.distances(.*)$/.exec(path) ?? [];
  return name !== undefined && matrices[name]?.costs ? `matrices.${name}.costs${rest}` : path;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function indicesOf(items: unknown[], isKept: (item: unknown) => boolean): number[] {
  return items.flatMap((item, i) => (isKept(item) ? [i] : []));
}
