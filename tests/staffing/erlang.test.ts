import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  betaFor,
  bookFor,
  enoughTurnUp,
  erlangA,
  erlangB,
  erlangC,
  erlangCWithin,
  halfinWhitt,
  normalBelow,
  normalQuantile,
  sizeErlangA,
  sizeErlangB,
  sizeErlangC,
  squareRootStaff,
  waitTail,
} from '../../src/staffing/load/index.ts';

/** 100 calls of 3 minutes in half an hour; 80 % within 20 s; 30 % shrinkage. */
const LOAD = 10;
const HANDLING_S = 180;
const TARGET = { service: 0.8, wait_s: 20, maxOccupancy: 0.85, shrinkage: 0.3 };

describe('reference values', () => {
  it('of Erlang C', () => {
    const { servers, positions } = sizeErlangC(LOAD, HANDLING_S, TARGET);
    expect({ servers, positions }).toEqual({ servers: 14, positions: 20 });
    expect(erlangCWithin(LOAD, servers, HANDLING_S, 20)).toBeCloseTo(0.8884, 4);
    expect(LOAD / servers).toBeCloseTo(0.7143, 4);
    expect(erlangC(LOAD, servers)).toBeCloseTo(0.1741, 4);
  });

  it('of Erlang A', () => {
    const { servers, positions } = sizeErlangA(LOAD, HANDLING_S, 300, { ...TARGET, maxAbandon: 0.05 });
    expect({ servers, positions }).toEqual({ servers: 13, positions: 19 });
    const state = erlangA(LOAD, servers, HANDLING_S, 300, 20);
    expect(state.occupancy).toBeCloseTo(0.75, 4);
    // By exact fractions of the stationary distribution.
    expect(state.abandon).toBeCloseTo(0.02496330363357187, 12);
    expect(state.wait).toBeCloseTo(0.22579708404737528, 12);
    expect(state.within).toBeCloseTo(0.8581777, 7);
  });

  it('of Erlang B', () => {
    expect(sizeErlangB(LOAD, 0.02, 0.3)).toEqual({ servers: 17, positions: 25 });
    // By exact fractions; 0.0223 for 16.
    expect(erlangB(LOAD, 17)).toBeCloseTo(0.012948875, 8);
    expect(erlangB(1, 1)).toBeCloseTo(0.5, 12);
    expect(erlangB(1, 2)).toBeCloseTo(0.2, 12);
  });

  it('of the normal distribution and of Halfin and Whitt', () => {
    expect(normalBelow(1.959963984540054)).toBeCloseTo(0.975, 12);
    expect(normalBelow(-6.5) / 4.016000583859118e-11).toBeCloseTo(1, 9);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 10);
    expect(halfinWhitt(1)).toBeCloseTo(0.2234, 4);
    expect(halfinWhitt(0)).toBe(1);
  });
});

/**
 * What pyworkforce's README prints beside the values above. Whatever the formula, calls carried and calls lost are all calls, and
 * who gives up at a constant rate does so in proportion to waiting; these figures break one law or the other, so no reading of
 * the parameters gives them.
 */
