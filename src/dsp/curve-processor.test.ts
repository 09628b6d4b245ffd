import { describe, expect, test } from "vitest";
import { smoothCurveDb } from "../../test/support/smooth-curve.ts";
import { bandFrequencyHz } from "../effects/index.ts";
import { createFft } from "../math/index.ts";
import { type CurvePlaying, createCurveProcessor } from "./curve-processor.ts";

const FRAMES = 32_768;
const sampleRateHz = 48_000;
const latencyOf = (processor: object) =>
  "latencyFrames" in processor ? (processor.latencyFrames as number) : 0;

/** Magnitude at the band centres of what an impulse becomes, dB. */
function heardDb(gainDb: ArrayLike<number>, playing?: CurvePlaying): number[] {
  const { processor } = createCurveProcessor(gainDb, { sampleRateHz, channelCount: 1 }, playing);
  const latency = latencyOf(processor);
  const sound = new Float64Array(2 * FRAMES);
  sound[FRAMES / 2] = 1;
  processor.process([sound], sound.length);
  const fft = createFft(2 * FRAMES);
  const spectrum = new Float64Array(4 * FRAMES);
  expect(latency).toBeLessThan(FRAMES / 2);
  fft.forwardReal(sound, spectrum);
  return bandFrequencyHz.map((frequency) => {
    const bin = Math.round((frequency * 2 * FRAMES) / sampleRateHz);
    return 20 * Math.log10(Math.hypot(spectrum[2 * bin]!, spectrum[2 * bin + 1]!));
  });
}

describe("createCurveProcessor", () => {
  const playings: readonly CurvePlaying[] = [
    { filters: "cascade" },
    ...(["minimum", 30, "linear"] as const).map((phase) => ({ filters: "fir", phase }) as const),
  ];

  test("whatever plays, the same curve is heard, within what it says", () => {
    const gainDb = smoothCurveDb(7);
    for (const playing of playings) {
      const { heardErrorDb, playableBandCount } = createCurveProcessor(
        gainDb,
        { sampleRateHz, channelCount: 1 },
        playing,
      );
      expect(playableBandCount).toBe(40);
      heardDb(gainDb, playing).forEach((heard, band) => {
        // The nearest bin lies beside a centre; the lowest band is the steepest there.
        expect(Math.abs(heard - gainDb[band]!)).toBeLessThan(heardErrorDb + 0.05);
      });
    }
  });

  test("the legacy filters are far from the curve and say so", () => {
    const gainDb = smoothCurveDb(7);
    const { heardErrorDb } = createCurveProcessor(
      gainDb,
      { sampleRateHz, channelCount: 1 },
      { filters: "legacy" },
    );
    const heard = heardDb(gainDb, { filters: "legacy" });
    const worst = Math.max(...heard.map((value, band) => Math.abs(value - gainDb[band]!)));
    expect(heardErrorDb).toBeGreaterThan(1);
    expect(Math.abs(worst - heardErrorDb)).toBeLessThan(0.1);
  });

  test("a flat curve is an identity, whatever plays it", () => {
    for (const playing of [...playings, { filters: "legacy" } as const]) {
      const made = createCurveProcessor(new Float64Array(40), { sampleRateHz, channelCount: 2 }, playing);
      expect(made.processor.isIdentity).toBe(true);
      expect(made.heardErrorDb).toBeCloseTo(0, 9);
    }
  });

  test("a low rate has no room for the upper bands", () => {
    const made = createCurveProcessor(smoothCurveDb(1), { sampleRateHz: 8000, channelCount: 1 });
    expect(bandFrequencyHz[made.playableBandCount - 1]!).toBeLessThan(4000);
    expect(bandFrequencyHz[made.playableBandCount]!).toBeGreaterThan(3500);
  });
});
