import { describe, expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

describe("canonicalJson", () => {
  test("sorts keys, leaves undefined out and refuses what JSON would bend", () => {
    expect(canonicalJson({ b: [1, "ñ", { d: null, c: true }], a: undefined })).toBe(
      '{"b":[1,"ñ",{"c":true,"d":null}]}',
    );
    for (const value of [Number.NaN, undefined, () => 1, new Float32Array(1), new Map(), 1n, [undefined]]) {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    }
  });
});
