import { eachNeighbour } from './graph.ts';
import type { CellGraph } from './types.ts';

/** Work that a cell without any counts for, as a share of the mean: so that empty ground goes to the nearest zone, too. */
const EMPTY = 0.02;
/** Zones of more cells look for their centre among so many next to the middle only. */
const CANDIDATES = 40;

export interface Limits {
  /** Work per zone. */
  least: number;
  most: number;
}

/**
 * Cells in zones that hang together. Cost: work times distance to the centre, metres for cells not in their present zone, and
 * `penalty` for work beyond the limits.
 */
export class Districts {
  readonly graph: CellGraph;
  readonly zones: number;
  readonly limits: Limits;
  readonly zoneOf: Int32Array;
  readonly work: Float64Array;
  readonly size: Int32Array;
  readonly centre: Int32Array;
  /** Metres per unit of work. */
  penalty: number;
  private readonly present: Int32Array | null;
  private readonly keep_m: number;
  private readonly weight: Float64Array;
  private readonly seen: Int32Array;
  private round = 0;
  private readonly queue: Int32Array;

  constructor(
    graph: CellGraph,
    zoneOf: Int32Array,
    zones: number,
    limits: Limits,
    present: Int32Array | null,
    keep_m: number,
  ) {
    this.graph = graph;
    this.zones = zones;
    this.limits = limits;
    this.zoneOf = zoneOf;
    this.present = present;
    this.keep_m = keep_m;
    const total = graph.work.reduce((sum, w) => sum + w, 0);
    this.weight = graph.work.map((w) => w + (EMPTY * total) / graph.cells);
    this.work = new Float64Array(zones);
    this.size = new Int32Array(zones);
    for (let c = 0; c < graph.cells; c++) {
      this.work[zoneOf[c]!]! += graph.work[c]!;
      this.size[zoneOf[c]!]!++;
    }
    this.centre = new Int32Array(zones).fill(-1);
    this.seen = new Int32Array(graph.cells);
    this.queue = new Int32Array(graph.cells);
    this.penalty = 0;
    this.recentre();
  }

  metres(cell: number, zone: number): number {
    const { x_m, y_m } = this.graph;
    const centre = this.centre[zone]!;
    return Math.hypot(x_m[cell]! - x_m[centre]!, y_m[cell]! - y_m[centre]!);
  }

  /** Work beyond the limits. */
  off(work: number): number {
    return Math.max(0, work - this.limits.most, this.limits.least - work);
  }

  get excess(): number {
    let sum = 0;
    for (const work of this.work) sum += this.off(work);
    return sum < 1e-9 * this.limits.most ? 0 : sum;
  }

  /** Without the penalty. */
  cost(): number {
    let sum = 0;
    for (let c = 0; c < this.graph.cells; c++) sum += this.costIn(c, this.zoneOf[c]!);
    return sum;
  }

  private costIn(cell: number, zone: number): number {
    const present = this.present ? this.present[cell]! : -1;
    return this.weight[cell]! * (this.metres(cell, zone) + (present >= 0 && present !== zone ? this.keep_m : 0));
  }

  shiftDelta(cell: number, to: number): number {
    const from = this.zoneOf[cell]!;
    const w = this.graph.work[cell]!;
    const off =
      this.off(this.work[from]! - w) -
      this.off(this.work[from]!) +
      this.off(this.work[to]! + w) -
      this.off(this.work[to]!);
    return this.costIn(cell, to) - this.costIn(cell, from) + this.penalty * off;
  }

  shift(cell: number, to: number): void {
    const from = this.zoneOf[cell]!;
    this.zoneOf[cell] = to;
    this.work[from]! -= this.graph.work[cell]!;
    this.work[to]! += this.graph.work[cell]!;
    this.size[from]!--;
    this.size[to]!++;
  }

  /** Whether the rest of a cell's zone still hangs together without it, and there is a rest. */
  mayLeave(cell: number): boolean {
    const { graph, zoneOf, seen, queue } = this;
    const zone = zoneOf[cell]!;
    if (this.size[zone] === 1) return false;
    const round = ++this.round;
    let wanted = 0;
    let first = -1;
    eachNeighbour(graph, cell, (n) => {
      if (zoneOf[n] !== zone) return;
      wanted++;
      first = n;
    });
    if (wanted <= 1) return true;
    seen[cell] = round;
    seen[first] = round;
    queue[0] = first;
    // A search from one neighbour meets the others, mostly at once.
    let open = new Set<number>();
    eachNeighbour(graph, cell, (n) => {
      if (zoneOf[n] === zone && n !== first) open.add(n);
    });
    for (let i = 0, end = 1; i < end; i++) {
      eachNeighbour(graph, queue[i]!, (n) => {
        if (zoneOf[n] !== zone || seen[n] === round) return;
        seen[n] = round;
        open.delete(n);
        queue[end++] = n;
      });
      if (open.size === 0) return true;
    }
    open = new Set();
    return false;
  }

  /** Makes the cell with the least sum of work times distance the centre of each zone. */
  recentre(): void {
    const members = Array.from({ length: this.zones }, (): number[] => []);
    for (let c = 0; c < this.graph.cells; c++) members[this.zoneOf[c]!]!.push(c);
    for (const [zone, cells] of members.entries()) this.centre[zone] = this.centreOf(cells);
  }

  private centreOf(cells: readonly number[]): number {
    const { x_m, y_m } = this.graph;
    const { weight } = this;
    let candidates = cells;
    if (cells.length > CANDIDATES) {
      const total = cells.reduce((sum, c) => sum + weight[c]!, 0);
      const mx = cells.reduce((sum, c) => sum + weight[c]! * x_m[c]!, 0) / total;
      const my = cells.reduce((sum, c) => sum + weight[c]! * y_m[c]!, 0) / total;
      const far = (c: number) => Math.hypot(x_m[c]! - mx, y_m[c]! - my);
      candidates = [...cells].sort((a, b) => far(a) - far(b) || a - b).slice(0, CANDIDATES);
    }
    let [best, least] = [-1, Number.POSITIVE_INFINITY];
    for (const at of candidates) {
      let sum = 0;
      for (const c of cells) sum += weight[c]! * Math.hypot(x_m[c]! - x_m[at]!, y_m[c]! - y_m[at]!);
      if (sum < least) [best, least] = [at, sum];
    }
    return best;
  }
}
