/** Shares a whole number out by weights (largest remainders), nobody more than `most`; where there is enough for all, that. */
export function share(amount: number, weights: readonly number[], most: number[]): number[] {
  if (amount >= most.reduce((sum, part) => sum + part, 0)) return most;
  const parts = most.map(() => 0);
  let left = amount;
  // A share that was capped leaves something for the others.
  while (left > 0) {
    const open = parts.map((part, w) => (part < most[w]! ? weights[w]! : 0));
    const sum = open.reduce((total, weight) => total + weight, 0);
    if (sum === 0) break;
    const wanted = open.map((weight) => (left * weight) / sum);
    const given = wanted.map((part, w) => Math.min(most[w]! - parts[w]!, Math.floor(part)));
    const remainders = wanted.map((part, w) => ({ w, rest: part - Math.floor(part) }));
    remainders.sort((a, b) => b.rest - a.rest || a.w - b.w);
    let odd = left - given.reduce((total, part) => total + part, 0);
    for (const { w } of remainders) {
      if (odd === 0) break;
      if (open[w]! > 0 && parts[w]! + given[w]! < most[w]!) {
        given[w]!++;
        odd--;
      }
    }
    given.forEach((part, w) => (parts[w]! += part));
    left = odd;
  }
  return parts;
}
