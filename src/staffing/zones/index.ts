export type {
  CellGraph,
  CellMap,
  LonLat,
  PMedianProblem,
  PMedianSolution,
  PolygonRings,
  ZoneDesign,
  ZoneDesignParams,
  ZoneDesignRequest,
  ZoneOverlap,
  ZoneShape,
} from './types.ts';
