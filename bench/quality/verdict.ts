import { digits, markdownTable } from '../table.ts';
import { excessOf, type Group, gapOf, isValid, meanOf } from './groups.ts';
import { type PeerPoint, peersOnInstance, peersOnSet } from './peers.ts';
import type { QualityRecord } from './record.ts';
import { INSTANCE_TARGETS, type InstanceTarget, SET_TARGETS, type SetTarget } from './targets.ts';

/** How a set did with one budget. */
export interface SetVerdict {
  set: string;
  time_s: number;
  threads: number;
  /** Instances solved, of how many there are. */
  solved: number;
  count: number;
  gap: number | null;
  /** What the gap is to be at most, with all threads; null: nothing is said for this budget. */
  target: number | null;
  /** Null where there is no target. Plans that are not valid miss every target. */
  met: boolean | null;
  /** Where vehicles come first: instances with as few as the best known solution, and on how many that is asked. */
  vehicles: { equal: number; target: number | null; met: boolean | null } | null;
  peer: PeerPoint | null;
  /** Whether the gap is below that of the best peer. */
  ahead: boolean | null;
}

/** Holds groups against targets and peers; those of other sets or without a time limit are left out. */
export function judgeSets(groups: Group[]): SetVerdict[] {
  return groups.flatMap((group) => {
    const target = SET_TARGETS.find(({ set }) => set === group.set);
    return target === undefined || group.time_s === null ? [] : [judgeSet(group, group.time_s, target)];
  });
}

function judgeSet({ set, threads, records }: Group, time_s: number, target: SetTarget): SetVerdict {
  const allValid = records.every(isValid);
  const gap = meanOf(records, gapOf);
  // With one thread it is the others who are to be beaten.
  const most = threads > 1 ? (target.gaps[time_s] ?? null) : null;
  const [peer = null] = peersOnSet(set, time_s);
  const isAtMost = (value: number | null, limit: number) => allValid && value !== null && value <= limit;
  return {
    set,
    time_s,
    threads,
    solved: new Set(records.map(({ instance }) => instance)).size,
    count: target.count,
    gap,
    target: most,
    met: most === null ? null : isAtMost(gap, most),
    vehicles: target.vehicles === undefined ? null : judgeVehicles(records, target.vehicles, time_s, threads),
    peer,
    ahead: peer === null ? null : isAtMost(gap, peer.gap),
  };
}

/** Of an instance that was solved with several seeds, the lowest counts: nobody chose it by its result. */
function judgeVehicles(
  records: QualityRecord[],
  target: NonNullable<SetTarget['vehicles']>,
  time_s: number,
  threads: number,
): NonNullable<SetVerdict['vehicles']> {
  const first = [...Map.groupBy(records, ({ instance }) => instance).values()].map((own) =>
    own.reduce((lowest, record) => (record.seed < lowest.seed ? record : lowest)),
  );
  const equal = first.filter((record) => (excessOf(record) ?? 1) <= 0).length;
  const asked = time_s >= target.time_s && threads > 1 ? target.equal : null;
  return { equal, target: asked, met: asked === null ? null : equal >= asked };
}

export interface InstanceVerdict {
  target: InstanceTarget;
  threads: number;
  seeds: number;
  gap: number | null;
  met: boolean;
  /** The best of the others in as many seconds. */
  peer: PeerPoint | null;
}

/** Holds single instances against their targets, for those that were solved with the time of the target. */
export function judgeInstances(groups: Group[]): InstanceVerdict[] {
  return INSTANCE_TARGETS.flatMap((target) =>
    groups
      .filter(({ set, time_s }) => set === target.set && time_s === target.time_s)
      .flatMap(({ threads, records }): InstanceVerdict[] => {
        const own = records.filter(({ instance }) => instance === target.instance);
        if (own.length === 0) return [];
        const gap = meanOf(own, gapOf);
        const reaches = gap !== null && (target.is === 'below' ? gap < target.gap : gap <= target.gap);
        const [peer = null] = peersOnInstance(target.set, target.instance, target.time_s);
        return [{ target, threads, seeds: own.length, gap, met: own.every(isValid) && reaches, peer }];
      }),
  );
}

