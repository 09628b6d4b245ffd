import { describe, expect, test } from "vitest";
import { BundleError, openBundle, type StoredTensor, sealBundle } from "../model/index.ts";
import { readWordBundle, type WordBundle, writeWordBundle } from "./bundle.ts";
import { canonicalJson } from "./canonical-json.ts";
import { createVocabulary } from "./vocabulary.ts";
import { createWordModel } from "./word-model.ts";

const latentSize = 3;
const bundle: WordBundle = {
  network: {
    "decoder.weight": { shape: [latentSize, 40], data: new Float32Array(latentSize * 40).fill(0.5) },
    "decoder.bias": { shape: [40], data: Float32Array.from({ length: 40 }, (_, band) => band / 40) },
  },
  normalizer: { mean: new Float64Array(40).fill(0.25), scale: new Float64Array(40).fill(1 / 3) },
  vocabulary: createVocabulary([
    { word: "warm", people: 64, languages: { en: 64, es: 0 } },
    { word: "niño", people: 3, languages: { en: 1, es: 2 } },
  ]),
  centroids: Float32Array.of(1, 2, 3, -1, 0, 0.1),
  meanLatent: Float64Array.of(0.1, 0.2, 0.3),
  priorStrength: 10 / 3,
  config: { latentSize, heads: "one", nested: { z: [1, null, true], a: 0.1 } },
  dataSha256: "a".repeat(64),
  codeSha256: "b".repeat(64),
  seed: 42,
  validation: { pearson: 0.376, mae: null },
};
const bytes = writeWordBundle(bundle);

/** The bundle with tensors or metadata changed, sealed again: a sound file with other content. */
function changed(tensors: Record<string, StoredTensor | undefined>, metadata: Record<string, string>) {
  const opened = openBundle(bytes);
  const kept = Object.entries({ ...opened.tensors, ...tensors }).filter(([, tensor]) => tensor);
  return sealBundle(Object.fromEntries(kept) as Record<string, StoredTensor>, {
    ...opened.metadata,
    ...metadata,
  });
}

describe("word bundle", () => {
  test("what is written is read again, and written again the same", () => {
    const { vocabulary, contentSha256, fileSha256, ...read } = readWordBundle(bytes);
    const { vocabulary: words, ...written } = bundle;
    expect(read).toEqual(written);
    expect(vocabulary.entries).toEqual(words.entries);
    expect([contentSha256, fileSha256]).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/),
      openBundle(bytes).fileSha256,
    ]);
    expect(writeWordBundle(readWordBundle(bytes))).toEqual(bytes);
  });

  test("the order of keys does not show; the code's checksum leaves contentSha256 as it is", () => {
    const config = { nested: { a: 0.1, z: [1, null, true] }, heads: "one", latentSize };
    expect(writeWordBundle({ ...bundle, config })).toEqual(bytes);
    const { contentSha256 } = readWordBundle(bytes);
    const other = (change: Partial<WordBundle>) =>
      readWordBundle(writeWordBundle({ ...bundle, ...change })).contentSha256;
    expect(other({ codeSha256: "c".repeat(64) })).toBe(contentSha256);
    for (const change of [{ seed: 43 }, { priorStrength: 3 }, { dataSha256: "c".repeat(64) }]) {
      expect(other(change)).not.toBe(contentSha256);
    }
  });

  test("a word model is made of what was read", () => {
    const read = readWordBundle(bytes);
    const decoder = { latentSize, decode: (z: ArrayLike<number>, out: Float64Array) => void out.fill(z[0]!) };
    const model = createWordModel({ ...read, decoder });
    expect(model.curve("nino").words[0]).toMatchObject({ word: "niño", people: 3, language: "es" });
    expect(model.curve("warm").gainDb[0]).toBeCloseTo(3, 9);
  });

  test("Infinity is kept", () => {
    const unsure = writeWordBundle({ ...bundle, priorStrength: Number.POSITIVE_INFINITY });
    expect(readWordBundle(unsure).priorStrength).toBe(Number.POSITIVE_INFINITY);
  });

  test("refuses to write what could not be read", () => {
    const write = (change: object) => () => writeWordBundle({ ...bundle, ...change });
    expect(write({ seed: 0.5 })).toThrow(/seed must be a safe whole number, got 0.5/);
    expect(write({ dataSha256: "A".repeat(64) })).toThrow(/dataSha256 must be 64 hex digits/);
    expect(write({ priorStrength: Number.NaN })).toThrow(/priorStrength must be within 0..Infinity/);
    expect(write({ centroids: [1] })).toThrow(/centroids must hold 6 values, got 1/);
    expect(write({ meanLatent: [1, 2, Number.NaN] })).toThrow(/meanLatent must be finite, got NaN/);
    const normalizer = { mean: new Float64Array(40), scale: new Float64Array(40) };
    expect(write({ normalizer })).toThrow(/scale must be above 0, got 0/);
    expect(write({ config: { rate: Number.NaN } })).toThrow(TypeError);
  });

  const refused: readonly [string, Uint8Array, RegExp][] = [
    ["no centroids", changed({ "word.centroids": undefined }, {}), /must be a Float32Array, got none/],
    [
      "centroids of another type",
      changed({ "word.centroids": { shape: [2, 3], data: new Float64Array(6) } }, {}),
      /must be a Float32Array, got Float64Array/,
    ],
    [
      "centroids of another shape",
      changed({ "word.centroids": { shape: [3, 2], data: new Float32Array(6) } }, {}),
      /must have the shape \[2, 3\], got \[3, 2\]/,
    ],
    [
      "a prior that is none",
      changed({ "word.priorStrength": { shape: [], data: Float64Array.of(-1) } }, {}),
      /priorStrength must be within 0..Infinity, got -1/,
    ],
    ["a vocabulary that is no list", changed({}, { vocabulary: "{}" }), /vocabulary must be an array/],
    ["a row that is no word", changed({}, { vocabulary: "[1]" }), /a row must be \[word, .* got 1/],
    ["a word twice", changed({}, { vocabulary: '[["a",1,0],["a",1,0]]' }), /must come once/],
    ["broken JSON", changed({}, { config: "{" }), /"config" must be JSON, got "\{"/],
    ["a seed that is none", changed({}, { seed: "x" }), /seed must be a safe whole number, got x/],
    ["a bundle of something else", sealBundle({}, { config: "{}" }), /metadata must hold "vocabulary"/],
  ];
  test.each(refused)("refuses %s", (_, file, message) => {
    expect(() => readWordBundle(file)).toThrow(message);
    expect(() => readWordBundle(file)).toThrow(BundleError);
  });

  test("a damaged file is said to be damaged", () => {
    const flipped = bytes.slice();
    flipped[flipped.length - 5]! ^= 1;
    expect(() => readWordBundle(flipped)).toThrow(/checksum mismatch/);
  });
});

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
