import { gapPercent, mean } from '../figures.ts';
import { costText, digits, markdownTable, signed } from '../table.ts';

/** One search of the gate; all that fixes its result. */
export interface GateCase {
  /** In data/gate. */
  instance: string;
  seed: number;
  threads: number;
  /** Per thread. */
  iterations: number;
}

export interface GateResult extends GateCase {
  cost: number;
  /** Mandatory tasks left out. */
  unserved: number;
}

export interface GateRun {
  results: GateResult[];
  /** Cases without a result, and why: no plan, or one that our own checker rejects. */
  failures: string[];
}

/** `bench/gate.json`. */
export interface Baseline {
  /** How much the mean cost may rise, in percent. */
  tolerance_percent: number;
  results: GateResult[];
}

const TOLERANCE_PERCENT = 0.2;

export interface GateVerdict {
  passed: boolean;
  /** Mean change of cost over all cases, in percent. */
  change_percent: number | null;
  /** Everything that fails the gate, in words. */
  faults: string[];
}

export const keyOf = ({ instance, seed, threads, iterations }: GateCase) =>
  `${instance}, seed ${seed}, ${threads} thread${threads === 1 ? '' : 's'}, ${iterations} iterations`;

function pairUp(baseline: Baseline, results: GateResult[]): { result: GateResult; before: GateResult | undefined }[] {
  const known = new Map(baseline.results.map((result) => [keyOf(result), result]));
  return results.map((result) => ({ result, before: known.get(keyOf(result)) }));
}

/**
 * Single costs may rise and fall, as every change of the search shuffles them; their mean may not rise by more than the
 * tolerance, and no plan may break a rule or leave out a task that was served.
 */
export function judgeGate(baseline: Baseline, { results, failures }: GateRun): GateVerdict {
  const pairs = pairUp(baseline, results);
  const faults = [...failures];
  for (const { result, before } of pairs) {
    const name = keyOf(result);
    if (!before) faults.push(`${name}: not in the baseline; run gate --update`);
    else if (result.unserved > before.unserved) {
      faults.push(`${name}: ${result.unserved} tasks unserved, ${before.unserved} in the baseline`);
    }
  }
  const run = new Set(results.map(keyOf));
  for (const before of baseline.results) {
    if (failures.length === 0 && !run.has(keyOf(before)))
      faults.push(`${keyOf(before)}: in the baseline, but not run; run gate --update`);
  }
  const change_percent = mean(pairs.map(({ result, before }) => gapPercent(result.cost, before?.cost ?? null)));
  if (change_percent !== null && change_percent > baseline.tolerance_percent) {
    const limit = `${baseline.tolerance_percent} % are allowed`;
    faults.push(`the mean cost is ${digits(change_percent, 3)} % above the baseline, ${limit}`);
  }
  return { passed: faults.length === 0, change_percent, faults };
}

export function gateMarkdown(baseline: Baseline, results: GateResult[]): string {
  const rows = pairUp(baseline, results).map(({ result, before }) => [
    result.instance,
    String(result.seed),
    String(result.threads),
    String(result.iterations),
    costText(before?.cost ?? null),
    costText(result.cost),
    signed(gapPercent(result.cost, before?.cost ?? null), 3),
    String(result.unserved),
  ]);
  return markdownTable(['instance', 'seed', 'threads', 'iterations', 'baseline', 'cost', 'change %', 'unserved'], rows);
}

/** What is said of a run, against the baseline that is there, whether it is well, and what to write where a new one is asked for. */
export function gateReport(
  baseline: Baseline,
  run: GateRun,
  update: boolean,
): { text: string; passed: boolean; next: Baseline | null } {
  const { passed, change_percent, faults } = judgeGate(baseline, run);
  const isWhole = run.failures.length === 0;
  const failed = update && isWhole ? 'Without the update it would fail:' : 'FAILED:';
  const text = [
    gateMarkdown(baseline, run.results),
    '',
    `Mean change ${digits(change_percent, 3)} %. ${passed ? 'The gate is passed.' : failed}`,
    ...faults.map((fault) => `- ${fault}`),
  ].join('\n');
  const next = update && isWhole ? { tolerance_percent: TOLERANCE_PERCENT, results: run.results } : null;
  return { text, passed: passed || next !== null, next };
}
