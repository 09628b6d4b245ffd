import { describe, expect, test } from "vitest";
import { latentSize, randomTables, vocabulary } from "../../test/support/random-words.ts";
import { createRandom } from "../math/index.ts";
import { BundleError, openBundle, type StoredTensor, sealBundle } from "../model/index.ts";
import { readWordBundle, type WordBundle, writeWordBundle } from "./bundle.ts";
import { createWordModel } from "./word-model.ts";
import type { WordTables } from "./word-tables.ts";

/** Tables whose narrow numbers are single-precision ones, so that they are kept to the last bit. */
function narrowTables(seed: number): WordTables {
  const tables = randomTables(seed);
  const narrow = (values: ArrayLike<number>) => Float32Array.from(values);
  return {
    ...tables,
    effects: narrow(tables.effects),
    variances: narrow(tables.variances),
    crowds: new Map(
      Array.from(tables.crowds, ([word, { spread, agreement }]) => [
        word,
        {
          spread: narrow(spread),
          agreement: {
            pairs: Math.fround(agreement.pairs),
            leaveOneOut: Math.fround(agreement.leaveOneOut),
          },
        },
      ]),
    ),
    senses: tables.senses.map((sense) => ({ ...sense, effect: narrow(sense.effect) })),
  };
}

const tables = narrowTables(1);
const { size } = tables.space;
const wordCount = vocabulary.entries.length;
const bundle: WordBundle = {
  ...tables,
  network: {
    "decoder.weight": { shape: [latentSize, 40], data: new Float32Array(latentSize * 40).fill(0.5) },
    "decoder.bias": { shape: [40], data: Float32Array.from({ length: 40 }, (_, band) => band / 40) },
  },
  normalizer: { mean: new Float64Array(40).fill(0.25), scale: new Float64Array(40).fill(1 / 3) },
  vocabulary,
  config: { latentSize, heads: "one", nested: { z: [1, null, true], a: 0.1 } },
  dataSha256: "a".repeat(64),
  codeSha256: "b".repeat(64),
  seed: 42,
  validation: { pearson: 0.376, mae: null },
};
const bytes = writeWordBundle(bundle);

/** The bundle with tensors or metadata changed, sealed again: a sound file with other content. */
function changed(tensors: Record<string, StoredTensor | undefined>, metadata: Record<string, string> = {}) {
  const opened = openBundle(bytes);
  const kept = Object.entries({ ...opened.tensors, ...tensors }).filter(([, tensor]) => tensor);
  return sealBundle(Object.fromEntries(kept) as Record<string, StoredTensor>, {
    ...opened.metadata,
    ...metadata,
  });
}

/** A tensor of the bundle with one value replaced. */
function withValue(name: string, value: number): Record<string, StoredTensor> {
  const { shape, data } = openBundle(bytes).tensors[name]!;
  const copy = data.slice();
  copy[0] = value;
  return { [name]: { shape, data: copy } };
}

