import type { RoutingRequest, Stop, TariffRow, Task, Vehicle } from '../contract/request.ts';
import type { Report } from './board.ts';
import { isOver } from './verdict.ts';
import { zonesOfPlaces } from './zones.ts';

/** Rule R1: what a vehicle may serve, and what a tariff asks for it. */
export class Allowed {
  readonly zones: Set<number>[];
  private readonly request: RoutingRequest;

  constructor(request: RoutingRequest) {
    this.request = request;
    this.zones = zonesOfPlaces(request);
  }

  /** Lists, goods, zones and tariff; skills apart. */
  mayServe(vehicle: Vehicle, task: Task, part: 0 | 1, option: Stop): boolean {
    return (
      canGet(vehicle, task) &&
      this.isListed(vehicle, task) &&
      this.enters(vehicle, option.place) &&
      this.hasRow(vehicle, task, part, option)
    );
  }

  isListed(vehicle: Vehicle, { onlyVehicles, forbiddenVehicles, onBoardOf }: Task): boolean {
    if (onBoardOf !== null && this.request.vehicles[onBoardOf] !== vehicle) return false;
    return (onlyVehicles?.includes(vehicle.id) ?? true) && !forbiddenVehicles.includes(vehicle.id);
  }

  enters({ zones }: Vehicle, place: number): boolean {
    return zones === null || zones.some((zone) => this.zones[place]!.has(zone));
  }

  /** The first row for this place and load; of a shipment it is its delivery that counts. */
  rowFor({ tariff }: Vehicle, task: Task, place: number): TariffRow | null {
    const fits = ({ zone, upTo }: TariffRow) =>
      (zone === null || this.zones[place]!.has(zone)) &&
      (upTo === null || task.load.every((amount, d) => !isOver(amount, upTo[d]!)));
    return tariff?.find(fits) ?? null;
  }

  private hasRow(vehicle: Vehicle, task: Task, part: 0 | 1, { place }: Stop): boolean {
    if (vehicle.tariff === null || (task.kind === 'shipment' && part === 0)) return true;
    return this.rowFor(vehicle, task, place) !== null;
  }

  /** Reports what is wrong between a step and the vehicle that takes it. */
  check(vehicle: Vehicle, task: Task, part: 0 | 1, option: Stop, at: number, report: Report): void {
    const who = `'${vehicle.id}' for task '${task.id}'`;
    for (const [cause, detail] of skillFaults(vehicle, task)) report(cause, at, () => `${who} ${detail}`);
    if (task.onBoardOf !== null && this.request.vehicles[task.onBoardOf] !== vehicle) {
      report('not_on_board', at, () => `task '${task.id}' is on board of another vehicle than '${vehicle.id}'`);
    } else if (!this.isListed(vehicle, task)) {
      report('vehicle_not_allowed', at, () => `${who} is not allowed`);
    }
    if (!this.enters(vehicle, option.place)) {
      report('zone_forbidden', at, () => `'${vehicle.id}' may not enter the place of task '${task.id}'`);
    }
    if (!this.hasRow(vehicle, task, part, option)) {
      report('no_tariff', at, () => `the tariff of '${vehicle.id}' has no row for task '${task.id}'`);
    }
  }
}

/** What is on its way without the goods needs a reload to get them; that it comes first, the board tells. */
const canGet = ({ loadsAtStart, reloads }: Vehicle, { kind, onBoardOf }: Task): boolean =>
  loadsAtStart || reloads.length > 0 || kind !== 'delivery' || onBoardOf !== null;

export const hasSkills = (vehicle: Vehicle, task: Task) => skillFaults(vehicle, task).length === 0;

function skillFaults({ skills }: Vehicle, task: Task): ['missing_skill' | 'forbidden_skill', string][] {
  const has = new Set(skills);
  const faults: ['missing_skill' | 'forbidden_skill', string][] = [];
  for (const skill of task.skills) if (!has.has(skill)) faults.push(['missing_skill', `lacks '${skill}'`]);
  if (task.anySkills.length > 0 && !task.anySkills.some((skill) => has.has(skill))) {
    faults.push(['missing_skill', `has none of '${task.anySkills.join("', '")}'`]);
  }
  for (const skill of task.forbiddenSkills) if (has.has(skill)) faults.push(['forbidden_skill', `has '${skill}'`]);
  return faults;
}
