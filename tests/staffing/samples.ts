import type { StaffingInput } from '../../src/contract/staffing/schema.ts';

type Polygon = { type: 'Polygon'; coordinates: [number, number][][] };

/** A square with its south-western corner at [x, y]. */
export function square(x: number, y: number, width = 0.02): Polygon {
  return {
    type: 'Polygon',
    coordinates: [
      [
        [x, y],
        [x + width, y],
        [x + width, y + width],
        [x, y + width],
        [x, y],
      ],
    ],
  };
}

/** Orders of one day in slots of 30 minutes: a lunch and a dinner. */
export function twoPeaks(most: number): number[] {
  return Array.from({ length: 48 }, (_, slot) => {
    const bell = (at: number) => Math.exp(-(((slot - at) / 3) ** 2));
    return slot >= 20 && slot < 46 ? Math.round(100 * most * (bell(25) + 1.2 * bell(38))) / 100 : 0;
  });
}

/** A small day: two zones beside each other, six riders, one of them on a scooter. */
export function smallDay(): StaffingInput {
  return {
    kind: 'staffing',
    version: 1,
    id: 'small',
    horizon: { time_zone: 'Europe/Vienna', starts_on: '2026-03-02', days: 1, slot_min: 30 },
    zones: [
      { id: 'west', polygon: square(16.3, 48.2), pickups: 6 },
      { id: 'east', polygon: square(16.32, 48.2), pickups: 8 },
    ],
    demand: [
      { zone: 'west', orders: twoPeaks(4) },
      { zone: 'east', orders: twoPeaks(6), dispersion: 1.4 },
    ],
    vehicles: [
      { id: 'bike', mode: 'bike' },
      { id: 'scooter', mode: 'scooter' },
    ],
    rules: { opening: [{ from: '10:00', to: '23:00' }], shift_min_h: 2, shift_max_h: 8, shifts_per_day: 2 },
    riders: [
      { id: 'ann', vehicle: 'bike', home: 'west', availability: [{ from: '10:00', to: '15:00' }], wants_h_week: 5 },
      { id: 'bob', vehicle: 'bike', home: 'east', availability: [{ from: '10:00', to: '23:00' }], wants_h_week: 8 },
      { id: 'cem', vehicle: 'scooter', availability: [{ from: '16:00', to: '23:00' }], wants_h_week: 6 },
      { id: 'dea', vehicle: 'bike', home: 'east', zones: ['west'], availability: [{ from: '11:07', to: '21:43' }] },
      { id: 'eli', availability: [{ from: '2026-03-02T11:00', to: '2026-03-02T19:00' }], wants_h_week: 4 },
      { id: 'fay', availability: [{ days: ['mon'], from: '17:00', to: '23:00' }], wants_h_week: 6 },
    ],
    simulate: { days: 2 },
    options: { seed: 7, iterations: 120 },
  };
}

/** Four weeks and a bit of counts of both zones, the same every week but for a slow growth. */
export function counts(days: number, most: number): number[] {
  return Array.from({ length: days }, (_, day) => twoPeaks(most * (1 + day / 200) * (day % 7 > 4 ? 1.3 : 1))).flat();
}
