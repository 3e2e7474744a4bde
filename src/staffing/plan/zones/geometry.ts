type Position = readonly [number, number];

/** The mean of the corners of a closed ring. */
export function middleOf(ring: readonly Position[]): Position {
  const corners = ring.slice(1);
  const mean = (axis: 0 | 1) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length;
  return [mean(0), mean(1)];
}
