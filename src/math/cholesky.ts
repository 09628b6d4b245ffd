/**
 * Factors a symmetric positive definite matrix `A = L·Lᵀ` in place, without allocating
 * (Golub & Van Loan, Matrix Computations, section 4.2).
 *
 * @param matrix Shape `[size, size]`, row by row. Only the lower triangle is read; it is replaced by `L`.
 * @param size Rows of the matrix.
 * @throws RangeError if the matrix has another shape or is not positive definite.
 */
export function choleskyFactor(matrix: Float64Array, size: number): void {
  if (matrix.length !== size * size) {
    throw new RangeError(`choleskyFactor: matrix must hold ${size * size} values, got ${matrix.length}`);
  }
  for (let row = 0; row < size; row++) {
    const start = row * size;
    for (let column = 0; column <= row; column++) {
      const other = column * size;
      let sum = matrix[start + column]!;
      for (let k = 0; k < column; k++) sum -= matrix[start + k]! * matrix[other + k]!;
      if (column < row) matrix[start + column] = sum / matrix[other + column]!;
      else if (sum > 0 && sum < Infinity) matrix[start + row] = Math.sqrt(sum);
      else {
        throw new RangeError(
          `choleskyFactor: matrix must be positive definite, got pivot ${sum} in row ${row}`,
        );
      }
    }
  }
}

/**
 * Solves `A·x = b` in place with the factor of {@link choleskyFactor}, without allocating.
 *
 * @param factor Shape `[size, size]`, `L` in the lower triangle.
 * @param size Rows of the matrix.
 * @param vector Shape `[size]`: `b` before, `x` after.
 * @throws RangeError if the shapes do not match.
 */
export function choleskySolve(factor: Float64Array, size: number, vector: Float64Array): void {
  if (factor.length !== size * size || vector.length !== size) {
    throw new RangeError(
      `choleskySolve: factor must hold ${size * size} and vector ${size} values, ` +
        `got ${factor.length} and ${vector.length}`,
    );
  }
  for (let row = 0; row < size; row++) {
    let sum = vector[row]!;
    for (let k = 0; k < row; k++) sum -= factor[row * size + k]! * vector[k]!;
    vector[row] = sum / factor[row * size + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = vector[row]!;
    for (let k = row + 1; k < size; k++) sum -= factor[k * size + row]! * vector[k]!;
    vector[row] = sum / factor[row * size + row]!;
  }
}
