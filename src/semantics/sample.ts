import { assertAmount, BAND_COUNT, curveToGainDb } from "../effects/index.ts";
import { createRandom } from "../math/index.ts";
import type { CurveDecoder } from "./mixture.ts";
import type { MixedWord } from "./word-description.ts";
import { latentDeviation } from "./word-space.ts";
import type { WordTables } from "./word-tables.ts";

export interface SampleOptions {
  /** How many, 1 or more. */
  readonly count: number;
  /** A 32-bit whole number: the same seed gives the same curves. */
  readonly seed: number;
  /** −200..200 percent, default 100. */
  readonly amountPercent?: number;
}

/** A curve that one more person might make. A public JSON contract. */
export interface SampledCurve {
  /** Shape `[40]`, z units. */
  readonly curveZ: readonly number[];
  /** Shape `[40]`, dB, at the depth of every curve. */
  readonly gainDb: readonly number[];
}

/** Draws curves for a mix of words; see `WordModel.sample`. @throws RangeError if an option is out of range. */
export function sampleCurves(
  { space, effects, variances }: WordTables,
  decoder: CurveDecoder,
  words: readonly MixedWord[],
  { count, seed, amountPercent = 100 }: SampleOptions,
): SampledCurve[] {
  assertAmount(amountPercent);
  if (!(Number.isSafeInteger(count) && count >= 1)) {
    throw new RangeError(`sample: count must be a whole number from 1, got ${count}`);
  }
  if (!Number.isSafeInteger(seed)) throw new RangeError(`sample: seed must be a whole number, got ${seed}`);
  const random = createRandom(seed);
  const { size, mean, loading, origin } = space;
  return Array.from({ length: count }, () => {
    const coordinates = new Float64Array(size);
    for (const { index, weight } of words) {
      for (let d = 0; d < size; d++) {
        const at = index * size + d;
        const effect = effects[at]! + Math.sqrt(variances[at]!) * random.normal();
        coordinates[d]! += weight * loading * (mean[d]! + effect);
      }
    }
    for (let d = 0; d < size; d++) coordinates[d]! += random.normal();
    const latent = latentDeviation(space, coordinates).map((value, d) => origin[d]! + value);
    const curveZ = new Float64Array(BAND_COUNT);
    decoder.decode(latent, curveZ);
    return { curveZ: [...curveZ], gainDb: [...curveToGainDb(curveZ, amountPercent)] };
  });
}
