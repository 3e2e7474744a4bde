import type { Dice } from './rich-dice.ts';

/**
 * Everything a request may have beside tasks, vehicles and costs. Features are drawn first and values after them, so that
 * most requests have some features and not all: what hides behind a feature shows when it stands alone.
 */
export const FEATURES = [
  // Travel.
  ...(['matrix', 'wildMatrix', 'exactTravel', 'globe', 'twoProfiles', 'noTravel', 'traffic', 'zonedTraffic'] as const),
  ...(['speedFactors', 'sharedPlaces', 'ownPositions', 'epoch', 'calendar'] as const),
  // Tasks.
  ...(['shipments', 'pickups', 'visits', 'options', 'windows', 'severalWindows', 'softWindows', 'setup'] as const),
  ...(['byType', 'priorities', 'prizes', 'skills', 'vehicleLists', 'maxRide', 'release', 'due', 'goods'] as const),
  ...(['optionCosts', 'secondDimension', 'fractions'] as const),
  // Vehicles.
  ...(['capacity', 'ownDepots', 'openStart', 'openEnd', 'shift', 'shifts', 'breaks', 'severalBreaks'] as const),
  ...(['drivingRule', 'breakLoad', 'maxDistance', 'maxDriving', 'maxDuty', 'maxTasks', 'reloads'] as const),
  ...(['twoReloads', 'anyTrips', 'reloadWindows', 'zones', 'backhauls', 'lifo', 'minLoad', 'minDuty'] as const),
  ...(['hourCosts', 'waitingCosts', 'serviceCosts', 'fixedCosts', 'taskCosts', 'tariff', 'overtime', 'co2'] as const),
  // What ties all of them.
  ...(['sameVehicle', 'differentVehicles', 'sequence', 'gaps', 'vehiclesFirst', 'levels', 'weights'] as const),
  ...(['balance', 'change', 'given', 'locked', 'pinned', 'progress'] as const),
] as const;

export type Feature = (typeof FEATURES)[number];
export type Mix = Record<Feature, boolean>;

/** Features that mean nothing without another. */
const NEEDS: Partial<Record<Feature, Feature>> = {
  ...{ wildMatrix: 'matrix', zonedTraffic: 'traffic', severalWindows: 'windows', optionCosts: 'options' },
  ...{ severalBreaks: 'breaks', twoReloads: 'reloads', anyTrips: 'reloads', reloadWindows: 'reloads' },
  ...{ gaps: 'sequence', change: 'given', locked: 'given', pinned: 'given', calendar: 'epoch' },
};
/** Features that most requests are better without: they narrow what is left to search for. */
const RARE: ReadonlySet<Feature> = new Set<Feature>([
  'wildMatrix',
  'noTravel',
  'minLoad',
  'minDuty',
  'pinned',
  'globe',
]);
const RICHNESS = [0.04, 0.12, 0.12, 0.25, 0.4];

/** @param fixed overrules what is drawn */
export function mixOf(dice: Dice, fixed: Partial<Mix> = {}): Mix {
  const richness = dice.pick(RICHNESS);
  const drawn = FEATURES.map((feature): [Feature, boolean] => {
    const on = dice.chance(RARE.has(feature) ? richness / 2 : richness);
    return [feature, fixed[feature] ?? on];
  });
  const mix = Object.fromEntries(drawn) as Mix;
  for (const [feature, needed] of Object.entries(NEEDS) as [Feature, Feature][]) {
    if (fixed[feature] === undefined && fixed[needed] !== false) mix[needed] ||= mix[feature];
  }
  return mix;
}
