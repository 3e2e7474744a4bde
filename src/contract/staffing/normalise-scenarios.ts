import { type DemandReading, perSlot } from './normalise-demand.ts';
import { toService } from './normalise-service.ts';
import { toZone } from './normalise-zones.ts';
import type { Scenario } from './request.ts';
import type { StaffingParsed } from './schema.ts';

type ScenarioParsed = NonNullable<StaffingParsed['scenarios']>[number];

export function toScenario(scenario: ScenarioParsed, reading: DemandReading): Scenario {
  const { horizon, clock, zoneIndex } = reading;
  const { new_zone, service } = scenario;
  return {
    id: scenario.id,
    demand: (scenario.demand ?? []).map(({ factor, zones, from, to }) => ({
      factor,
      zones: zones?.map((id) => zoneIndex.get(id)!) ?? null,
      span:
        from === undefined && to === undefined
          ? null
          : {
              from_s: from === undefined ? 0 : clock.parse(from),
              to_s: to === undefined ? horizon.dayStarts_s.at(-1)! : clock.parse(to),
            },
    })),
    noShowRate: scenario.no_show_rate ?? null,
    loseRiders: scenario.lose_riders ?? 0,
    newZone:
      new_zone === undefined
        ? null
        : {
            zone: toZone(new_zone.zone),
            ...perSlot(new_zone, reading),
            travel_s: new_zone.travel_min === undefined ? null : Math.round(new_zone.travel_min * 60),
          },
    hubs: (scenario.hubs ?? []).map(({ zone, at }) => ({ zone: zoneIndex.get(zone)!, at: at ?? null })),
    service: service === undefined ? null : toService(service),
  };
}
