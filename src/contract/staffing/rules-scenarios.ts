import { list, record, records, text } from '../loose.ts';
import type { Look } from './look.ts';
import { checkPerSlot } from './rules-demand.ts';
import { type Area, checkOverlaps, soundArea, soundAreas } from './rules-zones.ts';

const CHANGES = ['demand', 'no_show_rate', 'lose_riders', 'new_zone', 'hubs', 'service'];

/** Every scenario changes something, and only what is there. */
export function checkScenarios(look: Look): void {
  look.unique(look.request.scenarios, 'scenarios');
  const riders = list(look.request.riders).length;
  let present: Area[] | null = null;
  for (const [i, scenario] of records(look.request.scenarios).entries()) {
    const path = `scenarios[${i}]`;
    if (scenario.id === 'plan') look.add('duplicate_id', `${path}.id`, "'plan' is the row of the plan itself");
    if (scenario.id !== undefined && CHANGES.every((name) => scenario[name] === undefined)) {
      look.add('missing_field', path, 'the scenario changes nothing', `Give one of ${CHANGES.join(', ')}.`);
    }
    records(scenario.demand).forEach((change, c) => {
      const at = `${path}.demand[${c}]`;
      look.referAll(change.zones, 'zone', `${at}.zones`, 'mapped');
      const [from_s, to_s] = [look.time(change.from, `${at}.from`), look.time(change.to, `${at}.to`)];
      if ((to_s ?? look.end_s) <= (from_s ?? 0)) {
        look.add(
          'impossible_window',
          at,
          `it begins at ${change.from ?? 'the start'} and ends at ${change.to ?? 'the end'}`,
        );
      }
    });
    const { lose_riders } = scenario;
    if (typeof lose_riders === 'number' && lose_riders > riders) {
      look.add('out_of_bounds', `${path}.lose_riders`, `${lose_riders} of ${riders} riders`);
    }
    records(scenario.hubs).forEach(({ zone, at }, k) => {
      look.refer(zone, 'zone', `${path}.hubs[${k}].zone`, 'mapped');
      const named = records(look.request.zones).find(({ id }) => id === zone);
      if (at !== undefined || named === undefined || named.polygon !== undefined || named.centre !== undefined) return;
      const cause = `nothing is known of where zone '${String(zone).slice(0, 60)}' is`;
      look.add('missing_field', `${path}.hubs[${k}].at`, cause, 'Say where the hub is, or give the zone a polygon.');
    });
    if (scenario.new_zone === undefined) continue;
    present ??= soundAreas(records(look.request.zones));
    checkNewZone(record(scenario.new_zone), present, `${path}.new_zone`, look);
  }
}

function checkNewZone(added: ReturnType<typeof record>, present: Area[], path: string, look: Look): void {
  const zone = record(added.zone);
  if (look.isDesigned && /^zone-\d+$/.test(text(zone.id) ?? '')) {
    look.add('duplicate_id', `${path}.zone.id`, `'${text(zone.id)}' is how zones that we draw are named`);
  }
  if (look.has(zone.id, 'zone')) look.add('duplicate_id', `${path}.zone.id`, `'${zone.id}' is one of 'zones'`);
  checkPerSlot(added, path, look);
  const area = soundArea(zone, `${path}.zone`, look);
  if (area === undefined) return;
  for (const before of present) checkOverlaps([before, area], look);
}
