import { describe, expect, test } from "vitest";
import { createRandom, fitStandardizer } from "../math/index.ts";
import { BundleError, defaultTrainingOptions, residualArchitecture } from "../model/index.ts";
import {
  openModel,
  type ReadWordBundle,
  readWordBundle,
  startLearning,
  type WordExample,
  type WordUse,
  writeWordBundle,
} from "./index.ts";

/** Two opposite words with 12 people each, a rare word and words of little shape; rows have mean 0, deviation 1. */
function examples(): WordExample[] {
  const random = createRandom(9);
  const tilt = (slope: number, language: "en" | "es", word: string): WordExample => {
    const raw = Array.from({ length: 40 }, (_, band) => slope * (band - 19.5) + 8 * random.normal());
    const mean = raw.reduce((a, b) => a + b, 0) / 40;
    const deviation = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 40);
    const gains = raw.map((value) => (value - mean) / deviation);
    return { word, language, consistency: 0.4 + 0.5 * random.uniform(), gains };
  };
  return [
    ...Array.from({ length: 12 }, (_, i) => tilt(-1, "en", i % 2 ? "Warm " : "warm")),
    ...Array.from({ length: 12 }, () => tilt(1, "es", "claro")),
    tilt(1, "en", "tinny"),
    ...Array.from({ length: 48 }, (_, i) => tilt(0.2 * ((i % 3) - 1), "en", `filler ${i % 16}`)),
  ];
}

/** Words of other effects: "wooly" keeps the company of "warm", "vidrioso" that of "claro"; one is always alone. */
const uses: WordUse[] = Array.from({ length: 20 }, (_, i) => [
  { words: [i % 2 ? "Warm" : "wooly", i % 4 < 2 ? "blanket" : "kettle"], language: "en" as const },
  { words: [i % 2 ? "claro" : "vidrioso", i % 4 < 2 ? "prism" : "needle", "el"], language: "es" as const },
  { words: ["solo"], language: undefined },
]).flat();

function learn(seed = 1, known: readonly WordUse[] = []) {
  const rows = examples();
  const training = rows.map((_, row) => row).filter((row) => row % 5 !== 4);
  const learning = startLearning({
    examples: rows,
    training,
    validation: rows.map((_, row) => row).filter((row) => row % 5 === 4),
    standardizer: fitStandardizer(training.map((row) => rows[row]!.gains)),
    architecture: { ...residualArchitecture, latentSize: 16, encoderBlocks: [32], decoderBlocks: [32] },
    options: { ...defaultTrainingOptions, epochs: 3, seed },
    uses: known,
  });
  for (let epoch = 0; epoch < 3; epoch++) learning.trainer.runEpoch();
  return learning.finish({
    dataSha256: "a".repeat(64),
    codeSha256: "b".repeat(64),
    ...(known.length > 0 ? { usesSha256: "c".repeat(64) } : {}),
  });
}

const alone = learn();
const related = learn(1, uses);

