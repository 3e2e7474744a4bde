import type { CodedError } from '../contract/errors.ts';

/** Where a command speaks: results on stdout, everything else on stderr; people or, with `--json`, machines. */
export interface Terminal {
  readonly json: boolean;
  /** A person watches stderr, so that a moving bar makes sense. */
  readonly isInteractive: boolean;
  /** The answer, for people; silent with `--json`. */
  say(text: string): void;
  /** Remarks beside the answer, for people; silent with `--json`. */
  note(text: string): void;
  /** What to know of how an input was taken, for either: text, or a line of JSON of kind `note`, each. */
  remarks(texts: readonly string[]): void;
  /** The answer, for machines: one line of JSON on stdout; silent without `--json`. */
  result(value: object): void;
  /** What happens meanwhile, for machines: one line of JSON on stderr; silent without `--json`. */
  event(value: { kind: string; [field: string]: unknown }): void;
  /** Raw text on stdout, such as a plan. */
  write(text: string): void;
  /** All errors, in either form. */
  errors(errors: CodedError[]): void;
}

/**
 * Makes the terminal of a command.
 * @param answersOnStderr stdout is taken by a file (`--out -`): the answer for people goes to stderr, too.
 */
export function createTerminal(json: boolean, answersOnStderr = false): Terminal {
  const { stdout, stderr } = process;
  const line = (value: object) => `${JSON.stringify(value)}\n`;
  return {
    json,
    isInteractive: !json && stderr.isTTY === true,
    say: (text) => void (json || (answersOnStderr ? stderr : stdout).write(`${text}\n`)),
    note: (text) => void (json || stderr.write(`${text}\n`)),
    remarks: (texts) => {
      for (const text of texts) stderr.write(json ? line({ kind: 'note', text }) : `${printable(text)}\n`);
    },
    result: (value) => void (json && (answersOnStderr ? stderr : stdout).write(line(value))),
    event: (value) => void (json && stderr.write(line(value))),
    write: (text) => void stdout.write(text),
    errors: (errors) => void stderr.write(json ? line({ kind: 'errors', ok: false, errors }) : describeErrors(errors)),
  };
}

/** Every error with its place, cause and remedy. */
export function describeErrors(errors: CodedError[]): string {
  const blocks = errors.map(({ code, path, cause, action }) => {
    const place = path === '' ? '' : ` at ${printable(path)}`;
    return `  ${code}${place}\n    ${printable(cause)}\n    -> ${printable(action)}\n`;
  });
  return `${errors.length === 1 ? '1 error' : `${errors.length} errors`}:\n${blocks.join('')}`;
}

/**
 * One line for people. What is read is quoted in answers and errors, and must not steer the terminal, turn the direction of the text, or
 * pass for a line of its own.
 */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be removed.
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
}
