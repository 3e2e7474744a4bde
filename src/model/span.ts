import type { Draft } from './draft.ts';

/** Seconds on the clock of the request between which ticks have to tell times apart. */
export interface Span {
  /** Tick 0, a whole second; 0 where nothing says when. */
  origin_s: number;
  /** When the last window or shift opens; not before the origin. */
  lastOpening_s: number;
  /** When the last window of a stop, or shift, closes; not before the origin. */
  end_s: number;
}

/**
 * What opened long before anything closes might as well have opened later: who sets out then, and never waits but for what opens
 * after that, is everywhere in time, on duty no longer, and after the first such wait where he would have been anyway. So one
 * window that is open from the year 1970 on does not make the ticks coarse.
 * @param longest_s no route is on the way and at stops for longer, waiting left out
 */
export function spanOf(
  { request, stops, sites, fleet }: Pick<Draft, 'request' | 'stops' | 'sites' | 'fleet'>,
  longest_s: number,
): Span {
  const shifts = fleet.flatMap(({ sample }) => (sample.shift === null ? [] : [sample.shift]));
  const windows = [...stops.flatMap(({ stop }) => stop.windows), ...shifts];
  const all = [...windows, ...sites.list.flatMap((site) => site.windows)];
  const dues = request.tasks.flatMap(({ due_s }) => (due_s === null ? [] : [due_s]));
  const opens = all.map(([from_s]) => from_s);
  const firstClose_s = leastOf([...all.map(([, until_s]) => until_s), ...dues]);
  const firstOpen_s = leastOf(opens);
  const origin_s = Number.isFinite(firstOpen_s) ? Math.floor(Math.max(firstOpen_s, firstClose_s - longest_s)) : 0;
  return {
    origin_s,
    lastOpening_s: mostOf(opens, origin_s),
    end_s: mostOf(
      windows.map(([, until_s]) => until_s),
      origin_s,
    ),
  };
}

const leastOf = (times_s: number[]) =>
  times_s.reduce((least_s, time_s) => Math.min(least_s, time_s), Number.POSITIVE_INFINITY);

const mostOf = (times_s: number[], from_s: number) =>
  times_s.reduce((most_s, time_s) => Math.max(most_s, time_s), from_s);
