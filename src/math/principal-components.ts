import { symmetricEigen } from "./symmetric-eigen.ts";

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
 * Principal component analysis by the eigenvectors of the covariance matrix.
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
  const covariance = new Float64Array(columns * columns);
  for (const row of rows) {
    for (let i = 0; i < columns; i++) {
      const deviation = (row[i]! - mean[i]!) / rows.length;
      for (let j = 0; j <= i; j++) covariance[i * columns + j]! += deviation * (row[j]! - mean[j]!);
    }
  }
  const { values, vectors } = symmetricEigen(covariance, columns);
  return {
    mean,
    components: vectors.slice(0, count * columns),
    variance: values.slice(0, count).map((value) => Math.max(0, value)),
  };
}
