/**
 * Ridge regression: minimises sum of (y - x b)^2 + penalty |b|^2, for small numbers of features.
 * Solved by Cholesky's factors of X'X + penalty I.
 */
export class Ridge {
  private readonly size: number;
  /** X'X, row by row. */
  private readonly gram: Float64Array;

  constructor(size: number) {
    this.size = size;
    this.gram = new Float64Array(size * size);
  }

  /** Adds a row of features; `at` is where it begins in `x`. */
  add(x: ArrayLike<number>, at = 0, weight = 1): void {
    for (let i = 0; i < this.size; i++) {
      for (let j = 0; j < this.size; j++) this.gram[i * this.size + j]! += weight * x[at + i]! * x[at + j]!;
    }
  }

  /** @param penalty above 0  @returns solves for as many right-hand sides (X'y, size each) as are asked for, in place */
  factor(penalty: number): (rhs: Float64Array) => Float64Array {
    const { size } = this;
    const lower = choleskyOf(this.gram, size, penalty);
    return (rhs) => {
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < i; j++) rhs[i]! -= lower[i * size + j]! * rhs[j]!;
        rhs[i]! /= lower[i * size + i]!;
      }
      for (let i = size - 1; i >= 0; i--) {
        for (let j = i + 1; j < size; j++) rhs[i]! -= lower[j * size + i]! * rhs[j]!;
        rhs[i]! /= lower[i * size + i]!;
      }
      return rhs;
    };
  }

  /** Logarithm of |X'X + penalty I|. */
  logDeterminant(penalty: number): number {
    const lower = choleskyOf(this.gram, this.size, penalty);
    let sum = 0;
    for (let i = 0; i < this.size; i++) sum += 2 * Math.log(lower[i * this.size + i]!);
    return sum;
  }
}

function choleskyOf(gram: Float64Array, size: number, penalty: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = gram[i * size + j]! + (i === j ? penalty : 0);
      for (let k = 0; k < j; k++) sum -= lower[i * size + k]! * lower[j * size + k]!;
      lower[i * size + j] = i === j ? Math.sqrt(sum) : sum / lower[j * size + j]!;
    }
  }
  return lower;
}
