import type { ErrorList } from './error-list.ts';
import { type Loose, list, records, text } from './loose.ts';

type What = 'place' | 'vehicle' | 'task' | 'zone';

/** Ids: those of a list differ, and what is referred to exists. */
export class References {
  private readonly errors: ErrorList;
  private readonly known: Record<What, Set<string>>;

  constructor(request: Loose, errors: ErrorList) {
    this.errors = errors;
    this.known = {
      place: this.unique(records(request.places), 'places'),
      vehicle: this.unique(records(request.vehicles), 'vehicles'),
      task: this.unique(records(request.tasks), 'tasks'),
      zone: this.unique(records(request.zones), 'zones'),
    };
  }

  /** The ids of a list; a repeated one is an error that names the first. */
  unique(items: Loose[], path: string, key = 'id'): Set<string> {
    const first = new Map<string, number>();
    items.forEach((item, i) => {
      const value = text(item[key]);
      if (value === undefined) return;
      const before = first.get(value);
      if (before === undefined) first.set(value, i);
      else this.repeated(`${path}[${i}].${key}`, `'${value}' is already the ${key} of ${path}[${before}]`);
    });
    return new Set(first.keys());
  }

  /** Ids that may each be named once. */
  uniqueNames(ids: unknown, path: string): void {
    const first = new Map<string, number>();
    for (const [i, id] of list(ids).entries()) {
      const value = text(id);
      if (value === undefined) continue;
      const before = first.get(value);
      if (before === undefined) first.set(value, i);
      else this.repeated(`${path}[${i}]`, `'${value}' is already named in ${path}[${before}]`);
    }
  }

  has(id: unknown, what: What): boolean {
    return typeof id === 'string' && this.known[what].has(id);
  }

  check(id: unknown, what: What, path: string): void {
    const value = text(id);
    if (value === undefined || this.known[what].has(value)) return;
    this.errors.add('unknown_reference', path, `there is no ${what} '${value}'`);
  }

  checkAll(ids: unknown, what: What, path: string): void {
    for (const [i, id] of list(ids).entries()) this.check(id, what, `${path}[${i}]`);
  }

  private repeated(path: string, cause: string): void {
    this.errors.add('duplicate_id', path, cause);
  }
}
