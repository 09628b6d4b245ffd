import { describe, expect, test } from "vitest";
import { createRandom, fitStandardizer } from "../math/index.ts";
import { BundleError, defaultTrainingOptions, residualArchitecture } from "../model/index.ts";
import { openModel, readWordBundle, startLearning, type WordExample, writeWordBundle } from "./index.ts";

/** Two opposite words with 12 people each and one rare word; every row has mean 0 and deviation 1. */
function examples(): WordExample[] {
  const random = createRandom(9);
  const tilt = (slope: number, language: "en" | "es", word: string): WordExample => {
    const raw = Array.from({ length: 40 }, (_, band) => slope * (band - 19.5) + 8 * (random.uniform() - 0.5));
    const mean = raw.reduce((a, b) => a + b, 0) / 40;
    const deviation = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 40);
    return { word, language, gains: raw.map((value) => (value - mean) / deviation) };
  };
  return [
    ...Array.from({ length: 12 }, (_, i) => tilt(-1, "en", i % 2 ? "Warm " : "warm")),
    ...Array.from({ length: 12 }, () => tilt(1, "es", "claro")),
    tilt(1, "en", "tinny"),
  ];
}

function learn(seed = 1) {
  const rows = examples();
  const training = rows.map((_, row) => row).filter((row) => row % 5 !== 4);
  const learning = startLearning({
    examples: rows,
    training,
    validation: rows.map((_, row) => row).filter((row) => row % 5 === 4),
    standardizer: fitStandardizer(training.map((row) => rows[row]!.gains)),
    architecture: { ...residualArchitecture, latentSize: 16, encoderBlocks: [32], decoderBlocks: [32] },
    options: { ...defaultTrainingOptions, epochs: 3, seed },
  });
  for (let epoch = 0; epoch < 3; epoch++) learning.trainer.runEpoch();
  return learning.finish({ dataSha256: "a".repeat(64), codeSha256: "b".repeat(64) });
}

describe("a learned bundle", () => {
  test("is the same bytes for the same rows and seed", () => {
    expect(Buffer.from(learn().bytes).equals(Buffer.from(learn().bytes))).toBe(true);
    const [one, other] = [learn(1), learn(2)].map(({ bytes }) => readWordBundle(bytes).contentSha256);
    expect(one).not.toBe(other);
  });

  test("knows its words, their people and languages, however they were spelled", () => {
    const { bytes, words } = learn();
    expect(words).toBe(3);
    const { model } = openModel(bytes);
    const [warm] = model.curve("warm").words;
    expect(warm).toMatchObject({ word: "warm", language: "en", people: 12, weight: 1 });
    expect(model.curve("claro").words[0]).toMatchObject({ language: "es", people: 12 });
  });

  test("gives each word the shape its people gave it, a rare word less of it", () => {
    const { model } = openModel(learn().bytes);
    const slopeOf = (word: string) => {
      const z = model.curve(word).expectedZ;
      return z[39]! - z[0]!;
    };
    expect(slopeOf("warm")).toBeLessThan(-1.5);
    expect(slopeOf("claro")).toBeGreaterThan(1.5);
    expect(slopeOf("tinny")).toBeGreaterThan(0);
    expect(slopeOf("tinny")).toBeLessThan(slopeOf("claro"));
  });

  test("scores only rows that it was not trained on", () => {
    const { validation } = learn();
    expect(validation.rows).toBe(5);
    expect(validation.maeZ).toBeGreaterThan(0);
    expect(validation.r2).toBeGreaterThan(0.5);
  });

  test("with a network that does not fit its config it is refused", () => {
    const bundle = readWordBundle(learn().bytes);
    const { "decoder.path.bias": _, ...network } = bundle.network;
    expect(() => openModel(writeWordBundle({ ...bundle, network }))).toThrow(BundleError);
    expect(() => openModel(writeWordBundle({ ...bundle, config: {} }))).toThrow(
      "name the network's architecture",
    );
  });
});
