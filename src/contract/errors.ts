/**
 * Errors a user can act on. Every one has a code (stable, documented), a path into the input, a cause and what to do.
 * All errors of an input are reported together; see `parseRequest`.
 */

/** One thing that is wrong with an input. */
export interface CodedError {
  /** Stable, snake_case; the keys of `ERROR_CODES`. */
  code: ErrorCode;
  /** Where in the input, e.g. `tasks[3].windows[0]`, or `line 12` of a text file; empty for the input as a whole. */
  path: string;
  /** What is wrong, with the offending value. */
  cause: string;
  /** What the user can do about it. */
  action: string;
}

/** Every code and what it means, for the docs and for `action` where nothing more specific is known. */
export const ERROR_CODES = {
  // The text or value as a whole
  not_json: 'The text is not valid JSON. Send one JSON object.',
  too_large: 'The input is larger than allowed. Split the day, or raise the limit where it is a setting.',
  too_deep: 'The input is nested deeper than any valid request. Send the documented format.',
  more_errors: 'There are more errors than are listed. Mend those first.',
  forbidden_key: 'Keys such as __proto__ are refused. Remove the key.',
  unknown_format: 'The content matches no known format. See the list of formats in the README.',
  bad_file: 'The file breaks the rules of its own format. Repair the line named.',
  unsupported_section: 'The file has a section that is not understood. Remove it or use another format.',
  cannot_read: 'The file cannot be read. Check its name and who may read it.',
  cannot_write: 'The file cannot be written. Name another one, or make room and allow it.',
  bad_option: 'The command line is wrong. Run it with --help to see what it takes.',
  // Fields
  missing_field: 'A required field is missing. Add it.',
  unknown_field: 'The field is not part of the format. Remove it or correct its spelling.',
  wrong_type: 'The value has another type than the field. Correct the value.',
  wrong_value: 'The value is not one of those allowed. Use one of those listed.',
  out_of_bounds: 'The number is outside its range, or not finite. Correct the number.',
  wrong_length: 'The list or text is too short or too long. Correct it.',
  bad_time: 'The time cannot be understood. Give seconds, or ISO 8601 with an offset and `starts_at`.',
  // Meaning
  duplicate_id: 'Two items share an id. Give every item its own.',
  unknown_reference: 'The id refers to nothing. Correct it or add what it names.',
  impossible_window: 'The window closes before it opens. Swap or correct its times.',
  dimension_mismatch: 'Loads and capacities have different numbers of dimensions. Give all the same number.',
  conflicting_fields: 'The fields exclude each other. Keep one of them.',
  no_vehicles: 'There is no vehicle. Add at least one with a count above zero.',
  no_tasks: 'There is no task. Add at least one.',
  position_needed: 'Travel or a zone depends on where this place is, and it has no position. Give it one.',
  place_needed:
    'The profile has a given matrix, so locations must be ids of `places`. Replace the coordinates by an id.',
  matrix_size: 'The matrix has not one row and one column per place. Correct its size.',
  matrix_hole: 'The matrix has a missing value. Fill it in.',
  unreachable_place: 'No way leads to or from this place in the matrix. Move it onto the network or leave it out.',
  bad_polygon:
    'A ring of the zone is open, encloses nothing or is no hole in the outline, or rings cross or touch. Repair its outline.',
  not_ascending: 'The times of the list do not ascend. Sort them.',
  overlapping_shifts: 'Shifts of one vehicle or rider overlap. Move them apart.',
  bad_objectives:
    'The objectives contradict each other, or are too many. Name each at most once, `unserved` first and alone, few levels.',
  relation_cycle: 'Sequences wait for each other in a circle. Remove one of them.',
  conflicting_relations: 'Two tasks are both bound together and kept apart. Remove one of the relations.',
  route_conflict: 'The given routes contradict themselves or each other. Correct the steps or the vehicle named.',
  not_supported: 'The file asks for what requests cannot say. Change or remove it.',
  kept_infeasible:
    'A route that must be kept breaks a rule. Unlock it, or have it checked as it is with `options.search: false`.',
  // Staffing
  bad_time_zone: 'There is no such time zone. Give a name of the IANA database, such as Europe/Vienna.',
  overlapping_zones: 'Two zones cover the same ground. Correct the outline of one of them.',
  history_short: 'The history is too short to forecast from. Send at least two weeks, or give `demand`.',
  history_holes: 'Too much of the history is missing. Fill it in, leave the time before it out, or give `demand`.',
  overlapping_history: 'Two pieces of the history of one zone cover the same time. Send every slot once.',
  no_availability: 'The rider is never available. Say when the rider may ride, or leave the rider out.',
  impossible_rules: 'No shift or rider can keep these rules. Change one of them.',
  // A run
  plan_rejected: 'The independent check found a violation in the plan. Report this as a bug with the request.',
  out_of_memory: 'A thread ran out of memory. Use a machine with more memory, or split the day.',
  thread_failed: 'A thread ended unexpectedly. It is tried again at most once.',
  result_too_large: 'The plan is larger than the store allows. Raise the limit, or split the day.',
  job_timeout: 'The job took longer than its limit. Ask for a shorter solve, or raise the limit.',
  cancelled: 'The job was cancelled before a plan existed. Send it again if it is wanted after all.',
  poison_job: 'The job stopped its worker several times and is set aside. Look at its input.',
  lock_lost: 'The worker lost its claim on the job; another run answers it. Nothing to do.',
  queue_full: 'The queue is deeper than its limit. Try again later, or add workers.',
  queue_unreachable: 'The queue cannot be reached. Check that Redis runs and REDIS_URL is right.',
  webhook_refused:
    'The worker may not call this address. Leave it out, or have its origin added to ROUNDSMAN_WEBHOOK_ORIGINS.',
  webhook_failed: 'The address did not take what was posted. Mend the receiver, then retry the delivery.',
  unknown_job: 'No job has this id. Check the id.',
  bad_config: 'A setting is wrong. Correct the environment variable named.',
  internal: 'Something that should not happen did. Report this as a bug.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Makes a coded error; `action` defaults to the catalogue's advice. */
export function codedError(code: ErrorCode, path: string, cause: string, action?: string): CodedError {
  return { code, path, cause, action: action ?? ERROR_CODES[code].replace(/^[^.]*\. /, '') };
}

/** Thrown at the edges (CLI, readers) with all that is wrong. Inside, results carry `CodedError[]` instead. */
export class InputError extends Error {
  readonly errors: CodedError[];
  constructor(errors: CodedError[]) {
    super(errors.map((e) => `${e.code}${e.path ? ` at ${e.path}` : ''}: ${e.cause}`).join('\n'));
    this.name = 'InputError';
    this.errors = errors;
  }
}
