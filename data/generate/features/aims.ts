import { DAY, day, deliveries, delivery, MINUTE_S, open, van, visits } from './day.ts';

const early = [{ window: open('8:00', '8:30'), late_cost_per_hour: 0 }];

/** What a good plan is: days that show one objective each. */
export const AIMS = [
  day(
    { east: [7, 0], west: [-7, 0], a: [8, 3], b: [10, -3], c: [-8, 4], d: [-10, -2], e: [1, 6] },
    {
      id: 'objectives',
      description: 'Few vehicles first, then a mix of money and lateness',
      tasks: [
        ...deliveries('a b d', { load: [1], service_s: 10 * MINUTE_S }),
        ...deliveries('c e', { load: [1], service_s: 10 * MINUTE_S, soft_windows: early }),
      ],
      vehicles: [
        van({ id: 'east-van', start: 'east', end: 'east', capacity: [5], shift: DAY }),
        van({ id: 'west-van', start: 'west', end: 'west', capacity: [5], shift: DAY }),
      ],
      objectives: ['unserved', 'vehicles', ['cost', { name: 'lateness', weight: 0.01 }]],
    },
  ),
  day(
    { depot: [0, 0], a: [4, 2], b: [6, 1], c: [7, 4], d: [5, -3], e: [8, -1], f: [-6, 2] },
    {
      id: 'balance',
      description: 'Two drivers with days of equal length',
      tasks: visits('a b c d e f', { service_s: 20 * MINUTE_S }),
      vehicles: [van({ count: 2 })],
      objectives: ['unserved', ['cost', { name: 'balance', weight: 0.01, of: 'hours', measure: 'max' }]],
    },
  ),
  day(
    { depot: [0, 0], a: [3, 8], b: [5, 9], c: [2, 11], d: [9, 2], e: [11, 4], f: [8, 5] },
    {
      id: 'compactness',
      description: 'Every van its own quarter',
      tasks: visits('a b c d e f', { service_s: 5 * MINUTE_S }),
      vehicles: [van({ count: 2 })],
      objectives: ['unserved', ['cost', { name: 'compactness', weight: 0.01 }]],
    },
  ),
  day(
    { depot: [0, 0], a: [6, 2], b: [9, -1], c: [-7, 3], d: [-4, -6], e: [3, 8] },
    {
      id: 'co2',
      description: 'The cheap lorry or the clean van',
      tasks: deliveries('a b c d e', { load: [2], service_s: 5 * MINUTE_S }),
      vehicles: [
        van({ id: 'diesel', costs: { fixed: 20, per_km: 0.6 }, capacity: [10], co2_g_per_km: 800 }),
        van({ id: 'electric', count: 3, costs: { fixed: 30, per_km: 0.3 }, capacity: [6], co2_g_per_km: 60 }),
      ],
      objectives: ['unserved', 'co2', 'cost'],
    },
  ),
  day(
    {
      ...{ depot: [0, 0], a: [4, 2], b: [6, 1], c: [7, 4], d: [-5, -3], e: [-8, -1] },
      ...{ f: [1, 6], g: [-2, 5], h: [3, -7], i: [9, -4], j: [-6, 6] },
    },
    {
      id: 'search',
      description: 'Ten stops for three vans, with a budget',
      tasks: [
        ...deliveries('c h', { load: [2], service_s: 5 * MINUTE_S }),
        ...deliveries('f i', { load: [3], service_s: 5 * MINUTE_S }),
        delivery('a', { load: [3], service_s: 5 * MINUTE_S, windows: [open('8:00', '8:30')] }),
        delivery('b', { load: [4], service_s: 5 * MINUTE_S }),
        delivery('d', { load: [5], service_s: 5 * MINUTE_S, windows: [open('8:30', '9:00')] }),
        delivery('e', { load: [1], service_s: 5 * MINUTE_S }),
        delivery('g', { load: [4], service_s: 5 * MINUTE_S, windows: [open('8:20', '8:50')] }),
        delivery('j', { load: [5], service_s: 5 * MINUTE_S, windows: [open('8:10', '8:40')] }),
      ],
      vehicles: [van({ count: 3, costs: { fixed: 10, per_km: 1 }, capacity: [12], shift: DAY })],
    },
  ),
];
