import { CommanderError } from 'commander';
import { type CodedError, codedError, InputError } from '../contract/errors.ts';

/** Whatever was thrown, as errors with codes. */
export function errorsOf(error: unknown): CodedError[] {
  if (error instanceof InputError) return error.errors;
  if (error instanceof CommanderError) return [badOption(error)];
  return [codedError('internal', '', error instanceof Error ? `${error.name}: ${error.message}` : String(error))];
}

/** Commander's messages read `error: unknown option '--tiem'\n(Did you mean --time?)`. */
function badOption({ code, message }: CommanderError): CodedError {
  if (code === 'commander.help') return codedError('bad_option', '', 'a command is missing', 'See roundsman --help.');
  return codedError('bad_option', '', message.replace(/^error: /, '').replaceAll('\n', ' '));
}
