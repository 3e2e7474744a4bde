import type { StaffingInput } from '../../../src/contract/staffing/schema.ts';
import type { Random } from '../random.ts';
import { QUARTERS } from './city.ts';

type RiderInput = NonNullable<StaffingInput['riders']>[number];
type Availability = RiderInput['availability'][number];
type Day = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

const WEEK: Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/**
 * Riders who choose their hours: students, second jobs, full-timers. Left alone, many are away from noon to two, exactly
 * when offices order lunch.
 */
export function makeRiders(random: Random, count: number): RiderInput[] {
  return Array.from({ length: count }, (_, i) => makeRider(random, i));
}

function makeRider(random: Random, i: number): RiderInput {
  const kind = random.weighted([
    ['student', 4],
    ['second-job', 3],
    ['full-time', 3],
  ] as const);
  const vehicle = random.weighted([
    ['bike', 7],
    ['scooter', 3],
  ] as const);
  const home = random.weighted(QUARTERS.map(({ id, lunch, dinner }) => [id, lunch + dinner] as const));
  const others = random.shuffled(QUARTERS.map(({ id }) => id).filter((id) => id !== home));
  const zones = random.chance(0.4) ? undefined : others.slice(0, random.integer(1, 3)).sort();
  const eatsAtNoon = random.chance(0.45);
  const days = random.shuffled(WEEK).slice(0, kind === 'full-time' ? 5 : random.integer(4, 6));
  const availability = WEEK.filter((day) => days.includes(day)).flatMap((day) => offers(kind, day, eatsAtNoon, random));
  const wants = { student: [8, 16], 'second-job': [10, 18], 'full-time': [26, 36] }[kind] as [number, number];
  return {
    id: `rider-${String(i + 1).padStart(3, '0')}`,
    vehicle,
    availability,
    home,
    ...(zones ? { zones } : {}),
    ...(eatsAtNoon ? {} : { preferences: [{ from: '12:00', to: '14:00', value_per_h: -2 }] }),
    wants_h_week: random.stepped(wants[0], wants[1], 2),
    max_h_week: kind === 'full-time' ? 40 : 24,
    reliability: random.stepped(90, 100, 1) / 100,
  };
}

/** What a rider offers on a day, to the minute: people do not think in slots. */
function offers(
  kind: 'student' | 'second-job' | 'full-time',
  day: Day,
  eatsAtNoon: boolean,
  random: Random,
): Availability[] {
  const isWeekend = day === 'sat' || day === 'sun';
  if (kind === 'second-job' && !isWeekend) {
    return [{ days: [day], from: at(random.integer(1030, 1080)), to: at(random.integer(1380, 1440)) }];
  }
  const opens = kind === 'student' && !isWeekend ? random.integer(600, 690) : random.integer(570, 630);
  const closes = random.integer(1260, 1400);
  if (!eatsAtNoon) return [{ days: [day], from: at(opens), to: at(closes) }];
  // Away from about twelve to about two.
  const leaves = random.integer(705, 735);
  const back = random.integer(825, 855);
  const morning = leaves - opens >= 60 ? [{ days: [day], from: at(opens), to: at(leaves) }] : [];
  return [...morning, { days: [day], from: at(back), to: at(closes) }];
}

/** Minutes after midnight -> `11:45`. */
function at(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
