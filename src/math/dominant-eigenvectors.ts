import { createRandom } from "./random.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

/** The eigenvalues of largest size and their eigenvectors. */
export interface DominantEigenvectors {
  /** Shape `[count]`, by falling size; with sign. */
  readonly values: Float64Array;
  /** Shape `[count, size]`, orthonormal rows; of an eigenvalue 0 the row may be 0. */
  readonly vectors: Float64Array;
}

/** More directions than asked are iterated, so that the last of the asked ones settle too. */
const SPARE_DIRECTIONS = 10;

/**
 * Leading eigenvectors of a large sparse symmetric matrix by subspace iteration with a Rayleigh-Ritz step at the
 * end (Golub & Van Loan, Matrix Computations, section 8.2.4), from a fixed start: the same on every run.
 *
 * @param multiply Writes the product of the matrix with a vector into `out`, both of shape `[size]`.
 * @param iterations Default 30: enough for directions that matter, nearly equal eigenvalues may stay mixed.
 */
export function dominantEigenvectors(
  multiply: (x: Float64Array, out: Float64Array) => void,
  size: number,
  count: number,
  iterations = 30,
): DominantEigenvectors {
  if (!(count >= 1 && count <= size)) {
    throw new RangeError(`dominantEigenvectors: count must be within 1..${size}, got ${count}`);
  }
  const width = Math.min(size, count + SPARE_DIRECTIONS);
  const random = createRandom(1);
  const fresh = () => new Float64Array(size);
  let basis = Array.from({ length: width }, () => fresh().map(() => random.uniform() - 0.5));
  orthonormalize(basis);
  let images = basis.map(fresh);
  for (let iteration = 0; iteration < iterations; iteration++) {
    basis.forEach((vector, i) => multiply(vector, images[i]!));
    [basis, images] = [images, basis];
    orthonormalize(basis);
  }
  basis.forEach((vector, i) => multiply(vector, images[i]!));
  const small = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) small[i * width + j] = dot(basis[i]!, images[j]!);
  }
  const ritz = symmetricEigen(small, width);
  const order = Array.from(ritz.values.keys()).sort(
    (a, b) => Math.abs(ritz.values[b]!) - Math.abs(ritz.values[a]!),
  );
  const vectors = new Float64Array(count * size);
  order.slice(0, count).forEach((from, row) => {
    for (let k = 0; k < width; k++) {
      const weight = ritz.vectors[from * width + k]!;
      for (let i = 0; i < size; i++) vectors[row * size + i]! += weight * basis[k]![i]!;
    }
  });
  return { values: Float64Array.from(order.slice(0, count), (i) => ritz.values[i]!), vectors };
}

/** Gram-Schmidt, twice over for orthogonality to the last digits; a vector of which nothing is left becomes zero. */
function orthonormalize(basis: readonly Float64Array[]): void {
  basis.forEach((vector, i) => {
    for (let pass = 0; pass < 2; pass++) {
      const before = Math.sqrt(dot(vector, vector));
      for (const earlier of basis.slice(0, i)) {
        const share = dot(vector, earlier);
        for (let k = 0; k < vector.length; k++) vector[k]! -= share * earlier[k]!;
      }
      const length = Math.sqrt(dot(vector, vector));
      for (let k = 0; k < vector.length; k++) vector[k] = length > 1e-12 * before ? vector[k]! / length : 0;
    }
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
