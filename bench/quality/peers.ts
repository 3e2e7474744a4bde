/**
 * What other solvers reach, as data for comparison: gaps to the best known costs in percent. From the folder beside the
 * checkout (`design/solver.md`, November 2026); nothing here was measured by this bench.
 */

export interface Peer {
  name: string;
  /** Short, for labels in pictures. */
  label: string;
  threads: number;
  /** Where the figures are from. */
  source: string;
  machine: string;
}

const HERE = 'two cores like those used here, quiet, one seed';
const MEASURED = 'design/solver.md, measured in November 2026';
const OWN_TABLE = 'design/solver.md, quoting PyVRP’s own table for 0.13.4';

const alone = (name: string, label: string): Peer => ({ name, label, threads: 1, source: MEASURED, machine: HERE });

const PEERS = {
  hgs: alone('HGS-CVRP (C++)', 'HGS'),
  pyvrp: alone('PyVRP 0.14 (C++/Python)', 'PyVRP'),
  ails: alone('AILS-II (Java)', 'AILS-II'),
  filo: alone('FILO2 (C++), 25,000 iterations', 'FILO2'),
  vroom0: alone('VROOM -x0', 'VROOM'),
  vroom5: { name: 'VROOM -x5', label: 'VROOM -x5', threads: 2, source: MEASURED, machine: HERE },
  pyvrp13: {
    ...{ name: 'PyVRP 0.13.4', label: 'PyVRP', threads: 1, source: OWN_TABLE },
    machine: 'theirs, one core, one seed',
  },
} satisfies Record<string, Peer>;

export interface PeerPoint {
  peer: Peer;
  set: string;
  /** Null: the mean of the whole set. */
  instance: string | null;
  time_s: number;
  gap: number;
}

/** Seconds and gap of one peer on one instance, or on a whole set (null). */
const on = (
  peer: Peer,
  set: string,
  instance: string | null,
  ...points: [time_s: number, gap: number][]
): PeerPoint[] => points.map(([time_s, gap]) => ({ peer, set, instance, time_s, gap }));

const { hgs, pyvrp, ails, filo, vroom0, vroom5, pyvrp13 } = PEERS;

