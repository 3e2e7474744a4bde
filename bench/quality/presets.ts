/** Instances of one set, all with the same time limit. */
export interface Selection {
  set: string;
  /** Null: all of the set. */
  instances: string[] | null;
  time_s: number;
}

const SOLOMON_12 = 'C101 C109 C204 R101 R104 R110 R202 R208 R211 RC105 RC203 RC207'.split(' ');

/** Named selections. `quick`: each kind of problem, 8 minutes. `full`: every instance that can be read, more than two hours. */
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
  // The figures that issues and release notes state.
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
  ],
};
