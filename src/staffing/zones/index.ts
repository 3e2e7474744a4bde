export { gridCells, hexCells, TooManyCells } from './cells.ts';
export { designZones } from './design.ts';
export { zonePolygons } from './dissolve.ts';
export { placeHubs } from './hubs.ts';
export { zoneOfPoints } from './locate.ts';
export { solvePMedian } from './p-median.ts';
export { zoneCentres, zoneNeighbours } from './shapes.ts';
export type * from './types.ts';
export { voronoiCells } from './voronoi.ts';