export const PEER_POINTS: readonly PeerPoint[] = [
  ...on(pyvrp13, 'cvrp-x', null, [60, 0.65]),
  ...on(pyvrp13, 'vrptw-gh1000', null, [60, 2.28]),
  ...on(pyvrp13, 'pcvrptw-gh1000', null, [60, 1.01]),
  ...on(pyvrp13, 'mdvrptw', null, [60, 1.85]),
  ...on(pyvrp13, 'vrpb-x', null, [60, 1.19]),
  ...on(pyvrp13, 'hfvrp-x', null, [60, 1.39]),
  ...on(pyvrp13, 'mtvrptwr', null, [60, 0.95]),
  // Its branch for pickups and deliveries.
  ...on(pyvrp13, 'pdptw-lilim1000', null, [60, 3.86]),

  ...on(hgs, 'cvrp-x', 'X-n101-k25', [20, 0]),
  ...on(hgs, 'cvrp-x', 'X-n200-k36', [20, 0]),
  ...on(hgs, 'cvrp-x', 'X-n303-k21', [1, 2.15], [5, 1.29], [20, 0.29]),
  ...on(hgs, 'cvrp-x', 'X-n502-k39', [20, 0.31]),
  ...on(hgs, 'cvrp-x', 'X-n1001-k43', [10, 4.9], [20, 3.6]),

  ...on(pyvrp, 'cvrp-x', 'X-n101-k25', [20, 0]),
  ...on(pyvrp, 'cvrp-x', 'X-n200-k36', [20, 0.84]),
  ...on(pyvrp, 'cvrp-x', 'X-n303-k21', [20, 1.09]),
  ...on(pyvrp, 'cvrp-x', 'X-n502-k39', [20, 0.18]),
  ...on(pyvrp, 'cvrp-x', 'X-n1001-k43', [20, 2.55]),

  ...on(ails, 'cvrp-x', 'X-n101-k25', [20, 0]),
  ...on(ails, 'cvrp-x', 'X-n200-k36', [20, 0.08]),
  ...on(ails, 'cvrp-x', 'X-n303-k21', [20, 0.4]),
  ...on(ails, 'cvrp-x', 'X-n502-k39', [20, 0.01]),
  // 0.50 to 0.84 at 20 s; the better end.
  ...on(ails, 'cvrp-x', 'X-n1001-k43', [1, 3.8], [2, 2.9], [5, 1.5], [10, 0.72], [20, 0.5]),

  ...on(filo, 'cvrp-x', 'X-n303-k21', [11, 0.57]),
  ...on(filo, 'cvrp-x', 'X-n502-k39', [23, 0.06]),
  ...on(filo, 'cvrp-x', 'X-n1001-k43', [15, 1.2]),

  ...on(vroom0, 'cvrp-x', 'X-n101-k25', [0.06, 2.44]),
  ...on(vroom0, 'cvrp-x', 'X-n200-k36', [0.26, 2.85]),
  ...on(vroom0, 'cvrp-x', 'X-n303-k21', [1.3, 3.44]),
  ...on(vroom0, 'cvrp-x', 'X-n502-k39', [2.4, 0.63]),
  ...on(vroom0, 'cvrp-x', 'X-n1001-k43', [17, 5.27]),

  ...on(vroom5, 'cvrp-x', 'X-n101-k25', [1.7, 1.91]),
  ...on(vroom5, 'cvrp-x', 'X-n200-k36', [7.5, 2.34]),
  ...on(vroom5, 'cvrp-x', 'X-n303-k21', [19, 2.03]),
  // Broken off after 20 s.
  ...on(vroom5, 'cvrp-x', 'X-n502-k39', [20, 0.58]),
  ...on(vroom5, 'cvrp-x', 'X-n1001-k43', [20, 5.45]),

  ...on(pyvrp, 'vrptw-solomon', 'C101', [20, 0]),
  ...on(pyvrp, 'vrptw-solomon', 'R101', [20, 0]),
  ...on(pyvrp, 'vrptw-solomon', 'RC201', [20, 0.07]),
  ...on(pyvrp, 'vrptw-solomon', 'R211', [20, 0.54]),
  ...on(pyvrp, 'vrptw-gh1000', 'R1_10_1', [20, 5.35]),
  ...on(pyvrp, 'vrptw-gh1000', 'C1_10_2', [20, 2.4]),
  ...on(pyvrp, 'vrptw-gh1000', 'RC2_10_5', [20, 1.89]),
  ...on(pyvrp, 'vrptw-gh1000', 'R2_10_3', [20, 3.4]),
  ...on(vroom5, 'vrptw-solomon', 'C101', [0.3, 0]),
  ...on(vroom5, 'vrptw-solomon', 'R101', [1.7, 0.4]),
  ...on(vroom5, 'vrptw-solomon', 'RC201', [1.7, 4.63]),
  ...on(vroom5, 'vrptw-solomon', 'R211', [2.8, 10.6]),
  ...on(vroom5, 'vrptw-gh1000', 'R1_10_1', [20, 14]),

  ...on(pyvrp, 'mdvrptw', 'PR11A', [20, 1.5]),
  ...on(pyvrp, 'mdvrptw', 'PR13A', [20, 5.32]),
  ...on(pyvrp, 'gvrp', 'G-n262-k25-C131-V12', [20, 1.33]),
  ...on(pyvrp, 'pcvrptw-gh1000', 'C1_10_2', [20, 0.53]),
  ...on(pyvrp, 'vrpb-x', 'X-n1001-50-k22', [20, 3.48]),
  ...on(pyvrp, 'mtvrptwr', 'C202R0.5', [20, 0.73]),
  ...on(pyvrp, 'hfvrp-x', 'X106-FSMD', [20, 0.3]),
  ...on(pyvrp, 'hfvrp-x', 'X1001-FSMF', [20, 6.78]),
];

/** Means of a set that others reach in that time, the best first. */
export function peersOnSet(set: string, time_s: number | null): PeerPoint[] {
  return PEER_POINTS.filter((point) => point.set === set && point.instance === null && point.time_s === time_s).sort(
    (a, b) => a.gap - b.gap,
  );
}

/** Gaps on an instance that others reach in that time, the best first. */
export function peersOnInstance(set: string, instance: string, time_s: number | null): PeerPoint[] {
  return PEER_POINTS.filter(
    (point) => point.set === set && point.instance === instance && point.time_s === time_s,
  ).sort((a, b) => a.gap - b.gap);
}
