const DECIMAL = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?$/i;

/** A number with a fixed count of decimals: a point, no exponent, no group separators, never `-0`. */
export function decimal(value: number, decimals: number): string {
  return rounded(value, decimals).toFixed(decimals);
}

/** A number as short as its decimals allow: `1000`, `0.7`. */
export function shortDecimal(value: number, decimals: number): string {
  const text = decimal(value, decimals);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** The value that {@link decimal} writes. */
export function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals)) + 0;
}

/** The finite number that a text is, with a point or a comma; NaN where it is none. */
export function numberIn(text: string): number {
  const plain = text.trim().replace(",", ".");
  const value = DECIMAL.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}
