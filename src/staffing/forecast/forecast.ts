import { replay } from './backtest.ts';
import { isCounted } from './events.ts';
import { type Prepared, prepare } from './prepare.ts';
import { type Projection, Projector } from './project.ts';
import { Spread } from './spread.ts';
import type { DemandForecast, ForecastInput, ForecastWarning } from './types.ts';

const QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9];
const WEEKS_TO_JUDGE = 4;

/**
 * Forecasts orders per zone and slot of the horizon, with a spread, from what is known before it.
 *
 * The city: a day's level (structural model), how it is spread over the day, holidays and weather; six such members from
 * slow to fast are combined by their past errors. The zones: shares of the city, sparse ones borrowing from it. The
 * spread: errors of the weeks before, each forecast from its own past; see the files for formulas and sources.
 * Deterministic.
 *
 * @throws RangeError where lengths do not agree, counts are negative, or quantiles not ascending in (0, 1)
 */
export function forecastDemand(input: ForecastInput): DemandForecast {
  const quantiles = input.quantiles ?? QUANTILES;
  if (quantiles.length === 0 || quantiles.some((level, i) => !(level > (quantiles[i - 1] ?? 0) && level < 1))) {
    throw new RangeError('quantiles ascend, above 0 and below 1');
  }
  const data = prepare(input);
  const { history, grid, firstSlot } = data;
  const { slots } = history;
  const from = input.calendar.dayOf[slots]!;
  const projector = new Projector(data);
  const past = replay(data, projector, from, quantiles);
  // A day that has begun is known in part.
  const until = firstSlot[from]! < slots ? from + 1 : from;
  const made = projector.project(until, from, grid.days, slots);
  const citySpread = new Spread(past.city);
  const zoneSpread = history.zones === 1 ? citySpread : new Spread(past.zones);
  const zones = withSpread(data, made, made.zones, zoneSpread, quantiles);
  return {
    zones: history.zones,
    slots: made.toSlot - made.fromSlot,
    ...zones,
    quantiles,
    city: history.zones === 1 ? zones : withSpread(data, made, made.city, citySpread, quantiles),
    backtest: past.report,
    warnings: warningsOf(data, made, from),
  };
}

/** @param table rows x slots of the horizon */
function withSpread(
  { classOf, special }: Prepared,
  { fromSlot, toSlot, growth }: Projection,
  table: Float64Array,
  spread: Spread,
  quantiles: number[],
): DemandForecast['city'] {
  const width = toSlot - fromSlot;
  const at = (level: number) => {
    const wanted = spread.at(level);
    return table.map((forecast, i) => {
      const slot = fromSlot + (i % width);
      return spread.orders(forecast, classOf[slot]!, special[slot] === 1, growth[i % width]!, wanted);
    });
  };
  const mean = new Float64Array(table.length);
  const variance = new Float64Array(table.length);
  for (let i = 0; i < table.length; i++) {
    const slot = fromSlot + (i % width);
    const moments = spread.moments(table[i]!, classOf[slot]!, special[slot] === 1, growth[i % width]!);
    mean[i] = moments.mean;
    variance[i] = moments.variance;
  }
  return { median: at(0.5), mean, variance, atQuantile: quantiles.map(at) };
}

function warningsOf(
  { history, events }: Prepared,
  { fromSlot, toSlot, learnt }: Projection,
  days: number,
): ForecastWarning[] {
  const { zones, slots, counts } = history;
  const warnings: ForecastWarning[] = [];
  if (days < 7 * WEEKS_TO_JUDGE) warnings.push({ code: 'SHORT_HISTORY' });
  const holes = counts.reduce((sum, count) => sum + (Number.isNaN(count) ? 1 : 0), 0);
  if (holes > 0) warnings.push({ code: 'HOLES', share: holes / counts.length });
  for (let zone = 0; zone < zones; zone++) {
    const own = counts.subarray(zone * slots, (zone + 1) * slots);
    if (own.every(Number.isNaN)) warnings.push({ code: 'ZONE_NOT_KNOWN', zone });
    else if (!own.some((count) => count > 0)) warnings.push({ code: 'ZONE_WITHOUT_ORDERS', zone });
  }
  const coming = events.filter(
    ({ factor, fromSlot: first, toSlot: end }) => factor === null && first < toSlot && end > fromSlot,
  );
  for (const name of new Set(coming.map((event) => event.name))) {
    if (learnt.has(name)) continue;
    const isPast = events.some((event) => event.name === name && event.factor === null && isCounted(event, history));
    warnings.push({ code: 'EVENT_NOT_LEARNT', name, ...(isPast ? { always: true } : {}) });
  }
  return warnings;
}
