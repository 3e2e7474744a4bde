import { ErrorList } from '../contract/error-list.ts';
import type { CodedError, ErrorCode } from '../contract/errors.ts';
import { DEFAULT_LIMITS } from '../contract/limits.ts';

/** A line that is not blank, with its 1-based number in the file. */
export interface Line {
  number: number;
  text: string;
}

export function linesOf(text: string): Line[] {
  return text
    .split(/\r\n|\n|\r/)
    .map((line, i) => ({ number: i + 1, text: line.trim() }))
    .filter((line) => line.text !== '');
}

/** Collects what is wrong with a text file, each with its line. */
export class FileErrors {
  private readonly list: ErrorList;

  /** @param most that are listed; the rest is counted. */
  constructor(most: number = DEFAULT_LIMITS.maxErrors) {
    this.list = new ErrorList(most);
  }

  get isEmpty(): boolean {
    return this.list.isEmpty;
  }

  all(): CodedError[] {
    return this.list.all();
  }

  /** @param line its number, or null where the error is of the file as a whole. */
  add(line: number | null, cause: string, code: ErrorCode = 'bad_file'): void {
    this.list.add(code, line === null ? '' : `line ${line}`, cause);
  }

  /** The numbers of a text; what is not a finite number is reported and read as 0. */
  numbers(text: string, line: number): number[] {
    return text
      .split(/\s+/)
      .filter(Boolean)
      .map((token) => {
        const value = Number(token);
        if (Number.isFinite(value)) return value;
        this.add(line, `'${token.slice(0, 40)}' is not a number`);
        return 0;
      });
  }
}
