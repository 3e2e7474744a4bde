import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cityDay } from '../../data/generate/days.ts';
import { SEED } from '../../data/generate/files.ts';
import { gateCvrp, gateDuty, gateFleet, gateVrptw } from '../../data/generate/gate.ts';
import { Random } from '../../data/generate/random.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import type { RequestInput } from '../../src/contract/schema.ts';
import { Rng } from '../../src/kit/rng.ts';
import { compileProblem } from '../../src/model/compile.ts';
import type { Problem } from '../../src/model/problem.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { refresh } from '../../src/routing/state/refresh.ts';
import { Tours } from '../../src/routing/state/tours.ts';

/** Iterations that bring tours from construction to where a search spends its time; fewer where routes are simulated. */
const SETTLE = 20_000;
const SETTLE_SIMULATED = 1_000;

/** Tours after some thousand iterations, and the temperature of a search that is half done (ticks). */
export interface Settled {
  problem: Problem;
  tours: Tours;
  anneal: Anneal;
  temperature: number;
}

/** A day that micro benches are made on. */
export interface World {
  name: string;
  request(): RoutingRequest;
  /** Made anew for each case, which may change it. */
  settle(): Settled;
}

/** What the kernels differ in: loads alone, windows, duty, all of the table-driven features, shipments, simulation, relations. */
export const WORLDS = {
  small: world('capacity, 200 tasks', () => gateCvrp(SEED, 200, 22, true)),
  large: world('capacity, 1000 tasks', () => gateCvrp(SEED, 1000, 22, true)),
  windows: world('windows, 100 tasks', () => gateVrptw(SEED)),
  duty: world('duty, 100 tasks', () => gateDuty(SEED)),
  fleet: world('mixed fleet, 120 tasks', () => gateFleet(SEED)),
  city: world('city day, 520 tasks', () => cityDay(SEED)),
  shipments: world('shipments, 100 tasks', () => shipmentDay(SEED)),
  parcels: world('parcel day, simulated, 158 tasks', () => scenario('parcel-day')),
  mile: world('first mile, simulated shipments, 66 tasks', () => scenario('first-mile')),
  apartments: world('apartments, simulated relations, 57 tasks', () => scenario('apartments')),
} as const;

/** Made when it is first needed: a filter must not wait for what it leaves out. */
function world(name: string, input: () => RequestInput): World {
  let parsed: RoutingRequest | undefined;
  const request = () => (parsed ??= parsedOf(input()));
  return { name, request, settle: () => settled(compiled(request())) };
}

function parsedOf(input: RequestInput): RoutingRequest {
  const parsed = parseRequest(input);
  if (!parsed.ok) throw new Error(parsed.errors.map(({ cause }) => cause).join('; '));
  return parsed.value;
}

function scenario(name: string): RequestInput {
  const file = join(import.meta.dirname, `../../data/scenarios/${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as RequestInput;
}

/** Pickups and deliveries between random places of a square, within a day that is long enough for ten on a route. */
function shipmentDay(seed: number): RequestInput {
  const random = new Random(seed, 'shipments-100');
  const spot = (): [number, number] => [random.integer(0, 100), random.integer(0, 100)];
  const shift: [number, number] = [0, 1200];
  return {
    kind: 'routing',
    version: 1,
    id: 'shipments-100',
    profiles: [{ kind: 'euclidean', name: 'car', scale: 1, speed_m_per_s: 1, rounding: 'nearest' }],
    tasks: Array.from({ length: 100 }, (_, i) => {
      const opens = random.integer(0, 600);
      return {
        kind: 'shipment' as const,
        id: `t${i}`,
        load: [random.integer(1, 20)],
        pickup: { at: spot(), service_s: 5, windows: [[opens, opens + 300]] as [number, number][] },
        delivery: { at: spot(), service_s: 5, windows: [[opens, opens + 600]] as [number, number][] },
      };
    }),
    vehicles: [{ id: 'v', count: 100, start: [50, 50], end: [50, 50], shift, capacity: [60], costs: { per_km: 1000 } }],
  };
}

export function compiled(request: RoutingRequest): Problem {
  const result = compileProblem(request);
  if (!result.ok) throw new Error(result.errors.map(({ cause }) => cause).join('; '));
  return result.compiled.problem;
}

function settled(problem: Problem): Settled {
  const tours = new Tours(problem);
  const anneal = new Anneal(tours, new Rng(1));
  anneal.construct();
  const temperature = 0.1 * (tours.cost / problem.tasks);
  anneal.run(problem.features.exact ? SETTLE_SIMULATED : SETTLE, temperature);
  return { problem, tours, anneal, temperature };
}

/** Takes some tasks out of tours, for a place to be looked for; routes are refreshed. */
export function takenOut({ problem, tours }: Settled, count: number): number[] {
  const rng = new Rng(2);
  const out: number[] = [];
  for (let tries = 0; out.length < count && tries < 100 * count; tries++) {
    const task = rng.below(problem.tasks);
    const slot = tours.route[tours.at[task]!]!;
    // What has two steps or others waiting for it does not go alone.
    const isAlone = problem.secondStep[task] === problem.firstStop[task + 1];
    if (slot < 0 || tours.size[slot]! < 2 || (!isAlone && !removePair(tours, task))) continue;
    if (isAlone) tours.cut(tours.at[task]!, tours.at[task]!);
    refresh(tours, slot);
    out.push(task);
  }
  return out;
}

function removePair(tours: Tours, task: number): boolean {
  const [first, second] = [tours.at[task]!, tours.mate[task]!];
  tours.cut(first, first);
  tours.cut(second, second);
  return true;
}
