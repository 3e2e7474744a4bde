import type { ErrorList } from './error-list.ts';
import { type Loose, list, record, records } from './loose.ts';
import type { References } from './rules-references.ts';
import type { Times } from './rules-times.ts';
import { STOP_FIELDS } from './schema-tasks.ts';

/** Fields that only some kinds of task have. */
const ONLY_OF: Record<string, string[]> = {
  release: ['delivery'],
  due: ['pickup'],
  max_ride_s: ['delivery', 'pickup', 'shipment'],
};

/** What a task says but for its places. */
export function checkTask(task: Loose, path: string, references: References, times: Times, errors: ErrorList): void {
  const conflict = (field: string, cause: string) => errors.add('conflicting_fields', `${path}.${field}`, cause);
  references.checkAll(task.vehicles, 'vehicle', `${path}.vehicles`);
  references.checkAll(task.forbidden_vehicles, 'vehicle', `${path}.forbidden_vehicles`);
  times.checkTime(task.release, `${path}.release`);
  times.checkTime(task.due, `${path}.due`);
  if (typeof task.kind !== 'string') return;
  for (const [field, kinds] of Object.entries(ONLY_OF)) {
    if (task[field] === undefined || kinds.includes(task.kind)) continue;
    conflict(field, `'${field}' is for a ${kinds.join(', ')}, not for a ${task.kind}`);
  }
  if (task.prize !== undefined && typeof task.priority === 'number' && task.priority > 0) {
    conflict('priority', "with a 'prize' the task is optional, and nothing but that decides whether it is left out");
  }
  if (task.goods !== undefined && list(task.return_load).some((amount) => amount !== 0)) {
    conflict(
      'return_load',
      "'goods' is the class of what is delivered, and what is taken back may be of another; make it a pickup",
    );
  }
  if (task.kind === 'visit' && list(task.load).some((amount) => amount !== 0)) {
    conflict('load', "a 'visit' carries nothing; make it a delivery or a pickup");
  }
  if (task.kind !== 'shipment') checkSingle(task, path, conflict, errors);
  for (const { stop, at } of stopsOf(task, path)) checkStop(stop, at, references, times);
}

function checkSingle(
  task: Loose,
  path: string,
  conflict: (field: string, cause: string) => void,
  errors: ErrorList,
): void {
  if (task.options !== undefined) {
    for (const field of STOP_FIELDS.filter((name) => task[name] !== undefined)) {
      conflict(field, `with 'options', each option has its own '${field}'`);
    }
  } else if (task.at === undefined) {
    errors.add('missing_field', `${path}.at`, "neither 'at' nor 'options' is given");
  }
}

function checkStop(stop: Loose, path: string, references: References, times: Times): void {
  times.checkWindows(stop.windows, `${path}.windows`);
  for (const [i, { window }] of records(stop.soft_windows).entries()) {
    times.checkWindow(window, `${path}.soft_windows[${i}].window`);
  }
  for (const field of ['service_by_type', 'setup_by_type']) {
    references.unique(records(stop[field]), `${path}.${field}`, 'type');
  }
}

/** All ways to take the steps of a task, and where they stand. */
export function stopsOf(task: Loose, path: string): LooseStop[] {
  if (task.kind === 'shipment') {
    return ['pickup', 'delivery'].flatMap((part) =>
      Array.isArray(task[part])
        ? records(task[part]).map((stop, option) => ({ stop, at: `${path}.${part}[${option}]`, option, part }))
        : [{ stop: record(task[part]), at: `${path}.${part}`, option: 0, part }],
    );
  }
  if (task.options === undefined) return [{ stop: task, at: path, option: 0 }];
  return records(task.options).map((stop, option) => ({ stop, at: `${path}.options[${option}]`, option }));
}

/** A stop as it came, its path, and how steps of routes call it: `part` of shipments only. */
export interface LooseStop {
  stop: Loose;
  at: string;
  option: number;
  part?: string;
}
