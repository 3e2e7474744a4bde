import { type CodedError, codedError, type ErrorCode } from './errors.ts';

/** Collects errors up to a number and counts the rest, so that a bad input cannot fill the memory with them. */
export class ErrorList {
  private readonly listed: CodedError[] = [];
  private omitted = 0;
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  get isEmpty(): boolean {
    return this.listed.length === 0;
  }

  /** Further errors are only counted. */
  get isFull(): boolean {
    return this.listed.length >= this.most;
  }

  add(code: ErrorCode, path: string, cause: string, action?: string): void {
    if (this.isFull) this.omitted++;
    else this.listed.push(codedError(code, path, cause, action));
  }

  addAll(errors: CodedError[]): void {
    for (const { code, path, cause, action } of errors) this.add(code, path, cause, action);
  }

  /** Counts errors that were found but not looked at one by one. */
  omit(count: number): void {
    this.omitted += count;
  }

  /** What was collected; where more was found, the last one says so. */
  all(): CodedError[] {
    if (this.omitted === 0) return this.listed;
    return [...this.listed, codedError('more_errors', '', `at least ${this.omitted} further errors are not listed`)];
  }
}
