import type { RouteStep, RoutingRequest } from '../contract/request.ts';
import type { RawRoute, RawSolution } from '../model/solution.ts';

/** A solution as numbers: routes; per route its vehicle, its number, its steps; per step [task, part, option] or [-1, reload, 0]. */
export function writeSolution({ routes }: RawSolution): number[] {
  return [
    routes.length,
    ...routes.flatMap(({ vehicle, number, steps }) => [
      ...[vehicle, number, steps.length],
      ...steps.flatMap((step) => (step.kind === 'step' ? [step.task, step.part, step.option] : [-1, step.reload, 0])),
    ]),
  ];
}

/** The solution that was written, or null where the numbers are none of this request. */
export function readSolution(words: readonly number[], request: RoutingRequest): RawSolution | null {
  const reader = new Reader(words, request);
  const routes: RawRoute[] = [];
  const count = reader.next();
  for (let r = 0; r < count && reader.isSound; r++) routes.push(reader.route());
  if (!reader.isSound || !reader.isAtEnd) return null;
  return { routes, unassigned: request.tasks.flatMap((_, t) => (reader.taken[t]! === 0 ? [t] : [])) };
}

class Reader {
  isSound = true;
  /** Per task: a bit for each of its steps. */
  readonly taken: Uint8Array;
  private readonly words: readonly number[];
  private readonly request: RoutingRequest;
  private readonly drivers = new Set<string>();
  private at = 0;

  constructor(words: readonly number[], request: RoutingRequest) {
    this.words = words;
    this.request = request;
    this.taken = new Uint8Array(request.tasks.length);
  }

  get isAtEnd(): boolean {
    const isWhole = this.request.tasks.every(
      ({ kind }, t) => this.taken[t] === 0 || this.taken[t] === (kind === 'shipment' ? 3 : 1),
    );
    return this.at === this.words.length && isWhole;
  }

  next(): number {
    const word = this.words[this.at++];
    this.expect(Number.isSafeInteger(word));
    return this.isSound ? word! : 0;
  }

  route(): RawRoute {
    const [vehicle, number, size] = [this.next(), this.next(), this.next()];
    const entry = this.request.vehicles[vehicle];
    const from = entry?.firstNumber ?? 0;
    this.expect(entry !== undefined && number >= from && number < from + entry.count && size > 0);
    this.expect(!this.drivers.has(`${vehicle} ${number}`) && this.at + 3 * size <= this.words.length);
    this.drivers.add(`${vehicle} ${number}`);
    const steps: RouteStep[] = [];
    for (let i = 0; i < size && this.isSound; i++) steps.push(this.step(vehicle));
    return { vehicle, number, steps };
  }

  private step(vehicle: number): RouteStep {
    const [task, part, option] = [this.next(), this.next(), this.next()];
    if (task === -1) {
      this.expect(this.request.vehicles[vehicle]!.reloads[part] !== undefined);
      return { kind: 'reload', reload: part };
    }
    const known = this.request.tasks[task];
    const stops = part === 0 ? known?.stops : part === 1 ? known?.deliveryStops : undefined;
    this.expect(stops?.[option] !== undefined && (this.taken[task]! & (1 << part)) === 0);
    if (this.isSound) this.taken[task]! |= 1 << part;
    return { kind: 'step', task, part: part as 0 | 1, option };
  }

  private expect(isSound: boolean): void {
    if (!isSound) this.isSound = false;
  }
}
