/**
 * `npm run bench -- <command>`: see docs/benchmarks.md. Exit codes: 0 done, 1 something is worse than it was or not
 * valid, 2 wrongly called.
 */
import { Command, CommanderError } from 'commander';
import { compareCommand } from './compare/command.ts';
import { gateCommand } from './gate/command.ts';
import { microCommand } from './micro/command.ts';
import { qualityCommand, solveOneCommand } from './quality/command.ts';

const program = new Command('bench')
  .description('Benches of Roundsman: quality of the plans, and speed of what they are made with')
  .showSuggestionAfterError(true)
  .addCommand(qualityCommand().exitOverride())
  .addCommand(gateCommand().exitOverride())
  .addCommand(microCommand().exitOverride())
  .addCommand(compareCommand().exitOverride())
  .addCommand(solveOneCommand().exitOverride(), { hidden: true })
  .exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) console.error((error as Error).message);
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
}
