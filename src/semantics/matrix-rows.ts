/**
 * Product of a square matrix with one row of a table.
 *
 * @param matrix Shape `[size, size]`, row by row. @param table Rows of `size` values. @param start Where the row begins.
 * @param out Shape `[size]`, filled and returned; must not overlap the row.
 */
export function transformInto(
  matrix: ArrayLike<number>,
  table: ArrayLike<number>,
  start: number,
  out: Float64Array,
): Float64Array {
  const size = out.length;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += matrix[i * size + j]! * table[start + j]!;
    out[i] = sum;
  }
  return out;
}