describe("word bundle", () => {
  test("what is written is read again, and written again the same", () => {
    const { vocabulary: readWords, contentSha256, fileSha256, ...read } = readWordBundle(bytes);
    const { vocabulary: writtenWords, ...written } = bundle;
    expect(read).toEqual(written);
    expect(readWords.entries).toEqual(writtenWords.entries);
    expect([contentSha256, fileSha256]).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/),
      openBundle(bytes).fileSha256,
    ]);
    expect(writeWordBundle(readWordBundle(bytes))).toEqual(bytes);
  });

  test("the language of words without people is kept, and is the only one that is", () => {
    const read = readWordBundle(bytes).vocabulary;
    expect(read.lookup("etéreo").entry).toEqual({
      word: "etéreo",
      people: 0,
      languages: { en: 0, es: 0 },
      language: "es",
    });
    expect(read.lookup("frío").entry).not.toHaveProperty("language");
  });

  test("words' numbers are kept in single precision, those of the space in double", () => {
    const wide = randomTables(1);
    const read = readWordBundle(writeWordBundle({ ...bundle, ...wide }));
    expect(read.effects).toEqual(Float32Array.from(wide.effects));
    expect(read.space).toEqual(wide.space);
    expect(read.commonSpread).toEqual(wide.commonSpread);
    expect(read.contentSha256).toBe(readWordBundle(bytes).contentSha256);
  });

  test("words need neither kin, senses nor people who agree", () => {
    const alone = { kin: vocabulary.entries.map(() => []), senses: [] };
    const read = readWordBundle(writeWordBundle({ ...bundle, ...alone }));
    expect([read.kin, read.senses]).toEqual([alone.kin, []]);
  });

  test("the order of keys does not show; the code's checksum leaves contentSha256 as it is", () => {
    const config = { nested: { a: 0.1, z: [1, null, true] }, heads: "one", latentSize };
    expect(writeWordBundle({ ...bundle, config })).toEqual(bytes);
    const { contentSha256 } = readWordBundle(bytes);
    const other = (change: Partial<WordBundle>) =>
      readWordBundle(writeWordBundle({ ...bundle, ...change })).contentSha256;
    expect(other({ codeSha256: "c".repeat(64) })).toBe(contentSha256);
    const changes: Partial<WordBundle>[] = [
      { seed: 43 },
      { dataSha256: "c".repeat(64) },
      { space: { ...tables.space, loading: 0.99 } },
      { kin: vocabulary.entries.map(() => []) },
      { senses: tables.senses.slice(1) },
    ];
    for (const change of changes) expect(other(change)).not.toBe(contentSha256);
  });

  test("a word model is made of what was read", () => {
    const decoder = {
      latentSize,
      decode: (latent: ArrayLike<number>, out: Float64Array) => void out.fill(latent[0]!),
    };
    const read = createWordModel({ ...readWordBundle(bytes), decoder });
    const written = createWordModel({ ...bundle, decoder });
    expect(read.curve("frio").words[0]).toMatchObject({ word: "frío", people: 13, language: "es" });
    for (const { word } of vocabulary.entries) {
      expect(read.curve(word)).toEqual(written.curve(word));
      expect(read.describe(word)).toEqual(written.describe(word));
    }
    const options = { count: 2, seed: 5 };
    expect(read.sample("warm", options)).toEqual(written.sample("warm", options));
  });

  test("refuses to write what could not be read", () => {
    const write = (change: object) => () => writeWordBundle({ ...bundle, ...change });
    expect(write({ seed: 0.5 })).toThrow(/seed must be a safe whole number, got 0.5/);
    expect(write({ dataSha256: "A".repeat(64) })).toThrow(/dataSha256 must be 64 hex digits/);
    expect(write({ effects: [1] })).toThrow(/writeWordBundle: effects must hold 32 values, got 1/);
    expect(write({ space: { ...tables.space, loading: 2 } })).toThrow(/loading must be within 0..1, got 2/);
    expect(write({ space: { ...tables.space, origin: [] } })).toThrow(/origin must hold 1 values, got 0/);
    expect(write({ kin: [[0]] })).toThrow(/kin must name places/);
    expect(write({ crowds: new Map() })).toThrow(/crowds must hold "bright"/);
    const normalizer = { mean: new Float64Array(40), scale: new Float64Array(40) };
    expect(write({ normalizer })).toThrow(/scale must be above 0, got 0/);
    expect(write({ config: { rate: Number.NaN } })).toThrow(TypeError);
  });
});

