/** Why a slot is left short of riders; each is found by trying every rider, and the first that is true is told. */
export const SHORT_REASONS = {
  no_riders_named: 'The request names no riders.',
  no_legal_shift: 'The zone is closed, or no shift that the rules allow reaches the slot.',
  no_vehicle_of_kind: 'No rider has a vehicle that counts here.',
  no_known_zone: 'No rider with such a vehicle knows the zone.',
  no_rider_available: 'Nobody who knows the zone is available.',
  availability_too_short: 'Some are available, and not for a whole shift.',
  all_busy: 'All who could ride then are riding already, here or in other zones, or are on their breaks.',
  all_at_max_hours: 'All who could ride have no hours left in their day or week.',
  rest_rule: 'Nobody who could ride would have rested long enough.',
  split_rule: 'All who could ride have as many shifts on that day as they may, or too small a gap to them.',
  not_worth_cost: 'Somebody could ride, but it costs more than the shortage.',
  not_tried:
    'Some are available, and the time was over, the job stopped, or too many had been tried, before these were.',
} as const;
export type ShortReason = keyof typeof SHORT_REASONS;

/** Why a rider has fewer hours than asked for. */
export const RIDER_REASONS = {
  no_availability: 'Not available within the horizon.',
  no_known_zone: 'Knows none of the zones.',
  availability_too_short: 'Availability, shift lengths and opening hours do not hold the hours wanted.',
  max_hours: 'More would be against the most hours of a day or the week.',
  rest_rule: 'More would be against the rest between shifts.',
  split_rule: 'More would be against the number of shifts of a day, or the gap between them.',
  not_worth_cost: 'More hours are possible, but save less than they cost.',
  not_tried: 'The time was over, or the job stopped, before it was tried whether more are possible.',
} as const;
export type RiderReason = keyof typeof RIDER_REASONS;

/** Why something is to be done now. */
export const INTRADAY_REASONS = {
  covers_shortage: 'Riders are missing there without it.',
  off_the_peak: 'The break falls into a peak where it was.',
  not_needed: 'More riders are there than are needed.',
  goes_home: 'Back to the home zone before the duty ends.',
} as const;
