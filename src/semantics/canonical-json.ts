/**
 * JSON with the keys of every object in UTF-16 order and no spaces (the order of RFC 8785), so that equal values
 * give equal bytes. Members that are undefined are left out.
 *
 * @throws TypeError if a value has no JSON form: NaN, infinity, a function, a typed array, a class instance.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (isPlainObject(value)) {
    const members = Object.keys(value)
      .sort()
      .filter((key) => value[key] !== undefined)
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
    return `{${members.join(",")}}`;
  }
  const what = typeof value === "object" ? Object.prototype.toString.call(value).slice(8, -1) : String(value);
  throw new TypeError(
    `canonicalJson: value must be null, boolean, finite, text, array or object, got ${what}`,
  );
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && Object.prototype.toString.call(value) === "[object Object]";
}
