/** To so many digits after the point. */
export function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  // No -0, which JSON does not have.
  return Math.round(value * scale) / scale + 0;
}
