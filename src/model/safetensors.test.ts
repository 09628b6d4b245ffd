import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSafetensors, SafetensorsError, type StoredTensor, writeSafetensors } from "./safetensors.ts";

const samples: Record<string, StoredTensor> = {
  bytes: { shape: [3], data: Uint8Array.of(1, 2, 255) },
  weight: { shape: [2, 2], data: Float32Array.of(1, -2.5, Number.NaN, -0) },
  empty: { shape: [0, 7], data: new Int16Array(0) },
  steps: { shape: [2], data: Int32Array.of(-7, 2 ** 31 - 1) },
  scalar: { shape: [], data: Float64Array.of(Math.PI) },
  count: { shape: [1], data: Uint32Array.of(2 ** 32 - 1) },
  small: { shape: [2], data: Int8Array.of(-128, 127) },
  wide: { shape: [1], data: Uint16Array.of(65_535) },
};
const metadata = { note: 'quotes ", ñ and \n', a: "" };

/** A file from a header's text and a payload, without any padding. */
function fileOf(header: string, payload: ArrayLike<number> = []): Uint8Array {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + text.length + payload.length);
  new DataView(file.buffer).setUint32(0, text.length, true);
  file.set(text, 8);
  file.set(Array.from(payload), 8 + text.length);
  return file;
}

