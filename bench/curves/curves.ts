import { gapPercent } from '../figures.ts';
import { type Group, gapOf, groupsOf, isHierarchical, isValid, meanOf } from '../quality/groups.ts';
import { PEER_POINTS, type PeerPoint } from '../quality/peers.ts';
import type { QualityRecord } from '../quality/record.ts';
import { INSTANCE_TARGETS, SET_TARGETS } from '../quality/targets.ts';

export interface CurvePoint {
  at_s: number;
  gap: number;
}

/** Mean gap over time of searches with one budget. */
export interface Curve {
  time_s: number;
  threads: number;
  /** Ascending by time; begins where every search has a plan that counts. */
  points: CurvePoint[];
}

/** What one panel of a picture shows. */
export interface Panel {
  title: string;
  subtitle: string;
  curves: Curve[];
  /** To be reached: gaps in so many seconds. */
  targets: CurvePoint[];
  /** One list per solver, ascending by time. */
  peers: { label: string; points: CurvePoint[] }[];
}

/** Gap of a search at a moment of its run, or null: no plan that counts yet, or it was over by then. */
function gapAt({ solved, judge, time_s }: QualityRecord, at_s: number): number | null {
  if (time_s !== null && at_s > time_s) return null;
  const point = solved?.anytime.findLast((candidate) => candidate.at_s <= at_s);
  return gapPercent(point?.cost ?? null, judge?.bks ?? null);
}

/**
 * Mean gap over time of a group, or null where it has none: vehicles come first, counted iterations, no valid plan.
 * Instances weigh the same whatever number of seeds they were solved with.
 */
export function curveOf({ records, time_s, threads }: Group): Curve | null {
  const valid = records.filter((record) => isValid(record) && gapOf(record) !== null);
  if (time_s === null || valid.length === 0 || valid.some(({ judge }) => isHierarchical(judge))) return null;
  const times = [...new Set(valid.flatMap(({ solved }) => solved!.anytime.map(({ at_s }) => at_s)))];
  const points = times
    .filter((at_s) => at_s < time_s)
    .sort((a, b) => a - b)
    .filter((at_s) => valid.every((record) => gapAt(record, at_s) !== null))
    .map((at_s) => ({ at_s, gap: meanOf(valid, (record) => gapAt(record, at_s))! }));
  return { time_s, threads, points: [...points, { at_s: time_s, gap: meanOf(valid, gapOf)! }] };
}

/** A panel per set with its curves, in the order of the targets' table; sets without a curve are left out. */
export function setPanels(records: QualityRecord[]): Panel[] {
  const groups = Map.groupBy(groupsOf(records), ({ set }) => set);
  const order = [...groups.keys()].sort((a, b) => rank(a) - rank(b));
  return order.flatMap((set): Panel[] => {
    const curves = groups.get(set)!.flatMap((group) => curveOf(group) ?? []);
    if (curves.length === 0) return [];
    const target = SET_TARGETS.find((one) => one.set === set);
    const solved = new Set(groups.get(set)!.flatMap((group) => group.records.map(({ instance }) => instance))).size;
    const of = target === undefined || target.count === solved ? `${solved}` : `${solved} of ${target.count}`;
    return [
      {
        title: set,
        subtitle: [target?.what, `${of} ${of === '1' ? 'instance' : 'instances'}`].filter(Boolean).join(' · '),
        curves,
        targets: Object.entries(target?.gaps ?? {}).map(([time_s, gap]) => ({ at_s: Number(time_s), gap })),
        peers: peersOf(PEER_POINTS.filter((point) => point.set === set && point.instance === null)),
      },
    ];
  });
}

function rank(set: string): number {
  const place = SET_TARGETS.findIndex((target) => target.set === set);
  return place < 0 ? SET_TARGETS.length : place;
}

/** A panel per instance of which several points of others are known. */
export function instancePanels(records: QualityRecord[]): Panel[] {
  const byInstance = Map.groupBy(records, ({ set, instance }) => `${set}/${instance}`);
  return [...byInstance.values()].flatMap((own): Panel[] => {
    const { set, instance } = own[0]!;
    const known = PEER_POINTS.filter((point) => point.set === set && point.instance === instance);
    const curves = groupsOf(own).flatMap((group) => curveOf(group) ?? []);
    if (known.length < 2 || curves.length === 0) return [];
    const seeds = new Set(own.map(({ seed }) => seed)).size;
    return [
      {
        title: instance,
        subtitle: `${set} · ${own[0]!.judge?.n ?? '?'} tasks · ${seeds} seed${seeds === 1 ? '' : 's'}`,
        curves,
        targets: INSTANCE_TARGETS.filter((target) => target.set === set && target.instance === instance).map(
          ({ time_s, gap }) => ({ at_s: time_s, gap }),
        ),
        peers: peersOf(known),
      },
    ];
  });
}

function peersOf(points: readonly PeerPoint[]): Panel['peers'] {
  return [...Map.groupBy(points, ({ peer }) => peer)].map(([{ label }, own]) => ({
    label,
    points: own.map(({ time_s, gap }) => ({ at_s: time_s, gap })).sort((a, b) => a.at_s - b.at_s),
  }));
}
