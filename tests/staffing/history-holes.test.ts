import { describe, expect, it, vi } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { demandOf } from '../../src/staffing/plan/demand.ts';
import { designedRequest } from '../../src/staffing/plan/zones/design.ts';
import { poisson } from './forecast-support.ts';
import { readRequest } from './plan-here.ts';
import { smallDay, square, twoPeaks } from './samples.ts';

vi.setConfig({ testTimeout: 60_000 });

const DAYS = 42;
const day = { ...smallDay(), demand: undefined };
const sum = (list: ArrayLike<number>) => Array.from(list).reduce((total, value) => total + value, 0);

/** Six weeks of orders before Monday 2 March, those that are kept. */
function orders(keeps: (zone: string, day: number, hour: number) => boolean, most = 4) {
  const rng = new Rng(1);
  const list: { time: string; zone: string }[] = [];
  for (let d = 0; d < DAYS; d++) {
    const date = new Date(Date.UTC(2026, 2, 2) - (DAYS - d) * 86_400_000).toISOString().slice(0, 10);
    for (const zone of ['west', 'east']) {
      twoPeaks(zone === 'west' ? most / 2 : most).forEach((mean, slot) => {
        const at = `${String(slot >> 1).padStart(2, '0')}:${slot % 2 === 0 ? '10' : '40'}`;
        for (let n = poisson(mean, rng); n > 0; n--)
          if (keeps(zone, d, slot / 2)) list.push({ time: `${date}T${at}`, zone });
      });
    }
  }
  return list;
}

function historyOf(history_orders: object[]) {
  const request = readRequest({ ...day, history_orders });
  const { demand } = request;
  if (demand.kind !== 'history') throw new Error('no history');
  const zone = (z: number) => demand.counts.subarray(z * demand.slots, (z + 1) * demand.slots);
  return { request, west: zone(0), east: zone(1) };
}
const holes = (counts: Float64Array) => counts.filter(Number.isNaN).length;

it('takes what comes after the last order for unknown, where the evening is still to come', () => {
  const { request, west, east } = historyOf(orders((_, d, hour) => d < DAYS - 1 || hour < 14));
  // From the last order, shortly before 14:00, until midnight.
  for (const counts of [west, east]) {
    expect(holes(counts)).toBeGreaterThanOrEqual(20);
    expect(holes(counts)).toBeLessThan(24);
    expect(counts.at(-1)).toBeNaN();
  }
  const { mean, warnings } = demandOf(request);
  expect(warnings.map(({ code }) => code)).toEqual(['history_holes']);
  const whole = demandOf(historyOf(orders(() => true)).request);
  expect(sum(mean)).toBeGreaterThan(0.93 * sum(whole.mean));
});

it('takes what comes before the first order for unknown, where the morning is not in the list', () => {
  const { west } = historyOf(orders((_, d, hour) => d > 0 || hour >= 18));
  expect(holes(west)).toBeGreaterThanOrEqual(36);
  expect(west[0]).toBeNaN();
});

it('leaves quiet hours after the last order as they are, and quiet zones', () => {
  for (const most of [4, 0.3]) {
    const { west, east } = historyOf(orders(() => true, most));
    expect([holes(west), holes(east)]).toEqual([0, 0]);
  }
});

