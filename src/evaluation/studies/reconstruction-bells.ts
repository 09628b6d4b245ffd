import type { Example } from "../../dataset/index.ts";
import {
  type BiquadSetting,
  fitParametric,
  fitParametricToCurve,
  packBiquads,
  peaking,
  responseDb,
} from "../../dsp/index.ts";
import { bandFrequencyHz, bellParameters, REFERENCE_RMS_DB } from "../../effects/index.ts";
import { fitStandardizer, standardize, unstandardize } from "../../math/index.ts";
import {
  createDecoder,
  createEncoder,
  createTrainer,
  type ParametricHeadConfig,
  residualArchitecture,
  type TrainingOptions,
} from "../../model/index.ts";
import { meanOf, quantile } from "../metrics/prediction.ts";
import { type BellPair, matchBells } from "./reconstruction-matching.ts";
import type { Reconstruct } from "./reconstruction-scores.ts";

/** Rate at which bells are compared, Hz: that of the parametric head. */
export const SAMPLE_RATE_HZ = 48_000;

/** What the report says its parameters are off by. */
export const claim = { gainDb: 0.5, frequencyHz: 15, q: 0.3 } as const;

/** Differences between bells that were paired off. */
export interface BellErrors {
  readonly pairs: number;
  /** Bells left out for their small gain, and bells without a partner: of both banks, of all rows. */
  readonly faint: number;
  readonly single: number;
  readonly gainDb: ErrorSize;
  readonly octaves: ErrorSize;
  readonly frequencyHz: ErrorSize;
  readonly q: ErrorSize;
  /** Share of the pairs within all three errors that the report claims. */
  readonly withinClaim: number;
}

/** Of an absolute error. */
export interface ErrorSize {
  readonly mean: number;
  readonly median: number;
}

/** Errors of banks against others, row by row; undefined where there is no pair. */
export function bellErrors(
  rows: readonly { readonly bells: readonly BiquadSetting[]; readonly others: readonly BiquadSetting[] }[],
): BellErrors | undefined {
  const matches = rows.map(({ bells, others }) => matchBells(bells, others));
  const pairs = matches.flatMap((match) => match.pairs);
  if (pairs.length === 0) return undefined;
  const total = (of: "faint" | "single"): number => matches.reduce((sum, match) => sum + match[of], 0);
  const sizeOf = (of: (pair: BellPair) => number): ErrorSize => {
    const errors = pairs.map((pair) => Math.abs(of(pair)));
    return { mean: meanOf(errors), median: quantile(errors, 0.5) };
  };
  const isWithin = ([a, b]: BellPair): boolean =>
    Math.abs(a.gainDb - b.gainDb) <= claim.gainDb &&
    Math.abs(a.frequencyHz - b.frequencyHz) <= claim.frequencyHz &&
    Math.abs(a.q - b.q) <= claim.q;
  return {
    pairs: pairs.length,
    faint: total("faint"),
    single: total("single"),
    gainDb: sizeOf(([a, b]) => a.gainDb - b.gainDb),
    octaves: sizeOf(([a, b]) => Math.log2(a.frequencyHz / b.frequencyHz)),
    frequencyHz: sizeOf(([a, b]) => a.frequencyHz - b.frequencyHz),
    q: sizeOf(([a, b]) => a.q - b.q),
    withinClaim: pairs.filter(isWithin).length / pairs.length,
  };
}

/** A parametric head with the ranges of the product's bells. @param bands Number of bells. */
function parametricHead(bands: number): ParametricHeadConfig {
  const { gainDb, frequencyHz, q } = bellParameters;
  return {
    kind: "parametric",
    bands,
    gainLimitDb: gainDb.maximum,
    frequencyRangeHz: [frequencyHz.minimum, frequencyHz.maximum],
    qRange: [q.minimum, q.maximum],
    sampleRateHz: SAMPLE_RATE_HZ,
    curveFrequencyHz: bandFrequencyHz,
    dbPerUnit: REFERENCE_RMS_DB,
  };
}

/** A trained network whose decoder ends in bells. */
export interface BellNetwork {
  readonly reconstruct: Reconstruct;
  /** The bells behind a curve's reconstruction. @param gains Shape `[40]`, z units. */
  bellsOf(gains: ArrayLike<number>): BiquadSetting[];
}

/** Trains ours with a parametric head; the standardiser is fitted on the same rows. @param bells Their number. */
export function trainBellNetwork(
  train: readonly Example[],
  bells: number,
  options: TrainingOptions,
): BellNetwork {
  const architecture = { ...residualArchitecture, head: parametricHead(bells) };
  const standardizer = fitStandardizer(train.map(({ gains }) => gains));
  const labels = new Map([...new Set(train.map(({ term }) => term))].map((term, label) => [term, label]));
  const trainer = createTrainer(
    architecture,
    {
      curves: train.map(({ gains }) => standardize(standardizer, gains)),
      labels: train.map(({ term }) => labels.get(term)!),
      standardizer,
    },
    options,
  );
  for (let epoch = 0; epoch < options.epochs; epoch++) trainer.runEpoch();
  const values = trainer.parameters.export();
  const encoder = createEncoder(architecture, values);
  const decoder = createDecoder(architecture, values, standardizer);
  const latent = new Float64Array(architecture.latentSize);
  const curve = new Float64Array(architecture.curveSize);
  const reconstruct: Reconstruct = (gains) => {
    encoder.encode(standardize(standardizer, gains), latent);
    decoder.decode(latent, curve);
    return unstandardize(standardizer, curve);
  };
  return {
    reconstruct,
    bellsOf(gains) {
      reconstruct(gains);
      const { gainDb, frequencyHz, q } = decoder.bells()!;
      return Array.from(gainDb, (gain, bell) => ({
        ...{ gainDb: gain, frequencyHz: frequencyHz[bell]!, q: q[bell]! },
      }));
    },
  };
}

/** Bells fitted to a curve at 3 dB for one z unit. @param gains Shape `[40]`, z units. */
export function fittedBells(gains: ArrayLike<number>, bells: number): readonly BiquadSetting[] {
  const gainDb = Float64Array.from(gains, (z) => z * REFERENCE_RMS_DB);
  return fitParametricToCurve(gainDb, { sampleRateHz: SAMPLE_RATE_HZ, bands: bells, effort: "best" }).setting
    .sections;
}

/** The curve that bells play at the 40 bands, z units at 3 dB for one. */
export function curveOfBells(bells: readonly BiquadSetting[]): Float64Array {
  return bankResponseDb(bells, bandFrequencyHz).map((db) => db / REFERENCE_RMS_DB);
}

/** Bells fitted to the response of others, of which nothing else is told: how far a curve decides its bells. */
export function refittedBells(bells: readonly BiquadSetting[]): readonly BiquadSetting[] {
  const target = bankResponseDb(bells, denseHz);
  return fitParametric(target, denseHz, { sampleRateHz: SAMPLE_RATE_HZ, bands: bells.length, effort: "best" })
    .setting.sections;
}

function bankResponseDb(bells: readonly BiquadSetting[], frequencyHz: ArrayLike<number>): Float64Array {
  const coefficients = packBiquads(bells.map((bell) => peaking(bell, SAMPLE_RATE_HZ)));
  return responseDb(coefficients, frequencyHz, SAMPLE_RATE_HZ);
}

/** 160 frequencies, 20 Hz to 20 kHz, evenly spaced in pitch: 16 to the octave, closer than any bell is wide. */
const denseHz = Float64Array.from({ length: 160 }, (_, i) => 20 * 1000 ** (i / 159));
