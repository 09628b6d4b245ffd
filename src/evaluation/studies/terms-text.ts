/** A number with so many decimals and a real minus sign: "−0.895". */
export function decimals(value: number, digits: number): string {
  const size = Math.abs(value).toFixed(digits);
  return value < 0 && Number(size) !== 0 ? `−${size}` : size;
}

/** A share of people: "77 %". */
export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** A p value: "0.013", "< 0.001". */
export function pText(p: number): string {
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length > 1 ? `${items.slice(0, -1).join(", ")} and ${last}` : last;
}
