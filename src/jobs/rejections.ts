import { ErrorList } from '../contract/error-list.ts';
import type { CodedError } from '../contract/errors.ts';

/** A job that failed tells so many. */
const MOST_REJECTIONS = 200;

/** What a plan is refused for. @param what the rule that is broken */
export function rejections(found: { what: string; path: string; detail: string }[]): CodedError[] {
  const errors = new ErrorList(MOST_REJECTIONS);
  for (const { what, path, detail } of found) errors.add('plan_rejected', path, `${what}: ${detail}`);
  return errors.all();
}
