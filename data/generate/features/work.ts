import { DAY, day, deliveries, delivery, MINUTE_S, open, van, visit } from './day.ts';

/** A flat is cleaned, and inspected when the floor is dry. */
const flats = [1, 2, 3];
const turnOver = (n: number) => [
  visit(`clean-${n}`, { at: `flat${n}`, service_s: 45 * MINUTE_S, skills: ['cleaning'] }),
  visit(`inspect-${n}`, { at: `flat${n}`, service_s: 10 * MINUTE_S, skills: ['inspection'] }),
];

const home = (place: string) => ({ at: place, label: 'home', service_s: 3 * MINUTE_S });
const relay = (cost: number) => ({ at: 'relay', label: 'relay', service_s: MINUTE_S, cost });
const locker = (cost: number) => ({ at: 'locker', label: 'locker', service_s: MINUTE_S, cost });

/** What is to be done, where, by whom together: days that show one kind of choice or tie each. */
export const WORK = [
  day(
    {
      ...{ depot: [0, 0], clinic: [14, 3], pharmacy: [-12, 4], shop: [8, -6] },
      ...{ kiosk: [5, 2], leaflets: [6, 7], survey: [10, 2] },
    },
    {
      id: 'priorities',
      description: 'More work than the day holds',
      tasks: [
        delivery('clinic', { priority: 90, service_s: 15 * MINUTE_S }),
        delivery('pharmacy', { priority: 80, service_s: 15 * MINUTE_S }),
        ...deliveries('shop kiosk', { service_s: 15 * MINUTE_S }),
        visit('leaflets', { prize: 1, service_s: MINUTE_S }),
        visit('survey', { prize: 12, service_s: 5 * MINUTE_S }),
      ],
      vehicles: [van({ max_duty_s: 110 * MINUTE_S })],
    },
  ),
  day(
    {
      ...{ depot: [0, 0], relay: [5, 1], locker: [6, 2] },
      ...{ home1: [6, 9], home2: [7, 1], home3: [-2, 12], shop: [8, 2] },
    },
    {
      id: 'options',
      description: 'Home, relay point or locker',
      tasks: [
        { kind: 'delivery', id: 'parcel-1', load: [1], options: [home('home1'), relay(1.5)] },
        { kind: 'delivery', id: 'parcel-2', load: [1], options: [home('home2'), locker(3)] },
        {
          ...{ kind: 'delivery', id: 'parcel-3', load: [1] },
          options: [{ ...home('home3'), windows: [open('12:00', '13:00')] }, locker(4), relay(5)],
        },
        delivery('shop', { load: [4], service_s: 5 * MINUTE_S }),
      ],
      vehicles: [van({ costs: { per_km: 0.5, per_hour: 20 }, capacity: [10], shift: DAY })],
    },
  ),
  day(
    { depot: [0, 0], kitchen: [8, 2], table: [-7, 3], vault1: [6, 1], vault2: [7, -2], parcel: [-5, -1] },
    {
      id: 'same-vehicle',
      description: 'What belongs together, and what must not',
      tasks: [
        ...deliveries('kitchen table', { load: [3], service_s: 10 * MINUTE_S }),
        ...deliveries('vault1 vault2 parcel', { load: [1] }),
      ],
      vehicles: [van({ count: 2, capacity: [8], max_tasks: 3 })],
      relations: [
        { kind: 'same_vehicle', tasks: ['kitchen', 'table'] },
        { kind: 'different_vehicles', tasks: ['vault1', 'vault2'] },
      ],
    },
  ),
  day(
    { depot: [0, 0], flat1: [6, 2], flat2: [9, -1], flat3: [-5, 4] },
    {
      id: 'sequence',
      description: 'Inspection half an hour after cleaning',
      tasks: flats.flatMap(turnOver),
      vehicles: [
        van({ id: 'cleaner', costs: { per_km: 0.2, per_hour: 20 }, skills: ['cleaning'], shift: DAY }),
        van({ id: 'inspector', costs: { per_km: 0.2, per_hour: 35 }, skills: ['inspection'], shift: DAY }),
      ],
      relations: flats.map((n) => ({
        kind: 'sequence',
        tasks: [`clean-${n}`, `inspect-${n}`],
        min_gap_s: 30 * MINUTE_S,
      })),
    },
  ),
];
