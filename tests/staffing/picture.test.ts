import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nowAt, seriesOf } from '../../src/map/staffing-series.ts';
import { staffingSvg } from '../../src/map/staffing-svg.ts';
import { planHere, readRequest } from './plan-here.ts';
import { smallDay, twoPeaks } from './samples.ts';

const at = (time: string) => `2026-03-02T${time}`;

/** Ten past noon, with half as many orders again as were forecast. */
const underWay = planHere(
  readRequest({
    ...smallDay(),
    intraday: {
      now: at('12:10'),
      actual: ['west', 'east'].map((zone, z) => ({
        zone,
        orders: twoPeaks(6 + 3 * z)
          .slice(0, 24)
          .map(Math.round),
      })),
      on_duty: [
        { rider: 'ann', zone: 'west', from: at('10:00'), to: at('15:00') },
        { rider: 'bob', zone: 'east', from: at('11:00'), to: at('15:00') },
      ],
    },
    published: [{ rider: 'fay', zone: 'east', from: at('18:00'), to: at('22:00') }],
    simulate: { days: 0 },
  }),
).plan;

describe('the picture of a day under way', () => {
  it('shows the orders that came, then the updated forecast, beside the one before', () => {
    const series = seriesOf(underWay);
    for (const [z, { demand, forecast }] of series.entries()) {
      const came = twoPeaks(6 + 3 * z)
        .slice(0, 24)
        .map(Math.round);
      expect(demand.slice(0, 24)).toEqual(came);
      expect(forecast).toEqual(underWay.zones[z]!.slots.demand);
      expect(demand[38]!).toBeGreaterThan(1.1 * forecast![38]!);
    }
    const svg = staffingSvg(underWay);
    const [zone] = svg.match(/<g><title>west[\s\S]*?<\/g>/)!;
    // The y of the peak of the evening: what is drawn dashed lies above what was forecast before.
    const heightOf = (kind: string) => {
      const points = zone
        .match(new RegExp(`class="${kind}" d="([^"]*)"`))![1]!
        .split(/[ML]/)
        .slice(1);
      return Number(points[38]!.split(' ')[1]);
    };
    expect(heightOf('demand')).toBeLessThan(heightOf('forecast') - 1);
    expect(zone).toContain('class="now"');
    expect(svg).toContain('now 12:10');
    expect(svg).toContain('forecast before');
    expect(svg).not.toContain('open shifts');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it.each([
    ['a small day', underWay],
    ['the sample', planHere(readRequest(JSON.parse(readFileSync('data/staffing/noon.json', 'utf8')))).plan],
  ])('shows who is there after moves, breaks, calls and releases: %s', (_, plan) => {
    const first = Math.floor(nowAt(plan)!) + 1;
    expect(plan.intraday!.calls.length).toBeGreaterThan(0);
    const { from, slot_min } = plan.horizon;
    for (const [z, { riders, required, short }] of seriesOf(plan).entries()) {
      expect(Math.max(...riders.slice(0, first - 1))).toBe(0);
      const arrivals = plan.intraday!.moves.filter(({ to }) => to === plan.zones[z]!.id);
      const slotsOfArrival = arrivals.map((move) =>
        Math.floor((Date.parse(move.arrives) - Date.parse(from)) / 60_000 / slot_min),
      );
      for (let s = first; s < riders.length; s++) {
        const missing = Math.max(0, required[s]! - riders[s]!);
        // Whoever arrives within a slot is planned for that or for what comes after it: no more is missing than is said.
        if (slotsOfArrival.includes(s)) expect(short[s]).toBeGreaterThan(missing - 0.05);
        else expect(missing).toBeCloseTo(short[s]!, 1);
      }
    }
  });

  it('is of the plan where the day has not begun', () => {
    const { plan } = planHere(readRequest({ ...smallDay(), simulate: { days: 0 } }));
    expect(seriesOf(plan).map(({ demand }) => demand)).toEqual(plan.zones.map(({ slots }) => slots.demand));
    const svg = staffingSvg(plan);
    expect(svg).not.toContain('class="now"');
    expect(svg).not.toContain('class="forecast"');
  });
});
