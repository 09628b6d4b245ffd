import { PresetError, quoted } from "./preset-error.ts";
import { checkedText } from "./text-lines.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** @throws PresetError if a text is no JSON. */
export function parseJson(format: string, text: string): unknown {
  try {
    return JSON.parse(checkedText(format, text));
  } catch (error) {
    if (error instanceof PresetError) throw error;
    throw new PresetError(format, undefined, `the file must be JSON, got ${quoted(text)}`);
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member of an object, only if it is the object's own. */
export function member(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/**
 * A number among an object's members; older programs write them as text.
 *
 * @param absent What a missing member stands for; without it one is needed.
 * @throws PresetError if it is missing or no finite number.
 */
export function numberMember(format: string, object: JsonObject, key: string, absent?: number): number {
  const value = member(object, key);
  if (value === undefined && absent !== undefined) return absent;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) {
    throw new PresetError(format, undefined, `${key} must be a number, got ${quoted(value ?? "nothing")}`);
  }
  return number;
}
