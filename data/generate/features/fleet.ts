import { box, CAR, day, deliveries, delivery, MINUTE_S, van } from './day.ts';

const DOOR_S = 4 * MINUTE_S;

/** Who drives, and for how much: days that show one property of vehicles each. */
export const FLEET = [
  day(
    { depot: [0, 0], a: [5, 1], b: [7, 3], c: [8, -2], d: [4, -4], e: [2, 5], f: [9, 1] },
    {
      id: 'costs',
      description: 'Three vans and a lorry, each with its own prices',
      tasks: [
        ...[delivery('a', { load: [6], service_s: 300 }), delivery('d', { load: [4], service_s: 300 })],
        ...deliveries('b e', { load: [3], service_s: 300 }),
        ...deliveries('c f', { load: [5], service_s: 300 }),
      ],
      vehicles: [
        van({ count: 3, capacity: [10], costs: { fixed: 40, per_km: 0.4, per_hour: 20 } }),
        van({ id: 'lorry', capacity: [30], costs: { fixed: 85, per_km: 0.9, per_hour: 24 } }),
      ],
    },
  ),
  day(
    {
      ...{ north: [0, 10], south: [0, -10], home: [12, 0] },
      ...{ a: [2, 12], b: [-3, 9], c: [1, -13], d: [-2, -9], e: [14, 3], f: [20, 4] },
    },
    {
      id: 'depots',
      description: 'Two depots and a courier who ends where the last parcel is',
      tasks: deliveries('a b c d e f', { load: [1], service_s: 180 }),
      vehicles: [
        van({ id: 'north-van', start: 'north', end: 'north', capacity: [6] }),
        van({ id: 'south-van', start: 'south', end: 'south', capacity: [6] }),
        { id: 'courier', start: 'home', capacity: [6], costs: { per_km: 1 } },
      ],
    },
  ),
  day(
    { depot: [0, 0], a: [3, 0], b: [4, 2], c: [-9, 1], d: [-12, -3], e: [-8, 6], f: [2, -3] },
    {
      id: 'profiles',
      description: 'A van, a bicycle with paths of its own, and a beginner',
      profiles: [CAR, { ...CAR, name: 'bike', scale: 800, speed_m_per_s: 6 }],
      tasks: [
        ...deliveries('a b f', { load: [1], service_s: DOOR_S }),
        ...deliveries('c d e', { load: [4], service_s: DOOR_S }),
      ],
      vehicles: [
        van({ costs: { per_km: 0.4, per_hour: 30 }, capacity: [30] }),
        van({ id: 'beginner', costs: { per_km: 0.4, per_hour: 24 }, capacity: [30], speed_factor: 0.7 }),
        van({ id: 'bike', profile: 'bike', costs: { per_hour: 18 }, capacity: [4] }),
      ],
    },
  ),
  day(
    { depot: [0, 0], fridge: [7, 2], washer: [-6, 3], parcel: [6, 1], embassy: [-7, 2], letter: [-3, -5] },
    {
      id: 'skills',
      description: 'A tail lift, a driver who is not wanted, and one with a key',
      tasks: [
        delivery('fridge', { skills: ['lift'], service_s: 600 }),
        delivery('washer', { any_skills: ['lift', 'two-men'], service_s: 600 }),
        delivery('parcel'),
        delivery('embassy', { vehicles: ['anna'] }),
        delivery('letter', { forbidden_vehicles: ['anna'], forbidden_skills: ['lift'] }),
      ],
      vehicles: [
        ...[van({ id: 'anna', skills: ['two-men'] }), van({ id: 'ben', skills: ['lift'] }), van({ id: 'chris' })],
      ],
    },
  ),
  day(
    { depot: [0, 0], a: [3, 2], b: [5, -1], c: [6, 3], d: [-4, 2], e: [-6, -3] },
    {
      id: 'zones',
      description: 'The small van may not leave the island',
      zones: [{ id: 'island', polygon: [box(0.5, -4, 8, 5)] }],
      tasks: deliveries('a b c d e', { load: [1] }),
      vehicles: [
        van({ id: 'cart', costs: { per_km: 0.2 }, capacity: [5], zones: ['island'] }),
        van({ costs: { fixed: 3, per_km: 1 }, capacity: [5] }),
      ],
    },
  ),
];