describe('three printed figures that no queue has', () => {
  const PATIENCE_S = 300;

  it('Erlang A: 0.0253 give up, where 0.7500 of 13 are busy and the mean wait is 0.1258 minutes', () => {
    const rounding = 0.00005;
    // Busy servers do the work of those who do not give up.
    const least = 1 - ((0.75 + rounding) * 13) / LOAD;
    const most = 1 - ((0.75 - rounding) * 13) / LOAD;
    const printed = { abandon: 0.0253, wait_min: 0.1258 };
    expect(printed.abandon - rounding).toBeGreaterThan(most);
    expect(erlangA(LOAD, 13, HANDLING_S, PATIENCE_S).abandon).toBeGreaterThan(least);
    expect(erlangA(LOAD, 13, HANDLING_S, PATIENCE_S).abandon).toBeLessThan(most);
    // Giving up = mean wait / mean patience.
    expect(((printed.wait_min + rounding) * 60) / PATIENCE_S).toBeLessThan(printed.abandon - rounding);
    const { abandon, meanWait_s } = erlangA(LOAD, 13, HANDLING_S, PATIENCE_S);
    expect(meanWait_s / PATIENCE_S).toBeCloseTo(abandon, 12);
  });

  it('Erlang A: 0.8584 within 20 s, by no reading of "within"', () => {
    const { within, abandon, wait } = erlangA(LOAD, 13, HANDLING_S, PATIENCE_S, 20);
    // Of all; of those served; one whose patience is endless; all who wait longer than that, served or not.
    const endless = endlessWithin(20);
    const notBeyond = within + goneWithin(20);
    for (const share of [within, within / (1 - abandon), endless, notBeyond, 1 - wait]) {
      expect(Math.abs(share - 0.8584)).toBeGreaterThan(0.0001);
    }
    expect(within).toBeLessThan(endless);
    expect(endless).toBeLessThan(notBeyond);
  });

  it('Erlang B: 0.0183 turned away by 17, which carry 0.9375 each', () => {
    // Calls carried would be more than are offered.
    expect(0.9375 * 17).toBeGreaterThan(LOAD);
    // It falls with the servers and rises with the load: 0.0183 is no value at a load of 10, and that of 10.51 at 17.
    expect(erlangB(LOAD, 16)).toBeGreaterThan(0.0183 + 0.00005);
    expect(erlangB(LOAD, 17)).toBeLessThan(0.0183 - 0.00005);
    expect(erlangB(10.5137, 17)).toBeCloseTo(0.0183, 4);
  });

  /** One call whose patience is endless, among others whose is not: served within so long. */
  function endlessWithin(wait_s: number): number {
    return walk(wait_s, 0).served;
  }

  /** Calls that give up within so long. */
  function goneWithin(wait_s: number): number {
    return walk(wait_s, 1 / PATIENCE_S).gone;
  }

  /** By small steps in time from the stationary distribution: independent of the uniformisation in `erlangA`. */
  function walk(wait_s: number, giveUp_per_s: number): { served: number; gone: number } {
    const [STATES, STEPS] = [80, 20_000];
    const step_s = wait_s / STEPS;
    const chain = [1];
    for (let n = 1; n < 13 + STATES; n++) {
      const out = Math.min(n, 13) / HANDLING_S + Math.max(0, n - 13) / PATIENCE_S;
      chain.push((chain[n - 1]! * LOAD) / HANDLING_S / out);
    }
    const total = chain.reduce((sum, weight) => sum + weight, 0);
    let served = chain.slice(0, 13).reduce((sum, weight) => sum + weight, 0) / total;
    let gone = 0;
    const ahead = chain.slice(13).map((weight) => weight / total);
    for (let k = 0; k < STEPS; k++) {
      for (let q = 0; q < STATES; q++) {
        const up = ahead[q]! * step_s * (13 / HANDLING_S + q / PATIENCE_S);
        const left = ahead[q]! * step_s * giveUp_per_s;
        ahead[q]! -= up + left;
        gone += left;
        if (q === 0) served += up;
        else ahead[q - 1]! += up;
      }
    }
    return { served, gone };
  }

  it('reads "within" as that walk does', () => {
    expect(walk(20, 1 / PATIENCE_S).served).toBeCloseTo(erlangA(LOAD, 13, HANDLING_S, PATIENCE_S, 20).within, 5);
  });
});

const load = fc.double({ min: 0.1, max: 200, noNaN: true });
const servers = fc.integer({ min: 1, max: 250 });

