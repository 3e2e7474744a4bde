/** Rounds to the nearest integer, halves to the even neighbour, as IEEE 754 and the benchmark sets do. */
export function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
