import { at, DAY, day, deliveries, delivery, MINUTE_S, open, pickup, shipment, van, visit } from './day.ts';

/** What is on board: days that show one rule of loads each. */
export const LOADS = [
  day(
    { depot: [0, 0], bakery: [6, 1], florist: [8, 4], joiner: [-5, 3], pillows: [3, 7], tiles: [-4, -3] },
    {
      id: 'capacity',
      description: 'Loads in kilograms and pallets',
      tasks: [
        delivery('bakery', { load: [120, 2] }),
        delivery('florist', { load: [40, 3] }),
        delivery('joiner', { load: [300, 2] }),
        delivery('pillows', { load: [60, 4] }),
        delivery('tiles', { load: [400, 1] }),
      ],
      vehicles: [van({ count: 2, costs: { fixed: 30, per_km: 1 }, capacity: [1000, 8] })],
    },
  ),
  day(
    {
      ...{ depot: [0, 0], lab: [6, 0], clinic: [8, 4], printer: [2, 5] },
      ...{ office: [7, 1], bakery: [-4, 1], cafe: [3, 4] },
    },
    {
      id: 'shipments',
      description: 'From door to door within the town',
      tasks: [
        shipment('samples', 'clinic', 'lab', 1),
        shipment('flyers', 'printer', 'office', 3),
        shipment('bread', 'bakery', 'cafe', 2),
        visit('meter', { at: 'office', service_s: 5 * MINUTE_S }),
      ],
      vehicles: [van({ capacity: [5] })],
    },
  ),
  day(
    {
      ...{ depot: [0, 0], a: [3, 4], b: [8, 5], c: [11, 0], d: [5, -4] },
      ...{ returns: [6, 3], pallets: [9, -1] },
    },
    {
      id: 'backhauls',
      description: 'Returns come on board when the deliveries are off',
      tasks: [
        ...[delivery('a', { load: [4] }), delivery('b', { load: [3] })],
        ...[delivery('c', { load: [2] }), delivery('d', { load: [1] })],
        ...[pickup('returns', { load: [3] }), pickup('pallets', { load: [4] })],
      ],
      vehicles: [van({ capacity: [10], backhauls: 'after_deliveries' })],
    },
  ),
  day(
    { depot: [0, 0], p1: [4, 4], p2: [10, 5], p3: [13, 3], d1: [14, 0], d2: [6, -5], d3: [10, -4] },
    {
      id: 'lifo',
      description: 'Pianos are not moved to reach a sofa',
      tasks: [shipment('piano', 'p1', 'd1', 1), shipment('sofa', 'p2', 'd2', 1), shipment('organ', 'p3', 'd3', 1)],
      vehicles: [van({ capacity: [3], unloading: 'lifo' })],
    },
  ),
  day(
    {
      ...{ depot: [0, 0], farm: [6, 1], dairy: [8, 4], works: [7, -2] },
      ...{ market: [14, 3], cafe: [12, 6], pool: [15, -1] },
    },
    {
      id: 'incompatible-goods',
      description: 'Food and chemicals never in one van at a time',
      tasks: [
        shipment('cheese', 'dairy', 'cafe', 2, { goods: 'food' }),
        shipment('apples', 'farm', 'market', 2, { goods: 'food' }),
        shipment('chlorine', 'works', 'pool', 2, { goods: 'chemicals' }),
      ],
      vehicles: [van({ count: 2, costs: { fixed: 25, per_km: 1 }, capacity: [10] })],
      incompatible_goods: [['food', 'chemicals']],
    },
  ),
  day(
    {
      ...{ depot: [0, 0], hub: [6, 0], a: [9, 3], b: [10, -1] },
      ...{ c: [12, 2], d: [3, 4], e: [-2, 5], f: [8, -4] },
    },
    {
      id: 'reloads',
      description: 'A small van that comes back for more',
      tasks: [
        ...deliveries('a d', { load: [3], service_s: 5 * MINUTE_S }),
        ...deliveries('b c e f', { load: [2], service_s: 5 * MINUTE_S }),
      ],
      vehicles: [
        van({
          ...{ count: 2, costs: { fixed: 40, per_km: 1 }, capacity: [6], shift: DAY },
          reloads: [{ at: 'hub', service_s: 10 * MINUTE_S, windows: [open('8:30', '13:00')] }],
          max_trips: 3,
        }),
      ],
    },
  ),
  day(
    { depot: [0, 0], a: [4, 1], b: [6, 3], late: [5, -3], mill: [-5, 2], press: [-8, -1] },
    {
      id: 'hub-times',
      description: 'Goods that come in at ten, and goods that must be back for the truck',
      tasks: [
        delivery('a', { load: [2], service_s: 10 * MINUTE_S, windows: [open('8:00', '9:00')] }),
        delivery('b', { load: [2], service_s: 10 * MINUTE_S, windows: [open('8:00', '9:30')] }),
        delivery('late', { load: [2], service_s: 10 * MINUTE_S, release: at('10:00') }),
        pickup('mill', { load: [3], service_s: 10 * MINUTE_S, due: at('10:15') }),
        pickup('press', {
          ...{ load: [3], service_s: 10 * MINUTE_S, windows: [open('10:30', '16:00')] },
          due: at('13:00'),
        }),
      ],
      vehicles: [van({ capacity: [10], shift: DAY, reloads: [{ at: 'depot', service_s: 10 * MINUTE_S }] })],
    },
  ),
];
