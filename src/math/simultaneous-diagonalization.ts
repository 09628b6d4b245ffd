import { symmetricEigen } from "./symmetric-eigen.ts";

/** Coordinates in which one covariance is the identity and another diagonal. */
export interface SimultaneousDiagonalization {
  /** T, shape `[size, size]`, row by row: `T·noise·Tᵀ = I`, `T·signal·Tᵀ = diag(ratio)`. */
  readonly forward: Float64Array;
  /** The inverse of T, same shape. */
  readonly backward: Float64Array;
  /** Shape `[size]`, falling, 0 or above: signal variance over noise variance along each coordinate. */
  readonly ratio: Float64Array;
}

/**
 * Diagonalises two covariances at once by whitening one and rotating to the eigenvectors of the other
 * (Fukunaga, Introduction to Statistical Pattern Recognition, 1990, section 2.3).
 *
 * @param signal Shape `[size, size]`, positive semi-definite. @param noise The same, positive definite.
 * @throws RangeError if the noise has a direction without variance.
 */
export function diagonalizeTogether(
  signal: ArrayLike<number>,
  noise: ArrayLike<number>,
  size: number,
): SimultaneousDiagonalization {
  const { values, vectors } = symmetricEigen(noise, size);
  const least = values[size - 1]!;
  if (!(least > 0))
    throw new RangeError(`diagonalizeTogether: noise must be positive definite, got eigenvalue ${least}`);
  const whitening = new Float64Array(size * size); // rows: eigenvectors / deviation
  const coloring = new Float64Array(size * size); // columns: eigenvectors · deviation
  for (let row = 0; row < size; row++) {
    const deviation = Math.sqrt(values[row]!);
    for (let i = 0; i < size; i++) {
      whitening[row * size + i] = vectors[row * size + i]! / deviation;
      coloring[i * size + row] = vectors[row * size + i]! * deviation;
    }
  }
  const white = multiply(multiply(whitening, signal, size), transpose(whitening, size), size);
  const rotation = symmetricEigen(white, size);
  return {
    forward: multiply(rotation.vectors, whitening, size),
    backward: multiply(coloring, transpose(rotation.vectors, size), size),
    ratio: rotation.values.map((value) => Math.max(0, value)),
  };
}

function multiply(a: ArrayLike<number>, b: ArrayLike<number>, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = a[i * size + k]!;
      for (let j = 0; j < size; j++) product[i * size + j]! += factor * b[k * size + j]!;
    }
  }
  return product;
}

function transpose(a: ArrayLike<number>, size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, i) => a[(i % size) * size + Math.floor(i / size)]!);
}
