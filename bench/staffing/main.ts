import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { describeMachine, loadNow } from '../machine.ts';
import type { StaffingFigures } from './figures.ts';

/** A line per bench; each is loaded only where it is called. */
const BENCHES: Record<string, () => Promise<() => StaffingFigures | Promise<StaffingFigures>>> = {
  design: async () => (await import('./design.ts')).designBench,
  erlang: async () => (await import('./erlang.ts')).erlangBench,
  zones: async () => (await import('./zones.ts')).zonesBench,
  roster: async () => (await import('./roster.ts')).rosterBench,
  fairness: async () => (await import('./roster.ts')).fairnessBench,
  moves: async () => (await import('./moves.ts')).movesBench,
  road: async () => (await import('./road.ts')).roadBench,
  forecast: async () => (await import('./forecast.ts')).forecastBench,
  grubhub: async () => (await import('./grubhub.ts')).grubhubBench,
};

const RESULTS = join(import.meta.dirname, '../results');

/** `bench staffing NAME`: writes `bench/results/DATE-staffing-NAME.{json,md}` and prints the latter. */
export function staffingCommand(): Command {
  return new Command('staffing')
    .description('figures of the planner of riders, on what is in ../shared/real and on made cases')
    .addArgument(new Argument('<name>', 'what to measure').choices(Object.keys(BENCHES)))
    .action(async (name: string) => {
      const bench = await BENCHES[name]!();
      const load_before = loadNow();
      const start = performance.now();
      const { seeds, threads, results, markdown } = await bench();
      const seconds = Math.round((performance.now() - start) / 100) / 10;
      const machine = describeMachine();
      const date = new Date().toISOString().slice(0, 10);
      const load = { before: load_before, after: loadNow() };
      const ran = `${machine.cores} cores, ${machine.cpu}, Node ${machine.node}, commit ${machine.commit}; ${threads} thread(s), ${
        seeds.length > 0 ? `seeds ${seeds.join(', ')}` : 'nothing random'
      }, ${seconds} s; load ${load.before} before, ${load.after} after`;
      const text = `# staffing ${name}, ${date}\n\n${ran}\n\n${markdown}\n`;
      const file = join(RESULTS, `${date}-staffing-${name}`);
      writeFileSync(
        `${file}.json`,
        `${JSON.stringify({ name, date, machine, load, seeds, threads, seconds, results }, null, 1)}\n`,
      );
      writeFileSync(`${file}.md`, text);
      console.log(text);
    });
}
