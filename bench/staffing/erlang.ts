import { createRandom } from '../../src/simulation/index.ts';
import {
  erlangA,
  erlangB,
  erlangC,
  erlangCWithin,
  sizeErlangA,
  sizeErlangB,
  sizeErlangC,
} from '../../src/staffing/load/index.ts';
import { digits, markdownTable } from '../table.ts';
import { compareStaffing, twoPeaks } from './erlang-day.ts';
import type { StaffingFigures } from './figures.ts';

const SEED = 1;
const DAYS = 1000;
const LOAD = 10;
const HANDLING_S = 180;
const TARGET = { service: 0.8, wait_s: 20, maxOccupancy: 0.85, shrinkage: 0.3 };

/** Erlang's reference values, and waiting over a day staffed from the offered load against slot by slot. */
export function erlangBench(): StaffingFigures {
  const references = referenceValues();
  const rows = [20, 40, 80].flatMap((scale) =>
    [0.5, 1, 1.5].map((beta) => {
      const { hours, spread } = compareStaffing(twoPeaks(scale), beta, DAYS, createRandom(SEED));
      return { scale, beta, hours, ...spread, ratio: spread.offered / spread.perSlot };
    }),
  );
  const markdown = [
    '100 calls of 3 minutes in 30, 80 % within 20 s, occupancy at most 0.85, 30 % shrinkage; Erlang A with patience 5 minutes and at most 5 % giving up; Erlang B with at most 2 % turned away. "Printed" is what the README of pyworkforce shows; where it differs, exact fractions of the formulas give ours, and the figures printed contradict each other (docs/staffing.md).',
    markdownTable(
      ['formula', 'figure', 'ours', 'printed'],
      references.map(({ formula, figure, ours, printed }) => [formula, figure, digits(ours, 4), digits(printed, 4)]),
    ),
    `## Waiting over a day\n\nA day of 56 quarter hours with lunch and dinner peaks, handling lognormal with mean 25 minutes and cv 0.4, the same rider-hours staffed twice: from the modified offered load with one beta, and slot by slot with Erlang C at its lowest greatest chance to wait. Spread: highest less lowest simulated P(wait) of a slot, ${DAYS} days.`,
    markdownTable(
      ['orders per slot at the peak', 'beta', 'rider-hours', 'spread, offered load', 'spread, per slot', 'ratio'],
      rows.map(({ scale, beta, hours, offered, perSlot, ratio }) => [
        String(scale),
        String(beta),
        digits(hours, 2),
        ...[offered, perSlot, ratio].map((value) => digits(value, 3)),
      ]),
    ),
  ].join('\n\n');
  return { seeds: [SEED], threads: 1, results: { references, rows }, markdown };
}

function referenceValues(): { formula: string; figure: string; ours: number; printed: number }[] {
  const c = sizeErlangC(LOAD, HANDLING_S, TARGET);
  const a = sizeErlangA(LOAD, HANDLING_S, 300, { ...TARGET, maxAbandon: 0.05 });
  const state = erlangA(LOAD, a.servers, HANDLING_S, 300, TARGET.wait_s);
  const b = sizeErlangB(LOAD, 0.02, TARGET.shrinkage);
  const row = (formula: string, figure: string, ours: number, printed: number) => ({ formula, figure, ours, printed });
  return [
    row('Erlang C', 'servers', c.servers, 14),
    row('Erlang C', 'positions', c.positions, 20),
    row('Erlang C', 'service level', erlangCWithin(LOAD, c.servers, HANDLING_S, TARGET.wait_s), 0.8884),
    row('Erlang C', 'occupancy', LOAD / c.servers, 0.7143),
    row('Erlang C', 'P(wait)', erlangC(LOAD, c.servers), 0.1741),
    row('Erlang A', 'servers', a.servers, 13),
    row('Erlang A', 'positions', a.positions, 19),
    row('Erlang A', 'service level', state.within, 0.8584),
    row('Erlang A', 'occupancy', state.occupancy, 0.75),
    row('Erlang A', 'gives up', state.abandon, 0.0253),
    row('Erlang A', 'P(wait)', state.wait, 0.2265),
    row('Erlang B', 'servers', b.servers, 17),
    row('Erlang B', 'positions', b.positions, 25),
    row('Erlang B', 'turned away', erlangB(LOAD, b.servers), 0.0183),
  ];
}
