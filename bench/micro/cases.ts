import { Rng } from '../../src/kit/rng.ts';
import type { MicroCase } from './case.ts';
import { kernelCases } from './kernels.ts';
import { compiled, WORLDS, type World } from './worlds.ts';

const ITERATIONS = 200;
const ITERATIONS_SIMULATED = 20;
const DRAWS = 10_000;

/** What is timed: random numbers, compiling, each evaluation that searches spend their time in, and whole iterations. */
export function microCases(): MicroCase[] {
  const { small, large, windows, duty, city, shipments, parcels, apartments } = WORLDS;
  const whole = [small, large, windows, duty, city, shipments, parcels, apartments];
  return [...draws(), ...[small, large, windows, city].map(compileCase), ...kernelCases(), ...whole.map(iterationCase)];
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

const compileCase = ({ name, request }: World): MicroCase => ({
  name: `compile: ${name}`,
  operations: 1,
  run: () => void compiled(request()),
});

function iterationCase({ name, settle }: World): MicroCase {
  const operations = name.includes('simulated') ? ITERATIONS_SIMULATED : ITERATIONS;
  // Made when first run: a filter must not wait for what it leaves out.
  let iterations: (() => void) | undefined;
  const make = () => {
    const { anneal, temperature } = settle();
    return () => anneal.run(operations, temperature);
  };
  return { name: `iteration: ${name}`, operations, run: () => (iterations ??= make())() };
}