describe("a learned bundle", () => {
  test("is the same bytes for the same rows and seed", () => {
    expect(Buffer.from(learn().bytes).equals(Buffer.from(alone.bytes))).toBe(true);
    const [one, other, third] = [alone, learn(2), related].map(
      ({ bytes }) => readWordBundle(bytes).contentSha256,
    );
    expect(new Set([one, other, third]).size).toBe(3);
  });

  test("knows its words, their people and languages, however they were spelled", () => {
    expect(alone.words).toBe(19);
    const { model } = openModel(alone.bytes);
    const [warm] = model.curve("warm").words;
    expect(warm).toMatchObject({ word: "warm", language: "en", people: 12, weight: 1 });
    expect(model.curve("claro").words[0]).toMatchObject({ language: "es", people: 12 });
  });

  test("gives each word the shape its people gave it, a rare word less of it", () => {
    const { model } = openModel(alone.bytes);
    const slopeOf = (word: string) => {
      const z = model.curve(word).expectedZ;
      return z[39]! - z[0]!;
    };
    expect(slopeOf("warm")).toBeLessThan(-1.5);
    expect(slopeOf("claro")).toBeGreaterThan(1.5);
    expect(slopeOf("tinny")).toBeGreaterThan(0);
    expect(slopeOf("tinny")).toBeLessThan(slopeOf("claro"));
    expect(model.describe("tinny").confidence).toBeLessThan(model.describe("claro").confidence);
    expect(model.describe("warm").agreement!.pairs).toBeGreaterThan(0.5);
  });

  test("answers words that nobody was asked for from their synonyms and translations, and says so", () => {
    const { model, bundle } = openModel(alone.bytes);
    const described = model.describe("cálido");
    expect(described).toMatchObject({ word: "cálido", language: "es", people: 0, kin: ["warm"] });
    expect(described.effectivePeople).toBeLessThan(model.describe("warm").effectivePeople);
    expect(described.confidence).toBeGreaterThan(50);
    expect(model.curve("clear").expectedZ[39]).toBeGreaterThan(0.5);
    const outside = bundle.vocabulary.entries.filter(({ people }) => people === 0);
    expect(outside).toHaveLength(alone.outsideWords.answered);
    expect(alone.outsideWords.unanswered).toBeGreaterThan(500);
    expect(() => model.describe("wooly")).toThrow(/nobody was asked for it/);
  });

  test("answers words that go together with known ones for other effects", () => {
    const { model, bundle } = openModel(related.bytes);
    expect(model.describe("wooly")).toMatchObject({ language: "en", people: 0 });
    expect(model.describe("wooly").kin).toContain("warm");
    expect(model.describe("vidrioso")).toMatchObject({ language: "es", people: 0 });
    const slopeOf = (word: string) =>
      model.describe(word).expectedZ[39]! - model.describe(word).expectedZ[0]!;
    expect(slopeOf("wooly")).toBeLessThan(-0.3);
    expect(slopeOf("vidrioso")).toBeGreaterThan(0.3);
    expect(() => model.describe("solo")).toThrow(/nobody was asked for it/);
    expect(bundle.config).toMatchObject({ uses: { rows: 60, sha256: "c".repeat(64) } });
    expect(readWordBundle(alone.bytes).config).not.toHaveProperty("uses");
  });

  test("scores only rows that it was not trained on", () => {
    const { validation } = alone;
    expect(validation.rows).toBe(14);
    expect(validation.maeZ).toBeGreaterThan(0);
    expect(validation.r2).toBeGreaterThan(0.5);
    expect(readWordBundle(alone.bytes).validation).toEqual(validation);
  });
});

describe("openModel", () => {
  const bundle = readWordBundle(alone.bytes);
  const open = (change: Partial<ReadWordBundle>) => () =>
    openModel(writeWordBundle({ ...bundle, ...change }));

  test("refuses a network that does not fit its config, and nothing but a BundleError comes of it", () => {
    const { "decoder.path.bias": bias, ...network } = bundle.network;
    const doubled = { shape: bias!.shape, data: Float64Array.from(bias!.data) };
    const { architecture } = bundle.config as { architecture: object };
    const wrong: Partial<ReadWordBundle>[] = [
      { network },
      { network: { ...bundle.network, "decoder.path.bias": doubled } },
      { config: {} },
      { config: null },
      { config: 7 },
      { config: { architecture: "residual" } },
      { config: { architecture: { ...architecture, latentSize: 17 } } },
    ];
    for (const change of wrong) expect(open(change)).toThrow(BundleError);
    expect(open({ config: null })).toThrow("name the network's architecture");
    expect(open({})).not.toThrow();
  });

  test("refuses words of another latent space than the network's", () => {
    const { space } = bundle;
    const smaller = { ...space, origin: [0, 0], axes: new Float64Array(2 * space.size) };
    expect(open({ space: smaller })).toThrow(BundleError);
    expect(open({ space: smaller })).toThrow(
      /word.origin must hold 16 values, as the network's latent, got 2/,
    );
  });
});
