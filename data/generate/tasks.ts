import type { RequestInput } from '../../src/contract/schema.ts';
import type { Random } from './random.ts';
import type { Receiver } from './receivers.ts';

export type TaskInput = Exclude<RequestInput['tasks'][number], { kind: 'shipment' }>;
type Hours = [from: number, to: number];
type Range = [low: number, high: number];

/** What the day is made of. Shares are of all tasks; the rest are plain parcels. */
export interface DayMix {
  tasks: number;
  shares: Record<'returns' | 'heavy' | 'cold' | 'optional', number>;
  /** What leaving an optional task out costs. */
  prize: Range;
  /** How times are written: seconds of the day or ISO text. */
  time: (hours: number) => number | string;
}

interface Goods {
  what: string;
  kind: 'delivery' | 'pickup' | 'visit';
  kg: Range;
  litres: Range;
  service_s: Range;
  priority: number;
  skills?: string[];
  /** When it may come; default: when the receiver is there. */
  hours?: Hours[];
}

const GOODS: Record<keyof DayMix['shares'] | Receiver['kind'], Goods> = {
  returns: { what: 'Return', kind: 'pickup', kg: [1, 8], litres: [10, 80], service_s: [90, 240], priority: 10 },
  heavy: {
    what: 'Heavy goods',
    kind: 'delivery',
    kg: [50, 140],
    litres: [300, 900],
    service_s: [480, 900],
    priority: 40,
    skills: ['lift'],
    hours: [
      [8, 12],
      [9, 13],
      [12, 16],
      [13, 17],
    ],
  },
  cold: {
    what: 'Cold goods',
    kind: 'delivery',
    kg: [4, 20],
    litres: [20, 90],
    service_s: [120, 300],
    priority: 70,
    skills: ['cold'],
    hours: [
      [7, 9],
      [8, 10],
      [9, 12],
      [15, 18],
    ],
  },
  optional: { what: 'Leaflets', kind: 'visit', kg: [0, 0], litres: [0, 0], service_s: [120, 240], priority: 0 },
  locker: { what: 'Parcels', kind: 'delivery', kg: [15, 45], litres: [120, 400], service_s: [240, 420], priority: 20 },
  business: { what: 'Parcel', kind: 'delivery', kg: [3, 40], litres: [20, 250], service_s: [150, 360], priority: 30 },
  home: { what: 'Parcel', kind: 'delivery', kg: [1, 14], litres: [5, 90], service_s: [90, 210], priority: 30 },
};
const EXPRESS = { share: 0.09, priority: 90, hours: [7, 10] as Hours };

/** Opening hours of receivers, with how common they are; none: at any time. */
const OPEN: Record<Receiver['kind'], [hours: Hours[], weight: number][]> = {
  locker: [[[], 1]],
  business: [
    [[[8, 17]], 4],
    [
      [
        [8, 12],
        [13, 17],
      ],
      3,
    ],
    [[[9, 18]], 3],
    [[[6.5, 11]], 1],
  ],
  home: [
    [[], 45],
    [[[9, 13]], 12],
    [[[13, 15]], 8],
    [[[14, 18]], 12],
    [[[15, 17]], 8],
    [[[17, 20]], 10],
    [
      [
        [7.5, 9],
        [17.5, 20],
      ],
      5,
    ],
  ],
};

/** One task at a receiver's door. `at` is its place. */
export function makeTask(id: string, at: TaskInput['at'], receiver: Receiver, mix: DayMix, random: Random): TaskInput {
  const shares = Object.entries(mix.shares) as [keyof DayMix['shares'], number][];
  const plain = 1 - shares.reduce((sum, [, share]) => sum + share, 0);
  const name = random.weighted<keyof typeof GOODS>([...shares, [receiver.kind, plain]]);
  const goods = GOODS[name];
  const express = (name === 'home' || name === 'business') && random.chance(EXPRESS.share);
  const hours = express ? [EXPRESS.hours] : goods.hours ? [random.pick(goods.hours)] : openingHours(receiver, random);
  const windows = hours.map(
    ([opens, closes]) => [mix.time(opens), mix.time(closes)] as [number | string, number | string],
  );
  // Empty lists and zeros that mean nothing are left out: people read these files.
  return {
    kind: goods.kind,
    id,
    description: `${express ? 'Express parcel' : goods.what} for a ${receiver.kind}, ${receiver.district.name}`,
    at,
    label: receiver.kind,
    ...(goods.kind === 'visit' ? {} : { load: [random.integer(...goods.kg), random.stepped(...goods.litres, 5)] }),
    service_s: random.stepped(...goods.service_s, 30),
    ...(windows.length > 0 && name !== 'optional' ? { windows } : {}),
    ...(goods.priority > 0 ? { priority: express ? EXPRESS.priority : goods.priority } : {}),
    ...(goods.skills ? { skills: goods.skills } : {}),
    // The lanes of the old town are too narrow for trucks, unless only a truck can do it.
    ...(receiver.district.kind === 'core' && !goods.skills ? { forbidden_skills: ['wide'] } : {}),
    ...(name === 'optional' ? { prize: random.stepped(...mix.prize, 0.5) } : {}),
  };
}

function openingHours({ kind }: Receiver, random: Random): Hours[] {
  return random.weighted(OPEN[kind]);
}