describe('laws of queues', () => {
  it('Erlang A lies between Erlang B and Erlang C, and with endless patience is Erlang C', () => {
    fc.assert(
      fc.property(load, servers, fc.double({ min: 0.05, max: 20, noNaN: true }), (a, n, patience) => {
        const state = erlangA(a, n, 100, 100 * patience);
        expect(state.wait).toBeGreaterThanOrEqual(erlangB(a, n) - 1e-9);
        expect(state.wait).toBeLessThanOrEqual(erlangC(a, n) + 1e-9);
        // Work done by busy servers is the work of those served.
        expect(state.occupancy * n).toBeCloseTo(a * (1 - state.abandon), 6);
        expect(state.occupancy).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { numRuns: 200 },
    );
    expect(erlangA(10, 14, 180, 1e9).wait).toBeCloseTo(erlangC(10, 14), 6);
  });

  it('those served within a long time under Erlang A are those who do not give up', () => {
    const state = erlangA(10, 9, 180, 300, 3000);
    expect(state.within).toBeCloseTo(1 - state.abandon, 6);
    const now = erlangA(10, 9, 180, 300, 0);
    expect(now.within).toBeCloseTo(1 - now.wait, 9);
  });

  it('sizes are the least that do', () => {
    fc.assert(
      fc.property(load, fc.double({ min: 0.5, max: 0.99, noNaN: true }), (a, service) => {
        const { servers: n } = sizeErlangC(a, 180, { service, wait_s: 60 });
        expect(erlangCWithin(a, n, 180, 60)).toBeGreaterThanOrEqual(service);
        if (n > Math.ceil(a)) expect(erlangCWithin(a, n - 1, 180, 60)).toBeLessThan(service);
      }),
      { numRuns: 100 },
    );
  });

  it('the heavy-traffic wait comes near to Erlang C for large loads', () => {
    for (const a of [50, 100, 400]) {
      const n = squareRootStaff(a, 1);
      // Exponential handling: cv 1, Poisson: z 1.
      expect(waitTail(n, a, 1, 1, 180)(0)).toBeCloseTo(erlangC(a, n), 1);
      expect(1 - waitTail(n, a, 1, 1, 180)(30)).toBeCloseTo(erlangCWithin(a, n, 180, 30), 1);
    }
  });

  it('beta and the chance to wait are inverse to each other', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), (wait) => {
        expect(halfinWhitt(betaFor(wait))).toBeCloseTo(wait, 9);
      }),
    );
  });

  it('more spread takes more servers', () => {
    fc.assert(
      fc.property(load, fc.double({ min: 1, max: 5, noNaN: true }), (a, z) => {
        expect(squareRootStaff(a, 1, z)).toBeGreaterThanOrEqual(squareRootStaff(a, 1));
        expect(squareRootStaff(a, 1, z)).toBeGreaterThanOrEqual(a);
      }),
    );
    expect(squareRootStaff(0, 1)).toBe(0);
    expect(squareRootStaff(9, 1)).toBe(12);
  });
});

describe('no-shows', () => {
  it('books the least number of which enough turn up', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 120 }),
        fc.double({ min: 0.001, max: 0.6, noNaN: true }),
        fc.double({ min: 0.5, max: 0.999, noNaN: true }),
        (needed, rate, confidence) => {
          const booked = bookFor(needed, rate, confidence);
          const turnUp = (n: number) => enoughTurnUp(needed, new Float64Array(n).fill(1 - rate));
          expect(turnUp(booked)).toBeGreaterThanOrEqual(confidence - 1e-9);
          if (booked > needed) expect(turnUp(booked - 1)).toBeLessThan(confidence + 1e-9);
        },
      ),
      { numRuns: 200 },
    );
    expect(bookFor(0, 0.1, 0.9)).toBe(0);
    expect(bookFor(7, 0, 0.99)).toBe(7);
    expect(() => bookFor(7, 1, 0.99)).toThrow(RangeError);
  });

  it('counts riders of different reliability as enumeration does', () => {
    const chances = [0.9, 0.5, 0.7, 0.99, 0.3];
    for (let needed = 0; needed <= 6; needed++) {
      let sum = 0;
      for (let who = 0; who < 32; who++) {
        let chance = 1;
        let there = 0;
        chances.forEach((p, i) => {
          const shows = (who >> i) % 2 === 1;
          chance *= shows ? p : 1 - p;
          there += shows ? 1 : 0;
        });
        if (there >= needed) sum += chance;
      }
      expect(enoughTurnUp(needed, chances)).toBeCloseTo(sum, 12);
    }
  });
});
