/**
 * `npm run bench -- <command>`: see docs/benchmarks.md. Exit codes: 0 done, 1 something is worse than it was or not
 * valid, 2 wrongly called.
 */
import { Command, CommanderError } from 'commander';
import { keepHeapsSmall } from '../src/pool/heap.ts';

/** Each is loaded only where it is called: what one needs must not be in the memory that another measures. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  quality: async () => (await import('./quality/command.ts')).qualityCommand(),
  gate: async () => (await import('./gate/command.ts')).gateCommand(),
  micro: async () => (await import('./micro/command.ts')).microCommand(),
  queue: async () => (await import('./queue.ts')).queueCommand(),
  curves: async () => (await import('./curves/command.ts')).curvesCommand(),
  summary: async () => (await import('./summary/command.ts')).summaryCommand(),
  ablation: async () => (await import('./ablation/command.ts')).ablationCommand(),
  steady: async () => (await import('./steady/command.ts')).steadyCommand(),
  scale: async () => (await import('./scale/command.ts')).scaleCommand(),
  compare: async () => (await import('./compare/command.ts')).compareCommand(),
  staffing: async () => (await import('./staffing/main.ts')).staffingCommand(),
  'scale-one': async () => (await import('./scale/command.ts')).scaleOneCommand(),
  'solve-one': async () => (await import('./quality/command.ts')).solveOneCommand(),
};
const HIDDEN = new Set(['solve-one', 'scale-one']);

// As our commands and workers do.
keepHeapsSmall();
const program = new Command('bench')
  .description('Benches of Roundsman: quality of the plans, and speed of what they are made with')
  .showSuggestionAfterError(true)
  .exitOverride();

const [called] = process.argv.slice(2);
const names = called !== undefined && Object.hasOwn(COMMANDS, called) ? [called] : Object.keys(COMMANDS);
for (const name of names) {
  program.addCommand((await COMMANDS[name]!()).exitOverride(), { hidden: HIDDEN.has(name) });
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) console.error((error as Error).message);
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
}