describe("a bundle of other content", () => {
  const narrow = (...shape: number[]): StoredTensor => ({
    shape,
    data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
  });
  const wide = (...shape: number[]): StoredTensor => ({
    shape,
    data: new Float64Array(shape.reduce((a, b) => a * b, 1)),
  });
  const kinOf = (first: unknown) => JSON.stringify([first, ...vocabulary.entries.slice(1).map(() => [])]);
  const refused: readonly [string, Uint8Array, RegExp][] = [
    ["no effects", changed({ "word.effects": undefined }), /"word.effects" must be a Float32Array, got none/],
    [
      "effects of another type",
      changed({ "word.effects": wide(wordCount, size) }),
      /must be a Float32Array, got Float64Array/,
    ],
    [
      "effects of another shape",
      changed({ "word.effects": narrow(size, wordCount) }),
      /"word.effects" must have the shape \[8, 4\], got \[4, 8\]/,
    ],
    ["an effect that is no number", changed(withValue("word.effects", Number.NaN)), /effects must be finite/],
    ["a variance below 0", changed(withValue("word.variances", -1)), /must be 0 or above, got -1/],
    ["a sense's effect that is no number", changed(withValue("sense.effects", Number.NaN)), /must be finite/],
    ["a ratio below 0", changed(withValue("word.ratio", -1)), /must be 0 or above, got -1/],
    ["a spread below 0", changed(withValue("crowd.spread", -1)), /must be 0 or above, got -1/],
    [
      "an agreement that is no number",
      changed(withValue("crowd.agreement", Number.NaN)),
      /agreement must be finite, got NaN/,
    ],
    ["a loading above 1", changed(withValue("word.loading", 1.5)), /loading must be within 0..1, got 1.5/],
    [
      "axes of another latent space",
      changed({ "word.axes": wide(size, latentSize + 1) }),
      /"word.axes" must have the shape \[4, 6\]/,
    ],
    [
      "no latent space at all",
      changed({ "word.origin": wide(0) }),
      /"word.axes" must have the shape \[4, 0\]/,
    ],
    ["no coordinates at all", changed({ "word.ratio": wide(0) }), /shape \[2, 0\]/],
    ["crowds of too few words", changed({ "crowd.spread": narrow(2, 40) }), /shape \[5, 40\], got \[2, 40\]/],
    ["kin that are no list", changed({}, { kin: "{}" }), /kin must hold up to three places/],
    ["kin of one word too few", changed({}, { kin: "[[]]" }), /kin must hold up to three places/],
    ["kin by name", changed({}, { kin: kinOf(["cold"]) }), /kin must hold up to three places/],
    ["kin outside the vocabulary", changed({}, { kin: kinOf([wordCount]) }), /kin must name places/],
    ["senses that are no list", changed({}, { senses: "{}" }), /senses must be an array/],
    ["a sense too few", changed({}, { senses: "[]" }), /"sense.effects" must have the shape \[0, 4\]/],
    [
      "a sense without a name",
      changed({}, { senses: "[[3,1,0.5],[3,null,0.5]]" }),
      /a sense must be \[word, name, share\], got \[3,1,0.5\]/,
    ],
    [
      "a sense of no word",
      changed({}, { senses: '[[3,"a",0.5],[99,"b",0.5]]' }),
      /senses must name places of the vocabulary/,
    ],
    ["a vocabulary that is no list", changed({}, { vocabulary: "{}" }), /vocabulary must be an array/],
    ["a row that is no word", changed({}, { vocabulary: "[1]" }), /a row must be \[word, .* got 1/],
    ["a word twice", changed({}, { vocabulary: '[["a",1,0],["a",1,0]]' }), /must come once/],
    [
      "a word of an unknown language",
      changed({}, { vocabulary: '[["a",0,0,"fr"]]' }),
      /perhaps a language\], got \["a",0,0,"fr"\]/,
    ],
    ["a normalizer of no width", changed({ "normalizer.scale": wide(40) }), /scale must be above 0, got 0/],
    ["broken JSON", changed({}, { config: "{" }), /"config" must be JSON, got "\{"/],
    ["a seed that is none", changed({}, { seed: "x" }), /seed must be a safe whole number, got x/],
    ["a bundle of something else", sealBundle({}, { config: "{}" }), /metadata must hold "vocabulary"/],
  ];
  test.each(refused)("with %s is refused", (_, file, message) => {
    expect(() => readWordBundle(file)).toThrow(message);
    expect(() => readWordBundle(file)).toThrow(BundleError);
  });

  test("lacking any tensor or field is refused, but for the network's own", () => {
    const { tensors, metadata } = openBundle(bytes);
    for (const name of Object.keys(tensors)) {
      const read = () => readWordBundle(changed({ [name]: undefined }));
      if (name.startsWith("network.")) expect(read).not.toThrow();
      else expect(read).toThrow(BundleError);
    }
    const own = ["vocabulary", "kin", "senses", "config", "validation", "seed", "dataSha256", "codeSha256"];
    for (const field of own) {
      const { [field]: _, ...rest } = metadata;
      expect(() => readWordBundle(sealBundle(tensors, rest))).toThrow(BundleError);
    }
  });
});

describe("a damaged file", () => {
  test("is said to be damaged", () => {
    const flipped = bytes.slice();
    flipped[flipped.length - 5]! ^= 1;
    expect(() => readWordBundle(flipped)).toThrow(/checksum mismatch/);
  });

  test("is refused with a BundleError wherever a byte has changed, and however much of it is there", () => {
    const random = createRandom(1);
    const places = [...Array.from({ length: 16 }, (_, at) => at)];
    while (places.length < 300) places.push(random.integer(0, bytes.length - 1));
    for (const at of places) {
      const flipped = bytes.slice();
      flipped[at]! ^= 1 << random.integer(0, 7);
      expect(() => readWordBundle(flipped)).toThrow(BundleError);
      expect(() => readWordBundle(bytes.subarray(0, at))).toThrow(BundleError);
    }
    expect(() => readWordBundle(Uint8Array.from([...bytes, 0]))).toThrow(BundleError);
  });
});
