import { expect, it, vi } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { demandOf } from '../../src/staffing/plan/demand.ts';
import { poisson } from './forecast-support.ts';
import { readRequest } from './plan-here.ts';
import { smallDay, twoPeaks } from './samples.ts';

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

it('does not know of a zone what lies before it was opened', () => {
  const { request, west, east } = historyOf(orders((zone, d) => zone === 'east' || d >= DAYS - 10));
  expect(holes(east)).toBe(0);
  expect(holes(west)).toBeGreaterThan(31 * 48);
  expect(holes(west)).toBeLessThan(33 * 48);
  const { slots } = request.horizon;
  const { mean } = demandOf(request);
  const usual = sum(demandOf(historyOf(orders(() => true)).request).mean.subarray(0, slots));
  const found = sum(mean.subarray(0, slots));
  expect(found).toBeGreaterThan(0.85 * usual);
  expect(found).toBeLessThan(1.15 * usual);
});
