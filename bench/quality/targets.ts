/**
 * What the plans are to reach (issue 4): mean gap to the best known costs in percent, all threads of two cores, seed 1 on
 * every instance and seeds 2 and 3 on a fixed five. Data only; `verdict.ts` holds results against it.
 */

export interface SetTarget {
  set: string;
  /** Instances it has. */
  count: number;
  /** In words, for tables. */
  what: string;
  /** Mean gap in percent, by seconds per search; of pickups and deliveries, among plans with as few vehicles. */
  gaps: Readonly<Record<number, number>>;
  /** Where vehicles come first: instances on which there are to be as few as in the best known solution, and in how many seconds. */
  vehicles?: { time_s: number; equal: number };
  /** Who is to be beaten, where `peers.ts` has no figure. */
  remark?: string;
}

export const SET_TARGETS: readonly SetTarget[] = [
  { set: 'cvrp-x', count: 52, what: 'capacity', gaps: { 20: 0.6, 60: 0.35 } },
  {
    set: 'cvrp-xxl',
    count: 4,
    what: 'capacity, 3,000 to 15,000 stops',
    gaps: { 60: 3, 300: 1.5 },
    remark: 'FILO2 at equal time',
  },
  { set: 'vrptw-solomon', count: 30, what: 'windows, 100 stops', gaps: { 20: 0.05 }, remark: 'VROOM: 1.6, PyVRP' },
  { set: 'vrptw-gh1000', count: 32, what: 'windows, 1,000 stops', gaps: { 20: 2.5, 60: 1.3 } },
  {
    set: 'vrptw-ortec',
    count: 10,
    what: 'real days with road durations',
    gaps: { 20: 0.6, 60: 0.25 },
    remark: 'the 2022 competition’s best: 0.14 in 3 to 8 min',
  },
  { set: 'pcvrptw-gh1000', count: 30, what: 'prizes, 1,000 stops', gaps: { 20: 1.3, 60: 0.7 } },
  { set: 'mdvrptw', count: 14, what: 'several depots, windows, duty limits', gaps: { 20: 1.8, 60: 1 } },
  { set: 'sdvrptw', count: 26, what: 'vehicles that may not go everywhere', gaps: { 20: 0.8, 60: 0.4 } },
  { set: 'vrpb-x', count: 45, what: 'backhauls, 500 to 1,000 stops', gaps: { 20: 1, 60: 0.6 } },
  { set: 'hfvrp-x', count: 50, what: 'fleets of several sizes', gaps: { 20: 1.2, 60: 0.7 } },
  { set: 'mtvrptwr', count: 43, what: 'several trips, releases', gaps: { 20: 0.8, 60: 0.5 } },
  { set: 'gvrp', count: 11, what: 'one of several places per task', gaps: { 20: 0.8, 60: 0.4 } },
  {
    set: 'pdptw-lilim100',
    count: 28,
    what: 'pickups and deliveries, 100 stops',
    gaps: { 60: 0.1 },
    vehicles: { time_s: 60, equal: 28 },
  },
  {
    set: 'pdptw-lilim400',
    count: 15,
    what: 'pickups and deliveries, 400 stops',
    gaps: { 60: 0.8 },
    vehicles: { time_s: 60, equal: 13 },
  },
  {
    set: 'pdptw-lilim1000',
    count: 29,
    what: 'pickups and deliveries, 1,000 stops',
    gaps: { 60: 2.5 },
    vehicles: { time_s: 60, equal: 24 },
  },
];

/** Single instances: mean gap in percent over the seeds, after so many seconds. */
export interface InstanceTarget {
  set: string;
  instance: string;
  time_s: number;
  gap: number;
  /** `below`: less than that, not as much. */
  is: 'at most' | 'below';
  /** Whom that beats. */
  against: string;
}

export const INSTANCE_TARGETS: readonly InstanceTarget[] = [
  ...[
    ['X-n101-k25', 0],
    ['X-n200-k36', 0],
    ['X-n303-k21', 0.2],
    ['X-n502-k39', 0.05],
    ['X-n1001-k43', 0.45],
  ].map(([instance, gap]) => inTwenty(instance as string, gap as number)),
  ...[
    ['X-n101-k25', 0.1, 2.44],
    ['X-n200-k36', 0.3, 2.85],
    ['X-n502-k39', 2, 0.63],
    ['X-n1001-k43', 17, 5.27],
  ].map(([instance, time_s, gap]) => fast(instance as string, time_s as number, gap as number)),
];

function inTwenty(instance: string, gap: number): InstanceTarget {
  return { set: 'cvrp-x', instance, time_s: 20, gap, is: 'at most', against: 'HGS, AILS-II' };
}

function fast(instance: string, time_s: number, gap: number): InstanceTarget {
  return { set: 'cvrp-x', instance, time_s, gap, is: 'below', against: 'VROOM -x0' };
}

/** How far shuffled input or another seed may move the mean gap of a set, in percent. */
export const STEADY_WITHIN = 0.1;

/** Of `bench -- scale`. */
export const SCALE_TARGETS = {
  /** Seconds to the first plan of all tasks after compiling, by the number of tasks. */
  first_s: { 200: 0.05, 1000: 0.4 } as Readonly<Record<number, number>>,
  /** Largest memory of the process in MB, by the number of tasks. */
  peak_mb: { 1000: 250, 10000: 1000 } as Readonly<Record<number, number>>,
  /** How many times an iteration may take as long at 10,000 tasks as at 1,000. */
  growth: { from: 1000, to: 10_000, times: 1.5 },
  /** Seconds from request to plan beyond the time limit, at any size. */
  over_s: 0.1,
  /** Two threads reach in so many seconds what one reaches in 60. */
  threads: { one_s: 60, two_s: 35 },
} as const;
