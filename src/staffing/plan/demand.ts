import type { HistoryDemand, StaffingRequest, StaffingWarning } from '../../contract/staffing/request.ts';
import {
  type Backtest,
  calendarOf,
  type DemandEvent,
  type DemandForecast,
  type ForecastWarning,
  forecastDemand,
  type HolidayKind,
  sinceOpened,
} from '../forecast/index.ts';
import { normalQuantile } from '../load/index.ts';

/** Orders expected, zones x slots each. */
export interface Demand {
  mean: Float64Array;
  /** Fewer, and more, in one of ten cases. */
  low: Float64Array;
  high: Float64Array;
  /** Variance / mean, above 0. */
  dispersion: Float64Array;
  backtest: Backtest | null;
  warnings: StaffingWarning[];
}

const LOW = 0.1;
const HIGH = 0.9;

/** Demand as given, or forecast from the history. */
export function demandOf(request: StaffingRequest): Demand {
  const { demand } = request;
  if (demand.kind === 'history') return forecast(request, demand);
  const { mean, dispersion } = demand;
  const at = (q: number) => mean.map((m, i) => Math.max(0, m + normalQuantile(q) * Math.sqrt(dispersion[i]! * m)));
  return { mean, low: at(LOW), high: at(HIGH), dispersion, backtest: null, warnings: [] };
}

function forecast(request: StaffingRequest, history: HistoryDemand): Demand {
  const { horizon, zones, holidays } = request;
  const { slot_s } = horizon;
  const total = history.slots + horizon.slots;
  const start_s = horizon.origin_s - history.slots * slot_s;
  const kinds = new Map<string, HolidayKind>(holidays.map(({ date, isLesser }) => [date, isLesser ? 2 : 1]));
  const calendar = calendarOf({ start_s, slots: total, slot_s, timeZone: horizon.timeZone, holidays: kinds });
  // Who sends counts leaves out, or sends as null, what is not known.
  const isOfOrders = request.pastOrders.length > 0;
  const counts = isOfOrders ? sinceOpened(history.counts, zones.length, history.slots, calendar.dayOf) : history.counts;
  const toSlot = (time_s: number) => Math.min(total, Math.max(0, history.slots + time_s / slot_s));
  const found = forecastDemand({
    history: { zones: zones.length, slots: history.slots, counts },
    calendar,
    events: request.events.flatMap(({ span, zones: touched, name, factor }): DemandEvent[] => {
      const [fromSlot, toSlotEnd] = [Math.floor(toSlot(span.from_s)), Math.ceil(toSlot(span.to_s))];
      return toSlotEnd > fromSlot ? [{ name, fromSlot, toSlot: toSlotEnd, zones: touched, factor }] : [];
    }),
    weather: weatherOf(request, history.slots, total),
    quantiles: [LOW, 0.5, HIGH],
  });
  return {
    mean: found.mean,
    low: found.atQuantile[0]!,
    high: found.atQuantile.at(-1)!,
    dispersion: dispersionOf(found),
    backtest: found.backtest,
    warnings: found.warnings.map((warning) => toWarning(warning, request, found.backtest !== null)),
  };
}

/** Poisson where next to nothing is expected; a count never varies less than a little. */
function dispersionOf({ mean, variance }: DemandForecast): Float64Array {
  return mean.map((m, i) => (m > 1e-6 ? Math.max(0.1, variance[i]! / m) : 1));
}

/** One measure, of slots that begin within its spans; nothing where none is given. */
function weatherOf({ weather, horizon: { slot_s } }: StaffingRequest, past: number, total: number): Float64Array[] {
  if (weather.length === 0) return [];
  const level = new Float64Array(total);
  for (const { span, level: value } of weather) {
    const from = Math.max(0, Math.ceil(past + span.from_s / slot_s));
    level.fill(value, Math.min(from, total), Math.max(0, Math.min(total, Math.ceil(past + span.to_s / slot_s))));
  }
  return [level];
}

function toWarning(
  warning: ForecastWarning,
  { zones, pastOrders }: StaffingRequest,
  hasBacktest: boolean,
): StaffingWarning {
  // A forecast is made of one of the two.
  const path = pastOrders.length > 0 ? 'history_orders' : 'history_counts';
  switch (warning.code) {
    case 'SHORT_HISTORY': {
      // Below three weeks none can be made; below four it is of the last one.
      const made = hasBacktest ? 'the backtest is of one week only' : 'no backtest was made';
      return { code: 'history_short', path, cause: `there are less than four weeks: ${made}` };
    }
    case 'HOLES': {
      const cause = `${Math.round(warning.share * 1000) / 10} % of the slots are missing`;
      return { code: 'history_holes', path, cause };
    }
    case 'ZONE_NOT_KNOWN':
    case 'ZONE_WITHOUT_ORDERS':
      return { code: 'zone_without_orders', path, cause: `there is no order of zone '${zones[warning.zone]!.id}'` };
    case 'EVENT_NOT_LEARNT':
      return { code: 'event_not_learnt', path: 'events', cause: notLearnt(warning) };
  }
}

function notLearnt({ name, always }: { name: string; always?: true }): string {
  return always
    ? `events named '${name}' cover all of the history, or next to all: it is taken as it is`
    : `no past event is named '${name}'`;
}
