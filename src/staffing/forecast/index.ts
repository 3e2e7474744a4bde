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
