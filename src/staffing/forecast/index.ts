export { type BinnedOrders, binOrders, type OrderColumns, type ZoneArea } from './bin-orders.ts';
export { type CalendarInput, calendarOf } from './calendar.ts';
export { forecastDemand } from './forecast.ts';
export type {
  Backtest,
  BacktestWeek,
  DemandEvent,
  DemandForecast,
  DemandHistory,
  ForecastInput,
  ForecastWarning,
  HolidayKind,
  Score,
  SlotCalendar,
} from './types.ts';
