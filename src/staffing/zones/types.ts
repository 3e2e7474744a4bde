/** Longitude and latitude in degrees (WGS 84). */
export type LonLat = readonly [lon: number, lat: number];

/** Outline, then holes; rings are closed: the last position is the first. As in GeoJSON. */
export type PolygonRings = readonly (readonly LonLat[])[];

/** A zone of one or more polygons, as a GeoJSON MultiPolygon has them. */
export interface ZoneShape {
  polygons: readonly PolygonRings[];
}

/**
 * Small pieces of a city, each of which goes to one zone as a whole. Neighbours of cell c are
 * neighbours[neighbourStart[c]..neighbourStart[c + 1] - 1], in both directions.
 */
export interface CellGraph {
  cells: number;
  /** Centre of each, in metres on a plane. */
  x_m: Float64Array;
  y_m: Float64Array;
  /** Work of each (orders, or seconds of handling), 0 or more. */
  work: Float64Array;
  neighbourStart: Int32Array;
  neighbours: Int32Array;
}

/** Cells with their outlines on the earth and the cell of each point they were made from. */
export interface CellMap {
  graph: CellGraph;
  /** One closed ring per cell; cells that touch share positions exactly. */
  rings: LonLat[][];
  cellOf: Int32Array;
}

export interface ZoneDesignRequest {
  graph: CellGraph;
  /** So many zones, or as few as hold `max_work` each; one of the two. */
  count?: number;
  max_work?: number;
  /** Zones may be off the mean work by this share; default 0.1. With `max_work`, that is the limit instead. */
  tolerance?: number;
  /** Zone of each cell now, -1 for none. The new zones keep these numbers as far as there are as many. */
  present?: Int32Array;
  /** Metres of detour per unit of work that leaving a cell in its present zone is worth. Default 0 (no regard), 500 to be near. */
  keep_m?: number;
}

export interface ZoneDesignParams {
  /** Sweeps over all cells. Default 300. */
  iterations?: number;
  seed?: number;
  /** Asked before each number of zones that is tried but the first: true ends the trials with the best so far. */
  stop?: () => boolean;
}

export interface ZoneDesign {
  zones: number;
  /** Zone of each cell. */
  zoneOf: Int32Array;
  /** Cell at the centre of each zone: the one with the least sum of work times distance. */
  centre: Int32Array;
  /** By zone. */
  work: Float64Array;
  /** Largest distance of a zone's work from the mean, as a share of the mean. */
  imbalance: number;
  /** Mean distance from the centre, weighted by work. */
  mean_distance_m: number;
  /** By zone; false only where the cells of the zone cannot hang together. */
  contiguous: boolean[];
  /** Share of work in another zone than at present; 0 without a present one. */
  changed_share: number;
  /** All zones within the tolerance (or `max_work`) and contiguous. */
  feasible: boolean;
}

/**
 * Capacitated p-median: choose `p` of the items as medians and give each item to one, no median more weight than
 * `capacity`, at the least sum of distances.
 */
export interface PMedianProblem {
  items: number;
  p: number;
  capacity: number;
  /** Of each item, 0 or more. */
  weight: Float64Array;
  /** Cost of each item if it is given to a median (an item); the same array may be returned each time it is asked for. */
  costsTo(median: number): Float64Array;
  /** The same of one item, where columns are dear; default: as in `costsTo`. */
  costOf?(item: number, median: number): number;
}

export interface PMedianParams {
  /** Medians moved and taken back or kept. Default 1000. */
  iterations?: number;
  seed?: number;
  /** Rounds of the Lagrangian bound; default 0, no bound. Each asks for the costs to every item. */
  bound_rounds?: number;
}

export interface PMedianSolution {
  medians: Int32Array;
  /** Index in `medians` of each item. */
  medianOf: Int32Array;
  cost: number;
  /** Weight above capacity, 0 where it is valid. */
  overload: number;
  /** No valid solution costs less; -Infinity where it was not asked for. */
  bound: number;
}
