import type { Selection } from './cases.ts';
import { peersOnSet } from './peers.ts';
import { SET_TARGETS } from './targets.ts';

const SOLOMON_12 = 'C101 C109 C204 R101 R104 R110 R202 R208 R211 RC105 RC203 RC207'.split(' ');

/** What a moment comes to is luck by a percent. */
const TEN = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** The instances of CVRP that others were measured on. */
const KNOWN_FIVE = ['X-n101-k25', 'X-n200-k36', 'X-n303-k21', 'X-n502-k39', 'X-n1001-k43'];

/** Five instances of a set. */
const five = (set: string) => (set === 'cvrp-x' ? KNOWN_FIVE : 'five');

/**
 * All of the sets with targets, seed 1 on every instance, seeds 2 and 3 on five of each: those that others were measured on,
 * else by the rule of `fixedFive`. Seed 1 comes first in all sets: a run that is broken off tells something of each.
 * @param large_s of the four largest instances, which take longer to say anything
 */
function reach(time_s: number, large_s: number): Selection[] {
  const timeOf = (set: string) => (set === 'cvrp-xxl' ? large_s : time_s);
  return [
    ...SET_TARGETS.map(({ set }): Selection => ({ set, instances: five(set), time_s: timeOf(set), seeds: [1] })),
    ...SET_TARGETS.map(({ set }): Selection => ({ set, instances: null, time_s: timeOf(set), seeds: [1] })),
    ...SET_TARGETS.map(({ set }): Selection => ({ set, instances: five(set), time_s: timeOf(set), seeds: [2, 3] })),
  ];
}

/**
 * Named selections. `quick`: some kinds of problem, 8 minutes. `families`: three of every kind but plain CVRP, 12 minutes.
 * `targets`: the figures that issues and release notes state. `full`: every instance there is but the four largest,
 * nearly four hours. `reach`: what issue 4 asks for, with short and with long searches, 15 hours in all; `reach-20` and
 * `reach-60` are its two halves. `alone`: five of each set of which another solver's mean in 60 s of one core is known, 41 minutes.
 * `fast`: what a dispatcher has from a running worker in a moment, two minutes.
 */
export const PRESETS: Record<string, Selection[]> = {
  quick: [
    { set: 'cvrp-x', instances: ['X-n101-k25', 'X-n200-k36', 'X-n502-k39', 'X-n1001-k43'], time_s: 20 },
    { set: 'vrptw-solomon', instances: SOLOMON_12, time_s: 10 },
    {
      set: 'vrptw-ortec',
      instances: ['ORTEC-VRPTW-ASYM-0797fbc1-d1-n259-k15', 'ORTEC-VRPTW-ASYM-c7de4e2f-d1-n471-k34'],
      time_s: 20,
    },
    { set: 'hfvrp-x', instances: ['X106-FSMD', 'X294-HD', 'X1001-FSMF'], time_s: 20 },
    { set: 'mdvrptw', instances: ['PR11A', 'PR17A'], time_s: 20 },
    { set: 'sdvrptw', instances: ['PR03', 'PR17B'], time_s: 20 },
    { set: 'pcvrptw-gh1000', instances: ['C1_10_2', 'R2_10_4'], time_s: 20 },
  ],
  families: [
    { set: 'gvrp', instances: ['M-n200-k16-C100-V8', 'G-n262-k25-C131-V12', 'L-800-C161-R5'], time_s: 20 },
    { set: 'hfvrp-x', instances: ['X106-FSMD', 'X294-HD', 'X1001-FSMF'], time_s: 20 },
    { set: 'mdvrptw', instances: ['PR11A', 'PR17A', 'PR20A'], time_s: 20 },
    { set: 'mtvrptwr', instances: ['C203R0.75', 'R2_2_05R0.5', 'RC206R0.25'], time_s: 20 },
    { set: 'pcvrptw-gh1000', instances: ['C1_10_2', 'R2_10_4', 'RC1_10_6'], time_s: 20 },
    { set: 'pdptw-lilim100', instances: ['lc103', 'lr112', 'lrc203'], time_s: 20 },
    { set: 'sdvrptw', instances: ['PR03', 'PR17B', 'PR24A'], time_s: 20 },
    { set: 'vrpb-x', instances: ['X-n524-66-k129', 'X-n701-50-k23', 'X-n1001-80-k34'], time_s: 20 },
    { set: 'vrptw-gh1000', instances: ['C2_10_2', 'R1_10_4', 'RC2_10_6'], time_s: 20 },
    {
      set: 'vrptw-ortec',
      instances: [
        'ORTEC-VRPTW-ASYM-6a265c9a-d1-n201-k13',
        'ORTEC-VRPTW-ASYM-54220d07-d1-n320-k18',
        'ORTEC-VRPTW-ASYM-c7de4e2f-d1-n471-k34',
      ],
      time_s: 20,
    },
  ],
  targets: [
    { set: 'cvrp-x', instances: ['X-n101-k25', 'X-n200-k36', 'X-n502-k39', 'X-n1001-k43'], time_s: 20 },
    { set: 'vrptw-solomon', instances: null, time_s: 10 },
  ],
  full: [
    { set: 'cvrp-x', instances: null, time_s: 20 },
    { set: 'vrptw-solomon', instances: null, time_s: 10 },
    { set: 'vrptw-gh1000', instances: null, time_s: 60 },
    { set: 'vrptw-ortec', instances: null, time_s: 20 },
    { set: 'hfvrp-x', instances: null, time_s: 20 },
    { set: 'mdvrptw', instances: null, time_s: 20 },
    { set: 'sdvrptw', instances: null, time_s: 20 },
    { set: 'pcvrptw-gh1000', instances: null, time_s: 60 },
    { set: 'gvrp', instances: null, time_s: 20 },
    { set: 'mtvrptwr', instances: null, time_s: 20 },
    { set: 'vrpb-x', instances: null, time_s: 20 },
    { set: 'pdptw-lilim100', instances: null, time_s: 20 },
    { set: 'pdptw-lilim400', instances: null, time_s: 60 },
    { set: 'pdptw-lilim1000', instances: null, time_s: 60 },
  ],
  reach: [...reach(20, 60), ...reach(60, 300)],
  'reach-20': reach(20, 60),
  'reach-60': reach(60, 300),
  alone: SET_TARGETS.filter(({ set }) => peersOnSet(set, 60).length > 0).map(
    ({ set }): Selection => ({ set, instances: five(set), time_s: 60 }),
  ),
  fast: [
    { set: 'cvrp-x', instances: ['X-n101-k25'], time_s: 0.1, seeds: TEN, warm: true },
    { set: 'cvrp-x', instances: ['X-n200-k36'], time_s: 0.3, seeds: TEN, warm: true },
    { set: 'cvrp-x', instances: ['X-n502-k39'], time_s: 2, seeds: [1, 2, 3], warm: true },
    { set: 'cvrp-x', instances: ['X-n1001-k43'], time_s: 17, seeds: [1], warm: true },
  ],
};
