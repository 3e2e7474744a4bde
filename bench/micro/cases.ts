import { cityDay } from '../../data/generate/days.ts';
import { SEED } from '../../data/generate/files.ts';
import { gateCvrp, gateVrptw } from '../../data/generate/gate.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import type { RequestInput } from '../../src/contract/schema.ts';
import { Rng } from '../../src/kit/rng.ts';
import { compileProblem } from '../../src/model/compile.ts';
import type { Problem } from '../../src/model/problem.ts';
import { Blinks } from '../../src/routing/moves/blinks.ts';
import { Insertion } from '../../src/routing/moves/insertion.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { refresh } from '../../src/routing/state/refresh.ts';
import { Tours } from '../../src/routing/state/tours.ts';

/** Something small to time: one call runs it `operations` times, as the clock is too coarse for one. */
export interface MicroCase {
  name: string;
  operations: number;
  run: () => void;
}

/** Iterations that bring tours from construction to where a search spends its time. */
const SETTLE = 20_000;
const ITERATIONS = 200;
const DRAWS = 10_000;
const INSERTION_WIDTH = 40;

/** What is timed: random numbers, compiling, the scan for a place, and a whole iteration of ruin and recreate. */
export function microCases(): MicroCase[] {
  const problems: [string, RequestInput][] = [
    ['capacity, 200 tasks', gateCvrp(SEED, 200, 22, true)],
    ['capacity, 1000 tasks', gateCvrp(SEED, 1000, 22, true)],
    ['windows, 100 tasks', gateVrptw(SEED)],
    ['city day, 520 tasks', cityDay(SEED)],
  ];
  return [...draws(), ...problems.flatMap(([name, input]) => casesOf(name, requestOf(input)))];
}

function requestOf(input: RequestInput): RoutingRequest {
  const parsed = parseRequest(input);
  if (!parsed.ok) throw new Error(parsed.errors.map(({ cause }) => cause).join('; '));
  return parsed.value;
}

/** The sums keep the draws from being optimised away. */
const sink = { sum: 0 };

function draws(): MicroCase[] {
  const rng = new Rng(1);
  const times = (work: () => number) => () => {
    let sum = 0;
    for (let i = 0; i < DRAWS; i++) sum += work();
    sink.sum += sum;
  };
  return [
    { name: 'random double', operations: DRAWS, run: times(() => rng.double()) },
    { name: 'random below', operations: DRAWS, run: times(() => rng.below(1000)) },
  ];
}

function casesOf(name: string, request: RoutingRequest): MicroCase[] {
  // Made when first run: a filter must not wait for what it leaves out.
  let iterations: (() => void) | undefined;
  let scans: (() => void) | undefined;
  const scanned = Math.floor(request.tasks.length / 10);
  return [
    { name: `compile: ${name}`, operations: 1, run: () => void compiled(request) },
    {
      name: `insertion scan: ${name}`,
      operations: scanned,
      run: () => (scans ??= scanCase(compiled(request), scanned))(),
    },
    {
      name: `ruin and recreate: ${name}`,
      operations: ITERATIONS,
      run: () => (iterations ??= iterationCase(compiled(request)))(),
    },
  ];
}

function compiled(request: RoutingRequest): Problem {
  const result = compileProblem(request);
  if (!result.ok) throw new Error(result.errors.map(({ cause }) => cause).join('; '));
  return result.compiled.problem;
}

/** Tours after some thousand iterations, and the temperature of a search that is half done (ticks). */
function settled(problem: Problem): { tours: Tours; anneal: Anneal; temperature: number } {
  const tours = new Tours(problem);
  const anneal = new Anneal(tours, new Rng(1));
  anneal.construct();
  const temperature = 0.1 * (tours.cost / problem.tasks);
  anneal.run(SETTLE, temperature);
  return { tours, anneal, temperature };
}

function iterationCase(problem: Problem): () => void {
  const { anneal, temperature } = settled(problem);
  return () => anneal.run(ITERATIONS, temperature);
}

/** Looks for a place for each of some tasks that were taken out, and leaves the tours as they are. */
function scanCase(problem: Problem, count: number): () => void {
  const { tours } = settled(problem);
  const rng = new Rng(2);
  const out: number[] = [];
  while (out.length < count) {
    const task = rng.below(problem.tasks);
    const slot = tours.route[task]!;
    if (slot < 0) continue;
    tours.cut(task, task);
    refresh(tours, slot);
    out.push(task);
  }
  const insertion = new Insertion(tours, rng, new Blinks(rng, 0.01), INSERTION_WIDTH);
  return () => {
    for (const task of out) sink.sum += insertion.find(task) ? insertion.cost : 0;
  };
}
