/**
 * Solves `A·x = b` for a symmetric positive definite A known by its products, with a diagonal preconditioner
 * (Golub & Van Loan, Matrix Computations, section 11.5.2).
 *
 * @param multiply Writes `A·x` into `out`.
 * @param diagonal Shape `[size]`, above 0: near A's diagonal; only speed depends on it.
 * @param rightSide b, shape `[size]`.
 * @param options.tolerance Stops when the residual's length is this share of b's. Default 1e-9.
 * @param options.iterations Stops in any case after so many. Default 500.
 * @returns x, a new array.
 */
export function conjugateGradient(
  multiply: (x: Float64Array, out: Float64Array) => void,
  diagonal: ArrayLike<number>,
  rightSide: ArrayLike<number>,
  { tolerance = 1e-9, iterations = 500 }: { tolerance?: number; iterations?: number } = {},
): Float64Array {
  const size = rightSide.length;
  const x = new Float64Array(size);
  const residual = Float64Array.from(rightSide);
  const goal = dot(residual, residual) * tolerance * tolerance;
  const product = new Float64Array(size);
  const scaled = residual.map((value, i) => value / diagonal[i]!);
  const direction = scaled.slice();
  let length = dot(residual, scaled);
  for (let iteration = 0; iteration < iterations && dot(residual, residual) > goal; iteration++) {
    multiply(direction, product);
    const step = length / dot(direction, product);
    for (let i = 0; i < size; i++) {
      x[i]! += step * direction[i]!;
      residual[i]! -= step * product[i]!;
      scaled[i] = residual[i]! / diagonal[i]!;
    }
    const next = dot(residual, scaled);
    for (let i = 0; i < size; i++) direction[i] = scaled[i]! + (next / length) * direction[i]!;
    length = next;
  }
  return x;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
