import type { ErrorList } from './error-list.ts';
import { list, record, text } from './loose.ts';

/** Every objective once, `unserved` only as the first level and alone, `of` and `measure` only of `balance`. */
export function checkObjectives(objectives: unknown, errors: ErrorList): void {
  const met = new Set<string>();
  for (const [i, level] of list(objectives).entries()) {
    const parts = Array.isArray(level) ? list(level) : [level];
    for (const [j, part] of parts.entries()) {
      const path = Array.isArray(level) ? `objectives[${i}][${j}]` : `objectives[${i}]`;
      const name = text(part) ?? text(record(part).name);
      if (name === undefined) continue;
      if (met.has(name)) errors.add('bad_objectives', path, `'${name}' is named twice`);
      met.add(name);
      if (name === 'unserved' && (i > 0 || parts.length > 1)) {
        errors.add('bad_objectives', path, "'unserved' can only be the first level, and alone");
      }
      if (name !== 'balance') checkPlain(part, name, path, errors);
    }
  }
}

function checkPlain(objective: unknown, name: string, path: string, errors: ErrorList): void {
  for (const field of ['of', 'measure']) {
    if (record(objective)[field] === undefined) continue;
    errors.add('conflicting_fields', `${path}.${field}`, `'${field}' is for 'balance', not for '${name}'`);
  }
}
