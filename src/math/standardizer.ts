/** Column means and scales that bring rows to mean 0 and unit scale: `(x - mean) / scale`, column by column. */
export interface Standardizer {
  /** Shape `[columns]`, in the rows' units. */
  readonly mean: ArrayLike<number>;
  /** Shape `[columns]`, in the rows' units, above 0: population standard deviation + epsilon. */
  readonly scale: ArrayLike<number>;
}

/**
 * Fits means and population standard deviations (divided by n, not n - 1), epsilon added to the latter so that a
 * column which does not vary divides by something. Only + - * / and square root, in a fixed order: the same bits
 * on every engine.
 *
 * @param rows At least one row, all of one length, finite.
 * @param epsilon In the rows' units. Default 1e-6.
 * @throws RangeError if there are no rows, they differ in length or a value is not finite.
 */
export function fitStandardizer(rows: readonly ArrayLike<number>[], epsilon = 1e-6): Standardizer {
  const columns = rows[0]?.length ?? 0;
  if (columns === 0)
    throw new RangeError("fitStandardizer: rows must hold at least one row of values, got none");
  const mean = new Float64Array(columns);
  for (const row of rows) {
    if (row.length !== columns) {
      throw new RangeError(`fitStandardizer: every row must hold ${columns} values, got ${row.length}`);
    }
    for (let c = 0; c < columns; c++) mean[c]! += row[c]!;
  }
  for (let c = 0; c < columns; c++) mean[c]! /= rows.length;
  const scale = new Float64Array(columns);
  for (const row of rows) for (let c = 0; c < columns; c++) scale[c]! += (row[c]! - mean[c]!) ** 2;
  for (let c = 0; c < columns; c++) {
    scale[c] = Math.sqrt(scale[c]! / rows.length) + epsilon;
    if (!Number.isFinite(scale[c])) {
      throw new RangeError(`fitStandardizer: rows must be finite, got NaN or infinity in column ${c}`);
    }
  }
  return { mean, scale };
}

/** `(row - mean) / scale`. @param out Filled and returned; may be the row itself. */
export function standardize(
  { mean, scale }: Standardizer,
  row: ArrayLike<number>,
  out: Float64Array = new Float64Array(row.length),
): Float64Array {
  assertColumns("standardize", mean.length, row.length);
  for (let c = 0; c < row.length; c++) out[c] = (row[c]! - mean[c]!) / scale[c]!;
  return out;
}

/** The inverse of {@link standardize}, to within rounding: `row · scale + mean`. */
export function unstandardize(
  { mean, scale }: Standardizer,
  row: ArrayLike<number>,
  out: Float64Array = new Float64Array(row.length),
): Float64Array {
  assertColumns("unstandardize", mean.length, row.length);
  for (let c = 0; c < row.length; c++) out[c] = row[c]! * scale[c]! + mean[c]!;
  return out;
}

function assertColumns(caller: string, columns: number, got: number): void {
  if (got !== columns) throw new RangeError(`${caller}: row must hold ${columns} values, got ${got}`);
}
