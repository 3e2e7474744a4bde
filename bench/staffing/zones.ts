import { Rng } from '../../src/kit/rng.ts';
import { loadHighs } from '../../src/staffing/highs.ts';
import { designZones, hexCells, type LonLat, solvePMedian } from '../../src/staffing/zones/index.ts';
import { digits, markdownTable } from '../table.ts';
import type { StaffingFigures } from './figures.ts';
import { exactPMedian, madePMedian } from './p-median-exact.ts';

const SEEDS = [1, 2, 3, 4, 5];
const LIMIT_S = 60;
const ITERATIONS = 2000;

const ABOUT = `Capacitated p-median on instances made after the manner of OR-Library's pmedcap1 (places on 100 x 100, weights 1 to 20, distances rounded down,
capacities 90 % taken), ${ITERATIONS} iterations of \`solvePMedian\` from one seed, against HiGHS with ${LIMIT_S} s for the strong formulation; "-" where it proved no
optimum. Gap = cost above the optimum, and above our own Lagrangian bound where there is none.`;

/** Reach "Zones": the core against proven optima, and zones of a made city. */
export async function zonesBench(): Promise<StaffingFigures> {
  const highs = await loadHighs();
  const cases = [
    { items: 30, p: 4 },
    { items: 40, p: 5 },
    { items: 50, p: 5 },
    { items: 60, p: 8 },
  ].flatMap(({ items, p }) =>
    SEEDS.map((seed) => {
      const problem = madePMedian(items, p, seed);
      const start = performance.now();
      const found = solvePMedian(problem, { iterations: ITERATIONS, seed: 1 });
      const seconds = (performance.now() - start) / 1000;
      const { bound } = solvePMedian(problem, { iterations: 1, bound_rounds: 300 });
      const proofStart = performance.now();
      const best = exactPMedian(problem, highs, LIMIT_S);
      const proof_s = (performance.now() - proofStart) / 1000;
      const optimum = Number.isNaN(best) ? null : Math.round(best);
      const gap = (100 * (found.cost - (optimum ?? bound))) / (optimum ?? bound);
      return { items, p, seed, cost: found.cost, overload: found.overload, optimum, bound, gap, seconds, proof_s };
    }),
  );
  const rows = cases.map((c) => [
    `${c.items}`,
    `${c.p}`,
    `${c.seed}`,
    digits(c.cost, 0),
    digits(c.optimum, 0),
    digits(c.bound, 1),
    digits(c.gap, 2),
    digits(c.seconds, 1),
    digits(c.proof_s, 1),
  ]);
  const proven = cases.filter(({ optimum }) => optimum !== null);
  const worst = Math.max(...proven.map(({ gap }) => gap));
  const header = ['items', 'p', 'seed', 'ours', 'optimum', 'bound', 'gap %', 's', "HiGHS's s"];
  const cities = designs();
  const markdown = `${ABOUT}\n\n${markdownTable(header, rows)}\n\nProven: ${proven.length} of ${cases.length}; largest gap there ${digits(worst, 2)} %.\n\n${cities.text}`;
  return { seeds: SEEDS, threads: 1, results: { cases, designs: cities.results }, markdown };
}

/** Zones designed for a made city of 20,000 orders. */
function designs() {
  const rng = new Rng(7);
  const hubs = Array.from({ length: 12 }, (): LonLat => [13.25 + 0.3 * rng.double(), 52.42 + 0.18 * rng.double()]);
  const off = () => (rng.double() + rng.double() + rng.double() - 1.5) * 0.06;
  const points = Array.from({ length: 20_000 }, (): LonLat => {
    const [lon, lat] = hubs[rng.below(hubs.length)]!;
    return [lon + off(), lat + 0.6 * off()];
  });
  const { graph } = hexCells(points, null, 500);
  const results = [10, 30, 100].map((count) => {
    const start = performance.now();
    const design = designZones({ graph, count });
    const seconds = (performance.now() - start) / 1000;
    const next = designZones({ graph, count: count + 1, present: design.zoneOf, keep_m: 500 });
    return { count, ...figuresOf(design), seconds, changed_share: next.changed_share, next: figuresOf(next) };
  });
  const rows = results.map((r) => [
    `${r.count}`,
    digits(100 * r.imbalance, 1),
    digits(r.mean_distance_m, 0),
    r.feasible ? 'yes' : 'no',
    digits(r.seconds, 1),
    digits(100 * r.changed_share, 1),
    r.next.feasible ? 'yes' : 'no',
  ]);
  const header = [
    'zones',
    'off the mean %',
    'mean metres to the centre',
    'all hold',
    's',
    'one more zone: work moved %',
    'all hold then',
  ];
  const text = `Zones for a made city of 20,000 orders, ${graph.cells} hexagons of 500 m, work within 10 % of the mean, and one more zone near to these:\n\n${markdownTable(header, rows)}`;
  return { results, text };
}

function figuresOf({ imbalance, mean_distance_m, feasible }: ReturnType<typeof designZones>) {
  return { imbalance, mean_distance_m, feasible };
}
