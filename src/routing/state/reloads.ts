import type { Rich } from '../../model/rich.ts';
import type { TourTables } from './tables.ts';

/** The nodes that stand for reloads: each of a site, and on one route at most. */
export class Reloads {
  private readonly tours: TourTables;
  private readonly rich: Rich;
  /** By node, from the first reload on. */
  private readonly siteOf: Int32Array;

  constructor(tours: TourTables, rich: Rich) {
    const { stops, visits } = tours.problem;
    this.tours = tours;
    this.rich = rich;
    this.siteOf = new Int32Array(visits - stops);
    for (let site = 0; site < rich.sites; site++)
      this.siteOf.fill(site, rich.siteStart[site]! - stops, rich.siteStart[site + 1]! - stops);
  }

  /** A node of the site that is on no route and for none that must stay, or -1. */
  free(site: number): number {
    const { siteStart, keptReloads } = this.rich;
    return this.freeAmong(siteStart[site]! + keptReloads[site]!, siteStart[site + 1]!);
  }

  /** The same, but -1 where the vehicle does not reload at that site. */
  freeFor(site: number, type: number): number {
    return this.rich.reloadOf[type * this.rich.sites + site]! < 0 ? -1 : this.free(site);
  }

  /** A free node of the site for step `i` of a route that is loaded, which may have to stay, or -1. */
  forStep(site: number, type: number, i: number): number {
    const { siteStart, keptReloads, prefix } = this.rich;
    const from = siteStart[site]!;
    return i < prefix[type]!.length ? this.freeAmong(from, from + keptReloads[site]!) : this.free(site);
  }

  /** Which of its reloads a vehicle makes at a node, or -1: none. */
  at(node: number, type: number): number {
    const { rich } = this;
    return rich.reloadOf[type * rich.sites + this.siteOf[node - this.tours.problem.stops]!]!;
  }

  private freeAmong(from: number, to: number): number {
    const { route } = this.tours;
    for (let v = from; v < to; v++) if (route[v]! < 0) return v;
    return -1;
  }
}
