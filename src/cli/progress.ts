import cliProgress from 'cli-progress';
import type { SolveOptions } from '../contract/request.ts';
import { number } from '../map/text.ts';
import type { Terminal } from './terminal.ts';

/** How far a search is. */
export interface Progress {
  cost: number;
  /** Of all threads together. */
  iterations: number;
  elapsed_s: number;
  unassigned: number;
}

/** What a search may use; null = not limited. */
export interface Budget {
  time_s: number | null;
  /** Of all threads together. */
  iterations: number | null;
}

/** The budget of all threads together. */
export function budgetOf({ time_s, iterations, threads }: SolveOptions): Budget {
  return { time_s, iterations: iterations === null ? null : iterations * (threads ?? 1) };
}

/** Shows how a search goes on. */
export interface ProgressView {
  report(progress: Progress): void;
  end(): void;
}

/** Lines for a log file come at most this often, ms. */
const LINE_INTERVAL_MS = 2_000;

/** A moving bar for a person, a line now and then in a log, one JSON object per report for a machine. */
export function createProgress(terminal: Terminal, budget: Budget): ProgressView {
  if (terminal.json) {
    return { report: (progress) => terminal.event({ kind: 'progress', ...progress }), end: () => {} };
  }
  return terminal.isInteractive ? bar(budget) : lines(terminal);
}

/** 0..1: how much of the budget is used; with two limits, of the one that ends first. */
export function usedShare({ elapsed_s, iterations }: Progress, budget: Budget): number {
  const ofTime = budget.time_s === null ? 0 : elapsed_s / Math.max(0.001, budget.time_s);
  const ofIterations = budget.iterations === null ? 0 : iterations / Math.max(1, budget.iterations);
  return Math.min(1, Math.max(ofTime, ofIterations));
}

function describe({ cost, elapsed_s, unassigned }: Progress): string {
  const left = unassigned > 0 ? `  ${number(unassigned)} left out` : '';
  return `${number(elapsed_s, 1)} s  cost ${number(cost, 2)}${left}`;
}

function lines(terminal: Terminal): ProgressView {
  let shown_ms = Number.NEGATIVE_INFINITY;
  return {
    report(progress) {
      const now_ms = performance.now();
      if (now_ms - shown_ms < LINE_INTERVAL_MS) return;
      shown_ms = now_ms;
      terminal.note(describe(progress));
    },
    end: () => {},
  };
}

/** Appears with the first report, and moves also while no better plan is found. */
function bar(budget: Budget): ProgressView {
  const isOpen = budget.time_s === null && budget.iterations === null;
  const view = new cliProgress.SingleBar(
    {
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      barsize: 30,
      format: isOpen ? '{text}' : '{bar} {text}',
    },
    cliProgress.Presets.shades_classic,
  );
  let latest: Progress | undefined;
  let reported_ms = 0;
  let timer: NodeJS.Timeout | undefined;
  const draw = () => {
    if (!latest) return;
    const now = { ...latest, elapsed_s: latest.elapsed_s + (performance.now() - reported_ms) / 1000 };
    view.update(Math.round(1000 * usedShare(now, budget)), { text: describe(now) });
  };
  const end = () => {
    clearInterval(timer);
    timer = undefined;
    process.off('exit', end);
    if (view.isActive) view.stop();
  };
  return {
    report(progress) {
      latest = progress;
      reported_ms = performance.now();
      if (timer === undefined) {
        view.start(1000, 0, { text: '' });
        timer = setInterval(draw, 200);
        // However the process ends, the cursor comes back.
        process.on('exit', end);
      }
      draw();
    },
    end,
  };
}
