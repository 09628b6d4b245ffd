import type { Example } from "../../dataset/index.ts";
import { BAND_COUNT, bandFrequencyHz, curveToGainDb } from "../../effects/index.ts";
import { consistencyWeight } from "./consistency-weighted-mean.ts";
import { meanCurve, nearestTo } from "./mean-curve.ts";
import { rowsByTerm } from "./per-word.ts";
import type { Baseline } from "./predictor.ts";

/** What is known of the sound that is to be equalized. */
export interface InputSound {
  /** Shape `[40]`: its spectral level at the bands' centre frequencies, dB; only the shape counts, not the level. */
  readonly spectrumDb?: ArrayLike<number> | undefined;
  /** Which of the data's sounds it is. */
  readonly audioId?: number | undefined;
}

/**
 * Power density of pink noise at the 40 bands, dB re 1 kHz, falling by 3 dB per octave: the usual stand-in for
 * programme material.
 */
export const pinkSpectrumDb: readonly number[] = bandFrequencyHz.map(
  (frequencyHz) => -10 * Math.log10(frequencyHz / 1000),
);

/**
 * *Adaptive*: of a word's rows, the one that best suits the sound; nearest-neighbour retrieval (Cover & Hart 1967)
 * with what equalizing towards a target spectrum aims at (Ma, Reiss & Black, AES 134, 2013) as the distance.
 *
 * - With a spectrum: each row is laid on the sound that its listener heard, which gives the spectrum that the listener
 *   ended with. The consistency-weighted mean of these is the word's target. The row is chosen that brings the input
 *   nearest to the target: smallest rms difference in dB over the bands, levels (means over the bands) taken off. Of a
 *   sound that is dark already, "dark" asks less.
 * - Without one: the rows that were set on the same sound are preferred (all rows where there are none), and of these
 *   the one nearest to the consistency-weighted mean of all the word's curves is chosen. That is what the first rule
 *   comes to when all sounds are alike; nothing about the sound but its name is used.
 *
 * @param rows Of one word, at least one.
 * @param heardDb Spectra of the data's sounds by `audioId`, like `spectrumDb`. SocialFX does not contain its sounds, so
 *   by default every listener is taken to have heard pink noise.
 * @returns One of the rows.
 * @throws RangeError if there are no rows or a spectrum does not hold 40 finite values.
 */
export function bestSuitedRow(
  rows: readonly Example[],
  input: InputSound = {},
  heardDb: ReadonlyMap<number, ArrayLike<number>> = new Map(),
): Example {
  if (rows.length === 0) throw new RangeError("bestSuitedRow: rows must hold at least one row, got none");
  const { spectrumDb, audioId } = input;
  const weights = rows.map(consistencyWeight);
  if (!spectrumDb) {
    const target = meanCurve(
      rows.map(({ gains }) => gains),
      weights,
    );
    const same = rows.filter((row) => row.audioId !== undefined && row.audioId === audioId);
    const candidates = same.length > 0 ? same : rows;
    const nearest = nearestTo(
      target,
      candidates.map(({ gains }) => gains),
    );
    return candidates[nearest]!;
  }
  const ended = rows.map(({ gains, audioId: heard }) =>
    shapeAfter(heard === undefined ? pinkSpectrumDb : (heardDb.get(heard) ?? pinkSpectrumDb), gains),
  );
  const reached = rows.map(({ gains }) => shapeAfter(spectrumDb, gains));
  return rows[nearestTo(meanCurve(ended, weights), reached)]!;
}

/** A spectrum after a curve has been applied, less its mean over the bands. Shape `[40]`, dB. */
function shapeAfter(spectrumDb: ArrayLike<number>, gains: ArrayLike<number>): Float64Array {
  if (spectrumDb.length !== BAND_COUNT || !Array.from(spectrumDb).every(Number.isFinite)) {
    throw new RangeError(
      `bestSuitedRow: a spectrum must hold ${BAND_COUNT} finite values, got ${spectrumDb.length}`,
    );
  }
  const level = curveToGainDb(gains).map((gainDb, band) => gainDb + spectrumDb[band]!);
  const mean = level.reduce((sum, value) => sum + value, 0) / level.length;
  return level.map((value) => value - mean);
}

/** {@link bestSuitedRow} by the sound's name, all that the dataset's evaluation knows of it. */
export const adaptive: Baseline = {
  id: "adaptive",
  name: "the word's row that suits the sound",
  source: "the report's Adaptive, by audio_id: rows of the same sound, the most central of them",
  fit(train) {
    const byTerm = rowsByTerm(train);
    return {
      predict({ term, audioId }) {
        const rows = byTerm.get(term);
        return rows && bestSuitedRow(rows, { audioId }).gains;
      },
    };
  },
};
