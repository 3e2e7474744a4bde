/**
 * Parts of the search that can be switched off, to measure what each is worth (`npm run bench -- ablation`). Switches are read
 * in constructors and become the rates and flags that are there anyway, so that they cost nothing where the search runs.
 */
export const PARTS = [
  /** Overlooking a place now and then. */
  'blinks',
  /** Several orders of insertion: tasks are inserted at random. */
  'orders',
  /** Strings that spare some tasks in their middle. */
  'split-strings',
  /** Strings of spots with all that is for them. */
  'spots',
  /** Strings of patches on long routes. */
  'patches',
  /** Strings as long as the seed's route where that is longer than the mean. */
  'own-length',
  /** Strings around stops of one kind where collections come after deliveries. */
  'same-kind',
  /** Accepting what is worse: only what is better is kept. */
  'annealing',
  /** Cooling down several times where there is time for it. */
  'coolings',
  /** The cold start of the budget. */
  'cold-start',
  /** The end of the budget, at which nothing worse is accepted. */
  'frozen-end',
  /** Looking at all places of short routes: those beside neighbours only. */
  'whole-routes',
  /** Looking at the ends of all routes where those near are full. */
  'ends',
  /** Local search on the first solution and as a last touch. */
  'local-search',
  /** Load above capacity and duty beyond the longest, at a price. */
  'softening',
  /** Crossing two routes. */
  'crossing',
  /** First solutions with vehicles of one capacity each. */
  'kinds',
  /** Vehicles of other types for routes that lost tasks. */
  'retyping',
  /** Larger vehicles for one more task. */
  'upgrades',
  /** New vehicles that look cheaper than they are. */
  'cheap-vehicles',
  /** New vehicles that count by the load they are for. */
  'by-load',
  /** Vehicles for optional tasks, and of kinds, that do not pay for one task alone. */
  'daring',
  /** Absent tasks that count more than their prizes while it is hot. */
  'lure',
  /** Vehicles of a mixed fleet that cost less while it is hot. */
  'rebate',
  /** Trials of doing without one of few vehicles. */
  'fleet-trials',
  /** Vehicles for many optional tasks together. */
  'bundles',
  /** Cutting routes at reloads. */
  'reload-cuts',
  /** Driving what is left of a route after another one. */
  'joins',
  /** Filling vehicles with a least load or duty all at once. */
  'fill',
  /** Sums of absences. */
  'absences',
  /** Making room at the expense of others where routes are given up. */
  'ejection',
  /** Giving up routes where fewest vehicles come first. */
  'fewer-vehicles',
  /** Parts of one solution for each lane. */
  'cutting',
  /** Putting routes of several good states together. */
  'recombination',
  /** Leaving tasks that no vehicle can serve out of the search. */
  'hopeless',
  /** Searching large requests district by district. */
  'districts',
  /** Trying everything on small problems. */
  'small',
] as const;

export type PartName = (typeof PARTS)[number];

/** What a search does without. */
export type Without = readonly PartName[];

/** Nothing: the whole search. */
export const WHOLE: Without = [];
