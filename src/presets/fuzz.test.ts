import { expect, test } from "vitest";
import { mutatedText } from "../../test/support/mutated-text.ts";
import { presetSamples } from "../../test/support/preset-samples.ts";
import { createRandom } from "../math/index.ts";
import { PresetError, presetFormats, readPreset, settingCurveDb } from "./index.ts";

/** Few inputs of every kind; runs/fuzz-presets.ts takes as many as one likes. */
const INPUTS = 600;

test("any text is read or refused with one line; what is read is finite", () => {
  const random = createRandom(41);
  const samples = presetSamples();
  for (let input = 0; input < INPUTS; input++) {
    const { id, text } = samples[input % samples.length]!;
    const mutated = mutatedText(text, random);
    const format = presetFormats.find((candidate) => candidate.id === id)!;
    for (const read of [() => format.read!(mutated), () => readPreset(mutated)]) {
      try {
        const { setting } = read();
        expect(Number.isFinite(setting.preampDb)).toBe(true);
        const values =
          setting.kind === "parametric"
            ? setting.sections.flatMap(({ frequencyHz, gainDb, q }) => [frequencyHz, gainDb, q])
            : setting.points.flatMap(({ frequencyHz, gainDb }) => [frequencyHz, gainDb]);
        expect(values.every(Number.isFinite)).toBe(true);
        expect(settingCurveDb(setting).curveDb.every(Number.isFinite)).toBe(true);
      } catch (error) {
        if (!(error instanceof PresetError)) throw error;
        expect(error.message).not.toMatch(/[\n\r]/);
      }
    }
  }
});