describe("safetensors", () => {
  test("what is written is read again, bit by bit", () => {
    const content = readSafetensors(writeSafetensors(samples, metadata));
    expect(content).toEqual({ tensors: samples, metadata });
    expect(readSafetensors(writeSafetensors({}))).toEqual({ tensors: {}, metadata: {} });
  });

  test("any float32 tensors and any names round-trip", () => {
    const name = fc
      .string({ unit: "binary" })
      .filter((text) => !["__proto__", "__metadata__"].includes(text));
    fc.assert(
      fc.property(
        fc.dictionary(name, fc.float32Array()),
        fc.dictionary(name, fc.string()),
        (arrays, notes) => {
          const tensors = Object.fromEntries(
            Object.entries(arrays).map(([key, data]) => [key, { shape: [data.length], data }]),
          );
          const content = readSafetensors(writeSafetensors(tensors, notes));
          expect(Object.keys(content.tensors).sort()).toEqual(Object.keys(tensors).sort());
          for (const key of Object.keys(tensors)) expect(content.tensors[key]).toEqual(tensors[key]);
          expect(content.metadata).toEqual({ ...notes });
        },
      ),
    );
  });

  test("the order in which keys were made does not show; the payload starts at a multiple of 8", () => {
    const reversed = Object.fromEntries(Object.entries(samples).reverse());
    const bytes = writeSafetensors(samples, metadata);
    expect(writeSafetensors(reversed, { a: "", note: metadata.note })).toEqual(bytes);
    for (let length = 0; length < 9; length++) {
      const file = writeSafetensors(samples, { note: "x".repeat(length) });
      expect(new DataView(file.buffer).getUint32(0, true) % 8).toBe(0);
    }
  });

  test("aligned data are views, unaligned data are copies with the same values", () => {
    const bytes = writeSafetensors(samples, metadata);
    expect(readSafetensors(bytes).tensors.weight!.data.buffer).toBe(bytes.buffer);
    const moved = new Uint8Array(bytes.length + 1);
    moved.set(bytes, 1);
    const { tensors } = readSafetensors(moved.subarray(1));
    expect(tensors).toEqual(samples);
    expect(tensors.weight!.data.buffer).not.toBe(moved.buffer);
  });

  test("a file as another program writes it: spaces, any order, no metadata", () => {
    const header =
      '{"b":{"shape":[1],"dtype":"U8","data_offsets":[4,5]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}   ';
    const { tensors } = readSafetensors(fileOf(header, [0, 0, 128, 63, 9]));
    expect(tensors).toEqual({
      a: { shape: [1], data: Float32Array.of(1) },
      b: { shape: [1], data: Uint8Array.of(9) },
    });
  });

  const one = '"shape":[1],"data_offsets":[0,1]';
  const refused: readonly [string, Uint8Array, RegExp][] = [
    ["no length", new Uint8Array(7), /at least 8 bytes, got 7/],
    ["a huge header", Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0), /at most 100000000 bytes, got 4294967297/],
    ["a short header", Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 123), /header of 9 bytes, got 1 of them/],
    ["an empty header", new Uint8Array(8), /start with \{/],
    ["a leading space", fileOf(" {}"), /start with \{/],
    ["broken JSON", fileOf("{"), /must be JSON/],
    ["broken UTF-8", fileOf("{}").map((byte) => (byte === 125 ? 0xff : byte)), /must be JSON in UTF-8/],
    [
      "two equal names",
      fileOf(`{"a":{"dtype":"U8",${one}},"a":{"dtype":"U8",${one}}}`, [1]),
      /got "a" twice/,
    ],
    [
      "equal names in escapes",
      fileOf(`{"a":{"dtype":"U8",${one}},"\\u0061":{"dtype":"U8",${one}}}`, [1]),
      /twice/,
    ],
    ["two equal metadata", fileOf('{"__metadata__":{"k":"1","k":"2"}}'), /got "k" twice/],
    ["__proto__", fileOf(`{"__proto__":{"dtype":"U8",${one}}}`, [1]), /reserved/],
    ["metadata that are no strings", fileOf('{"__metadata__":{"k":1}}'), /"k" must be a string, got Number/],
    ["metadata that are a list", fileOf('{"__metadata__":[]}'), /must be an object, got Array/],
    ["a tensor that is null", fileOf('{"a":null}'), /"a" must be an object, got null/],
    [
      "an unknown type",
      fileOf(`{"a":{"dtype":"BF16",${one}}}`, [1]),
      /dtype of "a" must be one of .* got "BF16"/,
    ],
    ["an inherited type", fileOf(`{"a":{"dtype":"toString",${one}}}`, [1]), /got "toString"/],
    ["an unknown key", fileOf(`{"a":{"dtype":"U8",${one},"x":1}}`, [1]), /only, got "x"/],
    [
      "a negative size",
      fileOf('{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}', [1]),
      /whole numbers/,
    ],
    [
      "too many values",
      fileOf('{"a":{"dtype":"U8","shape":[1e9,1e9],"data_offsets":[0,1]}}', [1]),
      /whole numbers/,
    ],
    [
      "three offsets",
      fileOf('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}', [1]),
      /two whole numbers/,
    ],
    [
      "a wrong span",
      fileOf('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,3]}}', [1, 2, 3]),
      /span 4 bytes/,
    ],
    [
      "half offsets",
      fileOf('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0.5,1.5]}}', [1, 2]),
      /span 1 bytes/,
    ],
    ["an overlap", fileOf(`{"a":{"dtype":"U8",${one}},"b":{"dtype":"U8",${one}}}`, [1]), /overlaps/],
    ["a hole", fileOf('{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}', [1, 2]), /there is a hole/],
    ["a missing payload", fileOf(`{"a":{"dtype":"U8",${one}}}`), /must hold the 1 bytes .* got 0/],
    ["a longer payload", fileOf(`{"a":{"dtype":"U8",${one}}}`, [1, 2]), /must hold the 1 bytes .* got 2/],
  ];
  test.each(refused)("refuses %s", (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(SafetensorsError);
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  test("a corrupted file gives content or a SafetensorsError, never another error", () => {
    const bytes = writeSafetensors(samples, metadata);
    const edit = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 6 }), fc.nat(bytes.length), (edits, length) => {
        const broken = bytes.slice(0, length === 0 ? bytes.length : length);
        for (const [at, byte] of edits) if (at < broken.length) broken[at] = byte;
        onlyOwnErrors(broken);
      }),
      { numRuns: 2000 },
    );
    const text = fc.json().chain((json) => fc.uint8Array().map((payload) => fileOf(json, payload)));
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 64 }), text), onlyOwnErrors), {
      numRuns: 1000,
    });
  });

  test("refuses to write what no reader would take", () => {
    const data = Float32Array.of(1);
    expect(() => writeSafetensors({ a: { shape: [2], data } })).toThrow(/describe its 1 values, got \[2\]/);
    expect(() => writeSafetensors({ __metadata__: { shape: [1], data } })).toThrow(/reserved/);
    expect(() => writeSafetensors({ ["__proto__"]: { shape: [1], data } })).toThrow(/reserved/);
    const list = [1] as unknown as Float32Array;
    expect(() => writeSafetensors({ a: { shape: [1], data: list } })).toThrow(/one of F64, .* got Array/);
    const big = new BigInt64Array(1) as unknown as Float32Array;
    expect(() => writeSafetensors({ a: { shape: [1], data: big } })).toThrow(/got BigInt64Array/);
    const notes = { n: 1 } as unknown as Record<string, string>;
    expect(() => writeSafetensors({}, notes)).toThrow(/"n" must be a string, got Number/);
  });
});

function onlyOwnErrors(bytes: Uint8Array): void {
  try {
    readSafetensors(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(SafetensorsError);
  }
}
