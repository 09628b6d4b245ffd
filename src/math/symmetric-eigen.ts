import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** Eigenvalues and orthonormal eigenvectors of a symmetric matrix. */
export interface SymmetricEigen {
  /** Shape `[size]`, falling. */
  readonly values: Float64Array;
  /** Shape `[size, size]`: one eigenvector per row, its largest element (by size) positive. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalue decomposition of a symmetric matrix (ml-matrix: Householder, then QL).
 *
 * @param matrix Shape `[size, size]`; only the lower triangle is read.
 * @throws RangeError if the matrix has another shape or a value is not finite.
 */
export function symmetricEigen(matrix: ArrayLike<number>, size: number): SymmetricEigen {
  if (matrix.length !== size * size) {
    throw new RangeError(`symmetricEigen: matrix must hold ${size * size} values, got ${matrix.length}`);
  }
  const symmetric = Matrix.zeros(size, size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      const value = matrix[row * size + column]!;
      if (!Number.isFinite(value))
        throw new RangeError(`symmetricEigen: matrix must be finite, got ${value}`);
      symmetric.set(row, column, value);
      symmetric.set(column, row, value);
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const vectors = new Float64Array(size * size);
  order.forEach((column, row) => {
    const vector = eigenvectorMatrix.getColumn(column);
    const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    for (let i = 0; i < size; i++) vectors[row * size + i] = largest < 0 ? -vector[i]! : vector[i]!;
  });
  return { values: Float64Array.from(order, (column) => realEigenvalues[column]!), vectors };
}
