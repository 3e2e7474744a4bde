import { CommanderError } from 'commander';
import { errorsOf } from './errors-of.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exit.ts';
import { createProgram } from './program.ts';
import { createTerminal } from './terminal.ts';

/**
 * Runs one command line.
 * @param args without node and script.
 * @returns the exit code; everything that went wrong has been said by then, and never as a stack trace.
 */
export async function runCli(args: string[]): Promise<ExitCode> {
  // Known before the arguments are understood: also a wrong option is reported in the form that was asked for.
  const terminal = createTerminal(args.includes('--json'));
  const report = (error: unknown): ExitCode => {
    const errors = errorsOf(error);
    terminal.errors(errors);
    return exitCodeOf(errors);
  };
  process.on('uncaughtException', (error) => process.exit(report(error)));
  // The reader of a pipe has seen enough (`| head`): that is no fault. The command goes on, since it may have files to write, to its end.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(report(error));
  });
  // What cannot be said here can be said nowhere.
  process.stderr.on('error', () => {});
  try {
    let exitCode: ExitCode = EXIT.ok;
    const program = createProgram((code) => {
      exitCode = code;
    });
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help and version have been printed.
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
    return report(error);
  }
}
