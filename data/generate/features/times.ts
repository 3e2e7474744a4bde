import { at, box, CAR, DAY, day, deliveries, delivery, MINUTE_S, open, van } from './day.ts';

const soon = (to: string, late_cost_per_hour: number) => [{ window: open('8:00', to), late_cost_per_hour }];

/** One hot meal, from the pan to the door. */
function meal(id: string, from: string) {
  const step = (place: string) => ({ at: place, service_s: 2 * MINUTE_S });
  const ride = { load: [1], max_ride_s: 15 * MINUTE_S };
  return { kind: 'shipment' as const, id, ...ride, pickup: step(from), delivery: step(id) };
}

/** When things happen: days that show one rule of times each. */
export const TIMES = [
  day(
    { depot: [0, 0], school: [4, 2], shop: [6, -1], office: [9, 3], kiosk: [12, 0] },
    {
      id: 'windows',
      description: 'Shops that close at noon',
      tasks: [
        delivery('school', { windows: [open('8:00', '8:10'), open('10:00', '12:00')], service_s: 10 * MINUTE_S }),
        delivery('shop', { windows: [open('9:00', '10:00'), open('13:00', '14:00')], service_s: 20 * MINUTE_S }),
        delivery('office', { service_s: 30 * MINUTE_S }),
        delivery('kiosk', { windows: [open('8:00', '8:15')], service_s: 5 * MINUTE_S }),
      ],
      vehicles: [van({ costs: { per_km: 0.5, per_hour: 20 }, shift: DAY })],
    },
  ),
  day(
    { depot: [0, 0], cafe: [12, 0], bar: [10, 5], hotel: [3, 6], flat: [2, -3] },
    {
      id: 'soft-windows',
      description: 'Wishes that cost money when they are missed',
      tasks: [
        delivery('cafe', { service_s: 10 * MINUTE_S, soft_windows: soon('8:15', 40) }),
        ...deliveries('bar hotel', { service_s: 10 * MINUTE_S }),
        delivery('flat', { service_s: 10 * MINUTE_S, soft_windows: soon('8:20', 2) }),
      ],
      vehicles: [van({ shift: DAY })],
    },
  ),
  day(
    { depot: [0, 0], tower: [2, 1], villa: [9, 2], barn: [10, -3] },
    {
      id: 'service',
      description: 'A building with a long way in, and a bike that parks at the door',
      tasks: [
        ...deliveries('floor-1 floor-2 floor-3', {
          ...{ at: 'tower', load: [1], setup_s: 6 * MINUTE_S, service_s: MINUTE_S },
          setup_by_type: [{ type: 'bike', seconds: 60 }],
          service_by_type: [{ type: 'bike', seconds: 30 }],
        }),
        ...deliveries('villa barn', { load: [4], service_s: 3 * MINUTE_S }),
      ],
      vehicles: [
        van({ type: 'van', costs: { per_km: 0.5, per_hour: 30 }, capacity: [20] }),
        van({ id: 'bike', type: 'bike', costs: { per_hour: 12 }, capacity: [3], speed_factor: 0.4 }),
      ],
    },
  ),
  day(
    { depot: [0, 0], a: [20, 5], b: [45, 10], c: [60, -5], d: [30, -15] },
    {
      id: 'breaks',
      description: 'Lunch between noon and one',
      tasks: [
        ...deliveries('a c d', { service_s: 40 * MINUTE_S }),
        delivery('b', { service_s: 40 * MINUTE_S, windows: [open('10:00', '10:45')] }),
      ],
      vehicles: [
        van({
          ...{ costs: { per_km: 0.5, per_hour: 20 }, shift: DAY },
          breaks: [
            { id: 'coffee', duration_s: 15 * MINUTE_S, windows: [open('9:30', '11:00')] },
            { id: 'lunch', duration_s: 30 * MINUTE_S, windows: [open('12:00', '13:00')] },
          ],
        }),
      ],
    },
  ),
  day(
    { depot: [0, 0], a: [120, 20], b: [220, 60], c: [260, -40] },
    {
      id: 'driving-rules',
      description: '45 minutes of rest after four and a half hours at the wheel',
      tasks: [
        ...deliveries('a c', { service_s: 15 * MINUTE_S }),
        delivery('b', { service_s: 30 * MINUTE_S, windows: [open('13:00', '18:00')] }),
      ],
      vehicles: [
        van({
          ...{ costs: { per_km: 0.5, per_hour: 20 }, shift: open('8:00', '22:00') },
          breaks: [{ id: 'rest', duration_s: 45 * MINUTE_S, after_driving_s: 270 * MINUTE_S }],
        }),
      ],
    },
  ),
  day(
    { depot: [0, 0], market: [2, 1], station: [4, -1], suburb: [14, 3], village: [20, -2] },
    {
      id: 'traffic',
      description: 'The rush hour in the centre',
      profiles: [
        {
          ...CAR,
          traffic: [{ zone: 'centre', steps: rushHour(0.2) }, { steps: rushHour(0.9) }],
        },
      ],
      zones: [{ id: 'centre', polygon: [box(1, -3, 8, 4)] }],
      tasks: [
        ...deliveries('market station', { service_s: 10 * MINUTE_S }),
        delivery('suburb', { service_s: 15 * MINUTE_S }),
        delivery('village', { service_s: 15 * MINUTE_S, windows: [open('8:00', '11:00')] }),
      ],
      vehicles: [van({ costs: { per_hour: 24 }, shift: DAY })],
    },
  ),
  day(
    { depot: [0, 0], grill: [4, 1], noodles: [4, -1], ann: [9, 4], bob: [14, -1], cleo: [8, -8] },
    {
      id: 'max-ride',
      description: 'Hot meals: fifteen minutes from the pan to the door',
      tasks: [meal('ann', 'grill'), meal('bob', 'grill'), meal('cleo', 'noodles')],
      vehicles: [van({ capacity: [5] })],
    },
  ),
];

/** Slower until nine. */
function rushHour(factor: number) {
  return [
    { from: at('8:00'), factor },
    { from: at('9:00'), factor: 1 },
  ];
}
