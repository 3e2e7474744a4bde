import type { ErrorList } from './error-list.ts';
import { type Loose, list, records } from './loose.ts';
import type { References } from './rules-references.ts';
import type { Times } from './rules-times.ts';

/** What a vehicle says but for its places and profile. */
export function checkVehicle(
  vehicle: Loose,
  path: string,
  references: References,
  times: Times,
  errors: ErrorList,
): void {
  times.checkWindow(vehicle.shift, `${path}.shift`);
  times.checkWindows(vehicle.shifts, `${path}.shifts`);
  times.checkApart(vehicle.shifts, `${path}.shifts`);
  if (vehicle.shift !== undefined && vehicle.shifts !== undefined) {
    errors.add('conflicting_fields', `${path}.shifts`, "'shift' and 'shifts' are both given");
  }
  references.unique(records(vehicle.breaks), `${path}.breaks`);
  checkBreaks(vehicle.breaks, `${path}.breaks`, times, errors);
  for (const [i, { windows }] of records(vehicle.reloads).entries()) {
    times.checkWindows(windows, `${path}.reloads[${i}].windows`);
  }
  if (vehicle.max_trips !== undefined && list(vehicle.reloads).length === 0) {
    errors.add(
      'missing_field',
      `${path}.reloads`,
      "'max_trips' needs 'reloads', where a trip ends and the next begins",
    );
  }
  for (const [i, { zone }] of records(vehicle.tariff).entries())
    references.check(zone, 'zone', `${path}.tariff[${i}].zone`);
  references.checkAll(vehicle.zones, 'zone', `${path}.zones`);
}

/** Breaks open at one time beside one after driving: each may be left out or not, for what that does to later ones, so all ways are tried. */
const MOST_AT_ONCE = 6;

/** Every break has windows or a driving rule; one driving rule is enough for a vehicle. */
function checkBreaks(breaks: unknown, path: string, times: Times, errors: ErrorList): void {
  let driving: string | undefined;
  for (const [i, each] of records(breaks).entries()) {
    const at = `${path}[${i}]`;
    times.checkWindows(each.windows, `${at}.windows`);
    const isOfDriving = each.after_driving_s !== undefined;
    if (isOfDriving && each.windows !== undefined) {
      errors.add('conflicting_fields', `${at}.after_driving_s`, "'windows' and 'after_driving_s' are both given");
    } else if (!isOfDriving && each.windows === undefined && each.id !== undefined) {
      errors.add('missing_field', `${at}.windows`, "neither 'windows' nor 'after_driving_s' is given");
    }
    if (!isOfDriving) continue;
    if (driving) errors.add('conflicting_fields', `${at}.after_driving_s`, `${driving} is already taken after driving`);
    driving ??= at;
  }
  const most = driving ? mostAtOnce(breaks, times) : 0;
  if (most > MOST_AT_ONCE) {
    const cause = `${most} of them are open at one time, more than the ${MOST_AT_ONCE} allowed beside one with after_driving_s`;
    errors.add('out_of_bounds', path, cause);
  }
}

/** Most breaks at any time for which the first window has opened, and the last has not closed; windows come in any order. */
function mostAtOnce(breaks: unknown, times: Times): number {
  const spans = records(breaks).flatMap(({ windows }) => {
    const secondsAt = (end: 0 | 1) => list(windows).map((window) => times.seconds(list(window)[end]) ?? Number.NaN);
    const [opens_s, closes_s] = [Math.min(...secondsAt(0)), Math.max(...secondsAt(1))];
    return Number.isFinite(opens_s) && Number.isFinite(closes_s) ? [{ opens_s, closes_s }] : [];
  });
  const opens = spans.map(({ opens_s }) => opens_s).sort((a, b) => a - b);
  const closes = spans.map(({ closes_s }) => closes_s).sort((a, b) => a - b);
  let [most, closed] = [0, 0];
  opens.forEach((opens_s, i) => {
    while (closed < closes.length && closes[closed]! < opens_s) closed++;
    most = Math.max(most, i + 1 - closed);
  });
  return most;
}
