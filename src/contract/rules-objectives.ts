import type { ErrorList } from './error-list.ts';
import { list, record, text } from './loose.ts';

/** Levels below `unserved` and `vehicles`, which are exact. The search weighs these, and doubles hold no more of them. */
const MOST_WEIGHED = 3;

/** Every objective once, `unserved` only as the first level and alone, `of` and `measure` only of `balance`; few levels. */
export function checkObjectives(objectives: unknown, errors: ErrorList): void {
  checkDepth(list(objectives), errors);
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

function checkDepth(levels: readonly unknown[], errors: ErrorList): void {
  const isAlone = (level: unknown, name: string) => {
    const parts = Array.isArray(level) ? list(level) : [level];
    return parts.length === 1 && (text(parts[0]) ?? text(record(parts[0]).name)) === name;
  };
  let exact = isAlone(levels[0], 'unserved') ? 1 : 0;
  if (isAlone(levels[exact], 'vehicles')) exact++;
  for (let i = exact + MOST_WEIGHED; i < levels.length; i++) {
    const cause = `below 'unserved' and 'vehicles' ${MOST_WEIGHED} levels are told apart, and this is one more`;
    errors.add('bad_objectives', `objectives[${i}]`, cause, 'Add it to the level above, with a weight.');
  }
}

function checkPlain(objective: unknown, name: string, path: string, errors: ErrorList): void {
  for (const field of ['of', 'measure']) {
    if (record(objective)[field] === undefined) continue;
    errors.add('conflicting_fields', `${path}.${field}`, `'${field}' is for 'balance', not for '${name}'`);
  }
}