describe('of a zone that was opened', () => {
  const AGO = 10;
  const whole = () => sum(demandOf(historyOf(orders(() => true)).request).mean);
  const ofWest = (history: object[]) => {
    const { request } = historyOf(history);
    const { mean } = demandOf(request);
    return { west: sum(mean.subarray(0, request.horizon.slots)), all: sum(mean) };
  };
  /** Orders in the west within so many days before the horizon, hours 11 to 15. */
  const inWest = (count: number, from: number, to = from) =>
    Array.from({ length: count }, (_, i) => {
      const ago = from - (i % (from - to + 1));
      const date = new Date(Date.UTC(2026, 2, 2) - ago * 86_400_000).toISOString().slice(0, 10);
      return { time: `${date}T${String(11 + (i % 5))}:10`, zone: 'west' };
    });
  const onlyEast = (most?: number) => orders((zone) => zone === 'east', most);

  it('nothing is known before the day of its first order', () => {
    const { request } = historyOf(orders((zone, d) => zone === 'east' || d >= DAYS - AGO));
    const { mean, warnings } = demandOf(request);
    const { slots } = request.horizon;
    const usual = sum(demandOf(historyOf(orders(() => true)).request).mean.subarray(0, slots));
    const found = sum(mean.subarray(0, slots));
    expect(found).toBeGreaterThan(0.85 * usual);
    expect(found).toBeLessThan(1.15 * usual);
    // 32 of 42 days of one of two zones, those before.
    expect(warnings.map(({ cause }) => cause)).toEqual(['38.1 % of the slots are missing']);
  });

  it('one order in the last hour tells nothing', () => {
    const late = ['west', 'east'].map((zone) => ({ time: '2026-03-01T23:40', zone }));
    expect(ofWest([...onlyEast(8), ...late]).west).toBeLessThan(1);
  });

  it('orders of one day, or of a festival that is over, tell nothing', () => {
    expect(ofWest([...onlyEast(), ...inWest(20, 2)]).west).toBeLessThan(2);
    expect(ofWest([...onlyEast(), ...inWest(60, 8, 5)]).west).toBeLessThan(6);
  });

  it('a zone that was split off another one is known of since then', () => {
    // The west has been a part of the east, with a third of its orders.
    const split = orders(() => true).map((order) =>
      Date.parse(order.time) < Date.UTC(2026, 2, 2) - AGO * 86_400_000 ? { ...order, zone: 'east' } : order,
    );
    const { west, all } = ofWest(split);
    expect(west / all).toBeGreaterThan(0.25);
    expect(all).toBeLessThan(1.1 * whole());
  });

  it('holds of zones that are drawn, too', () => {
    // Four towns with as many orders each, one of which has been served for half of the time.
    const towns = [16.2, 16.4, 16.6, 16.8];
    const rng = new Rng(3);
    const opening = Date.UTC(2026, 2, 2) - (DAYS / 2) * 86_400_000;
    const history_orders = orders((zone) => zone === 'east').flatMap(({ time }) => {
      const isLate = Date.parse(time) >= opening;
      const served = isLate ? [towns[0]!, ...towns] : towns.slice(1);
      return served.map((x) => ({ time, at: [x + 0.01 * rng.double(), 48.2 + 0.01 * rng.double()] }));
    });
    const zones = towns.map((x, town) => ({ id: `town ${town}`, polygon: square(x, 48.2) }));
    const design_zones = { count: 4, near_present: true };
    const request = readRequest({ ...day, riders: undefined, zones, design_zones, history_orders });
    const drawn = designedRequest(request);
    const { slots } = drawn.horizon;
    const { mean } = demandOf(drawn);
    const shares = towns.map((_, zone) => sum(mean.subarray(zone * slots, (zone + 1) * slots)) / sum(mean));
    expect(shares[0]).toBeGreaterThan(0.37);
  });
});

it('takes days off of the week for days without orders', () => {
  // The first of the six weeks begins on a Monday.
  const { request, west } = historyOf(orders((_, d) => d % 7 < 5));
  expect(holes(west)).toBe(0);
  expect(sum(west.subarray(-2 * 48))).toBe(0);
  expect(demandOf(request).warnings).toEqual([]);
});

it('takes a day without orders for unknown where others of its weekday have some', () => {
  const { west } = historyOf(orders((_, d) => d % 7 < 6 && d !== 8));
  expect(holes(west)).toBe(48);
  // Once is no sign of a day off.
  expect(holes(historyOf(orders((_, d) => d >= 28 && d !== 33)).west)).toBe(48);
});
