import { box, CAR, day, deliveries, delivery, MINUTE_S, van, visits } from './day.ts';

/** What a route may not be more than, must be at least, or costs by the piece: a day each. */
export const TERMS = [
  day(
    { depot: [0, 0], a: [10, 2], b: [14, 5], c: [18, 1], d: [-9, 4], e: [-14, -2], f: [4, -11] },
    {
      id: 'limits',
      description: 'No driver beyond two hours, 60 km, four stops',
      tasks: deliveries('a b c d e f', { service_s: 600 }),
      vehicles: [
        van({
          ...{ count: 3, costs: { fixed: 20, per_km: 1 } },
          ...{ max_duty_s: 120 * MINUTE_S, max_distance_m: 60_000, max_tasks: 4 },
        }),
      ],
    },
  ),
  day(
    {
      ...{ depot: [0, 0], yard: [-11, 0], a: [4, 2], b: [6, 1], c: [7, 4] },
      ...{ d: [-10, -4], e: [-13, -1], f: [-11, 3], g: [-2, 4] },
    },
    {
      id: 'minimums',
      description: 'A driver for hire who comes for four parcels and three quarters of an hour, or not at all',
      tasks: deliveries('a b c d e f g', { load: [1], service_s: 300 }),
      vehicles: [
        van({ id: 'own', capacity: [9] }),
        van({
          ...{ id: 'hired', start: 'yard', end: 'yard', capacity: [9] },
          ...{ min_load: [4], min_duty_s: 45 * MINUTE_S },
        }),
      ],
    },
  ),
  day(
    { depot: [0, 0], a: [40, 5], b: [55, 20], c: [30, -30], d: [-35, 10], e: [-20, -30] },
    {
      id: 'overtime',
      description: 'Two drivers, or one who stays longer',
      tasks: visits('a b c d e', { service_s: 60 * MINUTE_S }),
      vehicles: [
        van({
          ...{ count: 2, shift: [0, 14 * 3600] },
          costs: { fixed: 20, per_km: 0.3, per_hour: 20, overtime: { after_s: 8 * 3600, per_hour: 40 } },
        }),
      ],
    },
  ),
  day(
    { depot: [0, 0], a: [3, 1], b: [4, -2], c: [6, 1], village: [25, 10], farm: [-22, 9], sofa: [-20, -6] },
    {
      id: 'carriers',
      description: 'Own van or parcel carrier',
      profiles: [CAR, { kind: 'none', name: 'carrier' }],
      zones: [{ id: 'near', polygon: [box(-10, -10, 10, 10)] }],
      tasks: [
        ...deliveries('a b c village farm', { load: [5], service_s: 4 * MINUTE_S }),
        delivery('sofa', { load: [60], service_s: 4 * MINUTE_S }),
      ],
      vehicles: [
        van({ costs: { fixed: 15, per_km: 0.7, per_hour: 18 }, capacity: [200] }),
        {
          ...{ id: 'carrier', profile: 'carrier', costs: {} },
          tariff: [
            ...[
              { zone: 'near', up_to: [10], price: 6 },
              { up_to: [10], price: 11 },
              { up_to: [31.5], price: 19 },
            ],
          ],
        },
      ],
    },
  ),
];
