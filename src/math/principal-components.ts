import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** The directions in which rows vary most. */
export interface PrincipalComponents {
  /** Shape `[columns]`. */
  readonly mean: Float64Array;
  /** Shape `[count, columns]`, orthonormal rows by falling variance; each row's largest element is positive. */
  readonly components: Float64Array;
  /** Shape `[count]`: variance along each component (divided by the number of rows). */
  readonly variance: Float64Array;
}

/**
 * Principal component analysis by the eigenvectors of the covariance matrix (ml-matrix: Householder, then QL).
 *
 * @param rows Rows of equal length.
 * @param count How many components to keep, at most the rows' length.
 */
export function principalComponents(rows: readonly ArrayLike<number>[], count: number): PrincipalComponents {
  const columns = rows[0]?.length ?? 0;
  if (!(count >= 1 && count <= columns)) {
    throw new RangeError(`principalComponents: count must be within 1..${columns}, got ${count}`);
  }
  const mean = new Float64Array(columns);
  for (const row of rows) for (let c = 0; c < columns; c++) mean[c]! += row[c]! / rows.length;
  const covariance = Matrix.zeros(columns, columns);
  for (const row of rows) {
    for (let i = 0; i < columns; i++) {
      const deviation = (row[i]! - mean[i]!) / rows.length;
      for (let j = 0; j <= i; j++) {
        covariance.set(i, j, covariance.get(i, j) + deviation * (row[j]! - mean[j]!));
      }
    }
  }
  for (let i = 0; i < columns; i++) for (let j = 0; j < i; j++) covariance.set(j, i, covariance.get(i, j));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const components = new Float64Array(count * columns);
  const variance = new Float64Array(count);
  order.slice(0, count).forEach((column, row) => {
    const vector = eigenvectorMatrix.getColumn(column);
    const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    const sign = largest < 0 ? -1 : 1;
    components.set(
      vector.map((value) => sign * value),
      row * columns,
    );
    variance[row] = Math.max(0, realEigenvalues[column]!);
  });
  return { mean, components, variance };
}
