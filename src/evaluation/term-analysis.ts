import type { Example } from "../dataset/index.ts";
import { BAND_COUNT, bandFrequencyHz } from "../effects/index.ts";
import { meanOf, pearson, quantile } from "./metrics/prediction.ts";
import { clusterTerm, type TermClusters } from "./term-analysis-clusters.ts";

/** A named part of the spectrum. */
export interface Region {
  readonly name: string;
  /** Both ends, Hz; the lower one belongs to it. */
  readonly rangeHz: readonly [low: number, high: number];
}

/** The regions of the report's band signatures, each with the bands that really lie in it. */
export const regions: readonly Region[] = [
  { name: "sub-bass", rangeHz: [20, 60] },
  { name: "bass", rangeHz: [60, 200] },
  { name: "low mids", rangeHz: [200, 500] },
  { name: "mids", rangeHz: [500, 2000] },
  { name: "high mids", rangeHz: [2000, 8000] },
  { name: "treble", rangeHz: [8000, 16_000] },
];

/** What people did in one region: each is counted by the mean of their curve over the region's bands. */
export interface RegionSignature extends Region {
  /** Mean over people and bands, z units. */
  readonly mean: number;
  /** Share of people above 0, 0..1. */
  readonly above: number;
  /** Share of people above +0.5 z, 0..1. */
  readonly boosted: number;
  /** Share of people below −0.5 z, 0..1. */
  readonly cut: number;
}

/** What of a row the analysis uses. */
export type TermRow = Pick<Example, "gains" | "consistency">;

/** What people's curves for one word have in common. All curves have shape `[40]`, z units. */
export interface TermAnalysis {
  readonly people: number;
  /** Mean over the bands of the population variance over people. */
  readonly variance: number;
  /**
   * 1 / (1 + variance), 0..1: the report's figure. It grows with few people, whose variance is underestimated, and
   * is 0.5 for curves that have nothing in common; {@link agreement} has neither fault.
   */
  readonly consistency: number;
  /** Mean Pearson correlation of two people's curves over all pairs, −1..1; undefined for one person. */
  readonly agreement: number | undefined;
  readonly mean: Float64Array;
  readonly median: Float64Array;
  /** Mean with each person weighted by how consistently they rated; the plain mean where nobody did. */
  readonly weightedMean: Float64Array;
  /** Quarters of the people lie below `low` and above `high`, band by band. */
  readonly quartiles: { readonly low: Float64Array; readonly high: Float64Array };
  readonly regions: readonly RegionSignature[];
  /** Undefined for fewer than ten people. */
  readonly clusters: TermClusters | undefined;
}

/** The size of a boost or cut that counts, z units; the report's. */
const NOTICEABLE_Z = 0.5;

/**
 * Describes a word by its people's curves: section 3.4 of the report, with the true frequencies.
 *
 * @param rows The word's rows, at least one.
 * @param options.seed Decides the first centres of the clusters. Default 1.
 * @throws RangeError if there are no rows.
 */
export function analyzeTerm(
  rows: readonly TermRow[],
  { seed = 1 }: { readonly seed?: number } = {},
): TermAnalysis {
  if (rows.length === 0) throw new RangeError("analyzeTerm: rows must hold a row, got none");
  const curves = rows.map(({ gains }) => gains);
  const byBand = Array.from({ length: BAND_COUNT }, (_, band) => curves.map((curve) => curve[band]!));
  const perBand = (figure: (values: readonly number[]) => number): Float64Array =>
    Float64Array.from(byBand, figure);
  const weights = rows.map(({ consistency }) => Math.max(0, consistency));
  const weight = weights.reduce((sum, value) => sum + value, 0);
  const mean = perBand(meanOf);
  const variance = bandVariance(curves);
  return {
    people: rows.length,
    variance,
    consistency: 1 / (1 + variance),
    agreement: rows.length < 2 ? undefined : agreementOf(curves),
    mean,
    median: perBand((values) => quantile(values, 0.5)),
    weightedMean:
      weight > 0
        ? perBand((values) => values.reduce((sum, value, row) => sum + value * weights[row]!, 0) / weight)
        : mean,
    quartiles: {
      low: perBand((values) => quantile(values, 0.25)),
      high: perBand((values) => quantile(values, 0.75)),
    },
    regions: regions.map((region) => signatureOf(region, curves)),
    clusters: clusterTerm(curves, seed),
  };
}

/** How alike two words' curves are: Pearson correlations over the 40 bands, −1..1. */
export interface TermComparison {
  readonly mean: number;
  readonly median: number;
  readonly weightedMean: number;
}

/** Correlates what two words' people have in common. */
export function compareTerms(a: TermAnalysis, b: TermAnalysis): TermComparison {
  return {
    mean: pearson(a.mean, b.mean),
    median: pearson(a.median, b.median),
    weightedMean: pearson(a.weightedMean, b.weightedMean),
  };
}

/** Mean over the bands of the population variance over curves. @param curves At least one, shape `[40]` each. */
export function bandVariance(curves: readonly ArrayLike<number>[]): number {
  let total = 0;
  for (let band = 0; band < BAND_COUNT; band++) {
    let [sum, squares] = [0, 0];
    for (const curve of curves) {
      sum += curve[band]!;
      squares += curve[band]! * curve[band]!;
    }
    total += Math.max(0, squares / curves.length - (sum / curves.length) ** 2);
  }
  return total / BAND_COUNT;
}

function agreementOf(curves: readonly Float64Array[]): number {
  let [sum, pairs] = [0, 0];
  curves.forEach((curve, i) => {
    for (const other of curves.slice(0, i)) {
      sum += pearson(curve, other);
      pairs += 1;
    }
  });
  return sum / pairs;
}

function signatureOf(region: Region, curves: readonly Float64Array[]): RegionSignature {
  const [lowHz, highHz] = region.rangeHz;
  const bands = bandFrequencyHz.flatMap((hz, band) => (hz >= lowHz && hz < highHz ? [band] : []));
  const levels = curves.map((curve) => meanOf(bands.map((band) => curve[band]!)));
  const share = (holds: (level: number) => boolean): number => levels.filter(holds).length / levels.length;
  return {
    ...region,
    mean: meanOf(levels),
    above: share((level) => level > 0),
    boosted: share((level) => level > NOTICEABLE_Z),
    cut: share((level) => level < -NOTICEABLE_Z),
  };
}