export function verdictText(met: boolean | null): string {
  return met === null ? '-' : met ? 'met' : 'MISSED';
}

/** Tables of targets and of single instances; empty where the searches have none. */
export function verdictMarkdown(groups: Group[]): string[] {
  const sets = judgeSets(groups).filter(isCompared);
  const instances = judgeInstances(groups);
  return [
    ...(sets.length === 0 ? [] : ['## Targets', '', setTable(sets), '', ...setNotes(sets), '']),
    ...(instances.length === 0 ? [] : [instanceTable(instances), '']),
  ];
}

const isCompared = ({ target, peer, vehicles }: SetVerdict) => target !== null || peer !== null || vehicles !== null;

function setTable(verdicts: SetVerdict[]): string {
  const counted = verdicts.some(({ vehicles }) => vehicles !== null);
  const rows = verdicts.map(({ set, time_s, threads, solved, count, gap, target, met, vehicles, peer, ahead }) => [
    ...[set, String(time_s), String(threads), `${solved} of ${count}`, digits(gap, 3), digits(target, 2)],
    verdictText(met),
    ...(counted ? vehicleCells(vehicles) : []),
    peer === null ? '-' : `${peer.peer.name}, ${peer.peer.threads} thread${peer.peer.threads === 1 ? '' : 's'}`,
    digits(peer?.gap, 2),
    ahead === null ? '-' : ahead ? 'ahead' : 'BEHIND',
  ]);
  const vehicleColumns = counted ? ['best vehicles on', 'target', 'verdict'] : [];
  return markdownTable(
    [
      ...['set', 's', 'threads', 'instances', 'gap %', 'target', 'verdict', ...vehicleColumns],
      ...['to be beaten', 'its gap', 'we are'],
    ],
    rows,
  );
}

function vehicleCells(vehicles: SetVerdict['vehicles']): string[] {
  if (vehicles === null) return ['-', '-', '-'];
  return [String(vehicles.equal), digits(vehicles.target, 0), verdictText(vehicles.met)];
}

function setNotes(verdicts: SetVerdict[]): string[] {
  const partly = verdicts.filter(({ solved, count }) => solved < count).map(({ set }) => set);
  const peers = new Map(verdicts.flatMap(({ peer }) => (peer === null ? [] : [[peer.peer.name, peer.peer]])));
  return [
    'Gaps are means over instances, each the mean of its seeds. Targets are for all threads of two cores; with one thread',
    'it is the others who are to be beaten.',
    ...(partly.length === 0
      ? []
      : [`Not all of ${[...new Set(partly)].join(', ')}: targets and peers are of whole sets, so that says little.`]),
    ...[...peers.values()].map(({ name, source, machine }) => `${name}: ${source}; ${machine}.`),
    ...SET_TARGETS.filter(({ set, remark }) => remark !== undefined && verdicts.some((one) => one.set === set)).map(
      ({ set, remark }) => `To be beaten on ${set} besides: ${remark}.`,
    ),
  ];
}

function instanceTable(verdicts: InstanceVerdict[]): string {
  const rows = verdicts.map(({ target, threads, seeds, gap, met, peer }) => [
    ...[target.instance, String(target.time_s), String(threads), String(seeds), digits(gap, 3)],
    `${target.is} ${digits(target.gap, 2)}`,
    verdictText(met),
    target.against,
    peer === null ? '-' : `${peer.peer.name} ${digits(peer.gap, 2)}`,
  ]);
  const header = ['instance', 's', 'threads', 'seeds', 'gap %', 'target', 'verdict', 'against', 'best of the others'];
  return markdownTable(header, rows);
}
