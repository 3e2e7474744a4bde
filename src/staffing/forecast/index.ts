export { calendarOf } from './calendar.ts';
export { forecastDemand } from './forecast.ts';
export { sinceOpened } from './openings.ts';
export type {
  Backtest,
  DemandEvent,
  DemandForecast,
  ForecastInput,
  ForecastWarning,
  HolidayKind,
  SlotCalendar,
} from './types.ts';
