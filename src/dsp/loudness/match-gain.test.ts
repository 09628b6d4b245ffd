import { expect, test } from "vitest";
import { createRandom } from "../../math/index.ts";
import { createLoudnessMeter } from "./loudness-meter.ts";
import { matchGainDb } from "./match-gain.ts";

function measure(samples: Float64Array) {
  const meter = createLoudnessMeter({ sampleRateHz: 8_000, channelCount: 1 });
  meter.process([samples], samples.length);
  return meter;
}

function noise(frames: number, amplitude: number): Float64Array {
  const random = createRandom(3);
  return Float64Array.from({ length: frames }, () => amplitude * (2 * random.uniform() - 1));
}

const withGain = (samples: Float64Array, db: number) => samples.map((x) => x * 10 ** (db / 20));

test("undoes a gain: of a programme, of a sound of 50 ms, of one below the gate, of one pushed below it", () => {
  for (const sound of [noise(40_000, 0.1), noise(400, 0.1), noise(40_000, 1e-4), noise(40_000, 1e-3)]) {
    for (const db of [-20, -3, 0, 6]) {
      expect(matchGainDb(measure(withGain(sound, db)), measure(sound))).toBeCloseTo(-db, 6);
    }
  }
});

test("silence on either side asks for no gain", () => {
  const sound = measure(noise(40_000, 0.1));
  const silence = measure(new Float64Array(40_000));
  const nothing = measure(new Float64Array(0));
  const rounding = measure(noise(40_000, 1e-17));
  for (const quiet of [silence, nothing, rounding]) {
    expect(matchGainDb(quiet, sound)).toBe(0);
    expect(matchGainDb(sound, quiet)).toBe(0);
    expect(matchGainDb(quiet, quiet)).toBe(0);
  }
});
