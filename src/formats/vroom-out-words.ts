import type { ErrorList } from '../contract/error-list.ts';
import type { RoutingRequest, Window } from '../contract/request.ts';
import type { VroomIds } from './vroom-ids.ts';
import { scaleOf, Whole } from './vroom-out-numbers.ts';
import { needsNoMatrix } from './vroom-places.ts';

/** What tasks and vehicles share while a native request is put into VROOM's words. */
export class VroomWords {
  readonly request: RoutingRequest;
  readonly errors: ErrorList;
  readonly notes: string[];
  readonly whole: Whole;
  readonly ids: VroomIds;
  private readonly skillNumbers: Map<string, number>;
  private readonly hasMatrix: boolean;
  /** Positions are no longitudes and latitudes. */
  private readonly isPlane: boolean;

  constructor(request: RoutingRequest, errors: ErrorList, notes: string[]) {
    this.request = request;
    this.errors = errors;
    this.notes = notes;
    this.whole = new Whole(errors);
    const { tasks, vehicles } = request;
    const names = new Set([...tasks, ...vehicles].flatMap(({ skills }) => skills));
    this.skillNumbers = this.numbersOf([...names], 'skills');
    const profiles = vehicles.map(({ profile }) => request.profiles[profile]!);
    this.isPlane = profiles.some(({ kind }) => kind === 'euclidean');
    this.hasMatrix = !profiles.every(needsNoMatrix);
    const prices = vehicles.flatMap(({ costs }) => [
      ...[costs.fixed, costs.per_km],
      ...[costs.per_travel_hour, costs.per_service_hour],
    ]);
    const costScale = scaleOf(prices, errors);
    if (costScale > 1) notes.push(`costs are whole in VROOM: all of them times ${costScale}`);
    this.ids = { tasks: new Map(), vehicles: new Map(), names: new Map(), breaks: new Map(), costScale };
  }

  /** As a field, where there are any. */
  skills(names: string[]): { skills?: number[] } {
    return names.length > 0 ? { skills: names.map((name) => this.skillNumbers.get(name)!) } : {};
  }

  /** The numbers that names are, if all of them are; else their places in the list, from 1. */
  numbersOf(names: string[], what: string): Map<string, number> {
    const areNumbers = names.every((name) => /^(0|[1-9]\d{0,14})$/.test(name));
    const note = `${what} are numbers in VROOM: they are numbered from 1`;
    if (!areNumbers && !this.notes.includes(note)) this.notes.push(note);
    return new Map(names.map((name, i) => [name, areNumbers ? Number(name) : i + 1]));
  }

  /** So that people find a task that was numbered. */
  describe(description: string | null, name: string, id: number): string | undefined {
    return description ?? (name === String(id) ? undefined : name);
  }

  windows(windows: Window[], path: string): Window[] {
    return windows.map((window, i) => this.whole.all(window, `${path}[${i}]`) as Window);
  }

  place(index: number): { location?: [number, number]; location_index?: number } {
    const { position } = this.request.places[index]!;
    return {
      ...(position && !this.isPlane && { location: position }),
      ...(this.hasMatrix && { location_index: index }),
    };
  }
}
