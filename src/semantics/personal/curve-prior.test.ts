import { expect, test } from "vitest";
import { createRandom } from "../../math/index.ts";
import { createVocabulary } from "../vocabulary.ts";
import { curvePrior } from "./curve-prior.ts";

const vocabulary = createVocabulary([
  { word: "a", people: 30, languages: { en: 30, es: 0 } },
  { word: "b", people: 10, languages: { en: 10, es: 0 } },
  { word: "c", people: 0, languages: { en: 0, es: 0 } },
]);
const wave = (sign: number) => (band: number) => sign * Math.cos((Math.PI * (band + 0.5)) / 40);
const centers: Readonly<Record<string, (band: number) => number>> = { a: wave(1), b: wave(-1) };
const asked: string[] = [];

/** Curves around a word's own, with a level that is no tone colour and one direction of spread. */
const model = {
  vocabulary,
  sample: (word: string, { count, seed }: { count: number; seed: number }) => {
    asked.push(word);
    const random = createRandom(seed);
    return Array.from({ length: count }, () => {
      const [size, level] = [random.normal(), 5 * random.normal()];
      const curveZ = Array.from(
        { length: 40 },
        (_, band) => centers[word]!(band) + 0.5 * size * Math.cos((2 * Math.PI * (band + 0.5)) / 40) + level,
      );
      return { curveZ, gainDb: curveZ };
    });
  },
};

test("a word's prior has the mean and the spread of its people, without level", () => {
  const { mean, covariance, candidates } = curvePrior(model, "a");
  for (let i = 0; i < 40; i++) {
    expect(Math.abs(mean[i]! - wave(1)(i))).toBeLessThan(0.06);
    for (let j = 0; j < 40; j++) {
      const product = Math.cos((2 * Math.PI * (i + 0.5)) / 40) * Math.cos((2 * Math.PI * (j + 0.5)) / 40);
      expect(Math.abs(covariance[i * 40 + j]! - 0.25 * product)).toBeLessThan(0.05);
    }
  }
  for (const shape of candidates) {
    expect(shape.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 9);
    expect(shape.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(40, 9);
  }
  expect(curvePrior(model, "a")).toEqual(curvePrior(model, "a"));
});

test("without a word every word counts as often as people used it, words without people not at all", () => {
  asked.length = 0;
  const { mean, covariance } = curvePrior(model);
  expect(asked).toEqual(["a", "b"]);
  // 30 of 40 people at +1 wave, 10 at −1: half a wave, and 0.75 of its variance between the words.
  for (let i = 0; i < 40; i++) {
    expect(Math.abs(mean[i]! - 0.5 * wave(1)(i))).toBeLessThan(0.08);
    const within = 0.25 * Math.cos((2 * Math.PI * (i + 0.5)) / 40) ** 2;
    expect(Math.abs(covariance[i * 41]! - 0.75 * wave(1)(i) ** 2 - within)).toBeLessThan(0.12);
  }
});
