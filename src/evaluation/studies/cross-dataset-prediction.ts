import { type Example, folds } from "../../dataset/index.ts";
import { bandFrequencyHz } from "../../effects/index.ts";
import { meanCurve } from "../baselines/mean-curve.ts";
import { rowsByTerm } from "../baselines/per-word.ts";
import type { Baseline, Predictor } from "../baselines/predictor.ts";
import { meanOf, pearson } from "../metrics/prediction.ts";
import { safeCurves } from "../safe-curve.ts";
import type { StudyData } from "../study.ts";
import { listenerFolds } from "./cross-dataset-data.ts";
import { createTally, rowScores, type Tally } from "./cross-dataset-tally.ts";

/** Bands where either mean curve is nearer to 0 than this, z, have no sign worth comparing. */
export const SIGN_THRESHOLD_Z = 0.1;
/** Of the comparison within one data set. */
export const FOLDS = 5;
/** Of folds, fits and intervals. */
export const SEED = 1;

/** The data sets by name, in the order of the tables. */
export const names = { socialfx: "SocialFX", safe: "SAFE" } as const;
export type Side = keyof typeof names;
/** The data set that is learned from, by the one that is asked about. */
export const other = { socialfx: "safe", safe: "socialfx" } as const;

/** A word that both data sets hold, predicted for one from the rows of the other. */
export interface WordResult {
  readonly term: string;
  /** Rows learned from, and rows judged by. */
  readonly trainRows: number;
  readonly rows: number;
  /** Share of bands whose signs agree; null where no band of both curves is clear of 0. */
  readonly signAgreement: number | null;
  /** Pearson r of the predicted curve with the mean of the word's rows there. */
  readonly rOfMeans: number;
  /** Sums of r and R2 over the rows there. */
  readonly sums: readonly number[];
}

/** One direction: learned from one data set, asked about the other. */
export interface DirectionResult {
  readonly words: readonly WordResult[];
  /** The same scores of the predicted curve of every *other* shared word: what chance gives. */
  readonly mismatched: { readonly signAgreement: number; readonly rOfMeans: number };
  /** The same rows predicted from other people's rows of their own data set. */
  readonly own: Tally;
}

/**
 * Share of the bands, among those where both curves are further than 0.1 z from 0, in which they have the same sign;
 * undefined where there is no such band.
 */
export function signAgreement(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  let [same, compared] = [0, 0];
  for (let band = 0; band < a.length; band++) {
    if (Math.abs(a[band]!) <= SIGN_THRESHOLD_Z || Math.abs(b[band]!) <= SIGN_THRESHOLD_Z) continue;
    compared += 1;
    if (a[band]! > 0 === b[band]! > 0) same += 1;
  }
  return compared === 0 ? undefined : same / compared;
}

/** The curves of both data sets; flat SAFE settings have none. */
export function rowsOf(data: StudyData): Record<Side, readonly Example[]> {
  return { socialfx: data.examples, safe: safeCurves(data.safe ?? []).curves.map(({ example }) => example) };
}

/** Learns from each data set and scores the shared words of the other, and of its own by cross-validation. */
export function crossPredict(data: StudyData, baseline: Baseline): Record<Side, DirectionResult> {
  const rows = rowsOf(data);
  const { curves } = safeCurves(data.safe!);
  const ownFolds = {
    socialfx: folds(rows.socialfx, FOLDS, SEED).map(({ train, validation }) => ({
      train,
      heldOut: validation,
    })),
    safe: listenerFolds(curves, FOLDS, SEED).map(({ train, heldOut }) => ({
      train: train.map(({ example }) => example),
      heldOut: heldOut.map(({ example }) => example),
    })),
  };
  const direction = (to: Side): DirectionResult => {
    const source = rowsByTerm(rows[other[to]]);
    const target = new Map([...rowsByTerm(rows[to])].filter(([term]) => source.has(term)));
    const predictor = baseline.fit(rows[other[to]], SEED);
    const own = createTally();
    for (const { train, heldOut } of ownFolds[to]) {
      const fitted = baseline.fit(train, SEED);
      for (const { term, gains } of heldOut) {
        if (target.has(term)) own.add(term, rowScores(fitted.predict({ term }), gains));
      }
    }
    return { ...compareWords(predictor, source, target), own: own.tally };
  };
  return { socialfx: direction("socialfx"), safe: direction("safe") };
}

function compareWords(
  predictor: Predictor,
  source: ReadonlyMap<string, readonly Example[]>,
  target: ReadonlyMap<string, readonly Example[]>,
): Pick<DirectionResult, "words" | "mismatched"> {
  const words: WordResult[] = [];
  const compared: { predicted: ArrayLike<number>; mean: Float64Array }[] = [];
  for (const [term, rows] of target) {
    const predicted = predictor.predict({ term }) ?? new Float64Array(bandFrequencyHz.length);
    const mean = meanCurve(rows.map(({ gains }) => gains));
    const tally = createTally();
    for (const { gains } of rows) tally.add(term, rowScores(predicted, gains));
    compared.push({ predicted, mean });
    words.push({
      ...{ term, trainRows: source.get(term)!.length, rows: rows.length },
      signAgreement: signAgreement(predicted, mean) ?? null,
      rOfMeans: pearson(predicted, mean),
      sums: tally.tally[term]!.slice(1),
    });
  }
  const pairs = compared.flatMap(({ predicted }, i) =>
    compared.filter((_, j) => j !== i).map(({ mean }) => [predicted, mean] as const),
  );
  const signs = pairs.map(([a, b]) => signAgreement(a, b)).filter((share) => share !== undefined);
  return {
    words,
    mismatched: { signAgreement: meanOf(signs), rOfMeans: meanOf(pairs.map(([a, b]) => pearson(a, b))) },
  };
}
