import { type City, meanOfPeers, peersOf } from './city.ts';
import { Ridge } from './ridge.ts';

/** Standard deviation of a measure's log effect per standard deviation of the measure, before anything is seen. */
const STRENGTH = 0.15;
/** Of a day about the usual. */
const NOISE = 0.15;

/**
 * The log effect of the weather on every cell, learnt from the ordinary days before `until`: how far a measure is off
 * what it was on days like it, against how far orders are. A day counts once, however many slots it has, since what
 * else makes a day unlike others is the same all day long. Weather that is not known is taken for its mean.
 */
export function weatherEffect(city: City, until: number): Float64Array {
  const { grid, orders, weather, isSpecial } = city;
  const { perDay } = grid;
  const log = new Float64Array(orders.length);
  if (weather.length === 0) return log;
  const measures = weather.map((values) => standardised(values, until * perDay));
  const size = measures.length;
  const ridge = new Ridge(size);
  const sums = new Float64Array(size);
  const row = new Float64Array(size);
  for (let day = 0; day < until; day++) {
    if (isSpecial[day]) continue;
    const peers = peersOf(city, day, until);
    const usual = Float64Array.from({ length: perDay }, (_, time) =>
      Number.isNaN(orders[day * perDay + time]!) ? Number.NaN : meanOfPeers(orders, perDay, peers, time),
    );
    const total = usual.reduce((sum, value) => sum + Math.max(value || 0, 0), 0);
    if (total === 0) continue;
    for (let time = 0; time < perDay; time++) {
      if (!(usual[time]! > 0)) continue;
      const cell = day * perDay + time;
      const off = Math.log((orders[cell]! + 1) / (usual[time]! + 1));
      const weight = usual[time]! / total;
      for (let m = 0; m < size; m++) {
        row[m] = measures[m]![cell]! - meanOfPeers(measures[m]!, perDay, peers, time);
        sums[m]! += weight * row[m]! * off;
      }
      ridge.add(row, 0, weight);
    }
  }
  const effect = ridge.factor((NOISE / STRENGTH) ** 2)(sums);
  for (let m = 0; m < size; m++)
    for (let cell = 0; cell < log.length; cell++) log[cell]! += effect[m]! * measures[m]![cell]!;
  return log;
}

/** By mean and standard deviation of the cells before `end`; 0 where not known or always the same. */
function standardised(values: Float64Array, end: number): Float64Array {
  let known = 0;
  let sum = 0;
  let squares = 0;
  for (let cell = 0; cell < end; cell++) {
    const value = values[cell]!;
    if (Number.isNaN(value)) continue;
    known++;
    sum += value;
    squares += value * value;
  }
  if (known === 0) return new Float64Array(values.length);
  const mean = sum / known;
  const deviation = Math.sqrt(Math.max(0, squares / known - mean * mean));
  return values.map((value) => (Number.isNaN(value) || deviation < 1e-9 ? 0 : (value - mean) / deviation));
}
