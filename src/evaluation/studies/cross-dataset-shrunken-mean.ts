import { meanCurve, squaredDistance } from "../baselines/mean-curve.ts";
import { rowsByTerm } from "../baselines/per-word.ts";
import type { Baseline } from "../baselines/predictor.ts";

/**
 * The word's mean, drawn towards the mean of all rows by `n / (n + κ)`, κ the variance within words over that
 * between words ({@link strengthWithin} with all words in one group). Abstains on a word without rows.
 */
export const shrunkenMean: Baseline = {
  id: "shrunken-mean",
  name: "mean of the word's rows, shrunken to the mean of all",
  source: "Bühlmann 1967; James & Stein 1961",
  fit(train) {
    const all = meanCurve(train.map(({ gains }) => gains));
    const deviations = train.map(({ term, gains }) => ({
      ...{ word: "", cell: term },
      curve: gains.map((z, band) => z - all[band]!),
    }));
    const curves = new Map(
      [...shrunkenGroupMeans(deviations)].map(([term, own]) => [term, own.map((z, band) => all[band]! + z)]),
    );
    return { predict: ({ term }) => curves.get(term) };
  },
};

/** A row of a nested layout. */
export interface CellRow {
  readonly word: string;
  /** A cell lies in one word. */
  readonly cell: string;
  readonly curve: ArrayLike<number>;
}

/**
 * Mean of each cell's rows, drawn towards 0 by `n / (n + κ)`, κ from {@link strengthWithin}.
 * @param rows Deviations from what is drawn towards.
 */
export function shrunkenGroupMeans(rows: readonly CellRow[]): Map<string, Float64Array> {
  const strength = strengthWithin(rows);
  const cells = rowsByTerm(rows.map(({ cell, curve }) => ({ term: cell, curve })));
  return new Map(
    [...cells].map(([cell, own]) => {
      const weight = own.length / (own.length + strength);
      return [cell, meanCurve(own.map(({ curve }) => curve)).map((z) => weight * z)];
    }),
  );
}

/**
 * Variance of rows within a cell over the variance of cells within a word, by the method of moments for nested
 * groups of unequal size (Searle, Casella & McCulloch, Variance Components, 1992, section 3.6 applied within words),
 * pooled over the bands. For N rows in C cells of W words, n_c rows in a cell and n_w in a word:
 * `within = SSW / (N − C)`, `between = (SSB / (C − W) − within) / n0`, `n0 = (N − Σ n_c² / n_w) / (C − W)`.
 *
 * @returns 0..Infinity; Infinity where cells do not differ beyond chance or nothing can be said.
 */
export function strengthWithin(rows: readonly CellRow[]): number {
  const words = rowsByTerm(rows.map(({ word, cell, curve }) => ({ term: word, cell, curve })));
  let [within, between, cellCount, squaredShares] = [0, 0, 0, 0];
  for (const all of words.values()) {
    const wordMean = meanCurve(all.map(({ curve }) => curve));
    for (const own of rowsByTerm(all.map(({ cell, curve }) => ({ term: cell, curve }))).values()) {
      const curves = own.map(({ curve }) => curve);
      const mean = meanCurve(curves);
      for (const curve of curves) within += squaredDistance(curve, mean);
      between += curves.length * squaredDistance(mean, wordMean);
      squaredShares += curves.length ** 2 / all.length;
      cellCount += 1;
    }
  }
  const [freeWithin, freeBetween] = [rows.length - cellCount, cellCount - words.size];
  if (freeWithin <= 0 || freeBetween <= 0) return Number.POSITIVE_INFINITY;
  const variance = within / freeWithin;
  const rowsPerCell = (rows.length - squaredShares) / freeBetween;
  const cellVariance = (between / freeBetween - variance) / rowsPerCell;
  return cellVariance > 0 ? variance / cellVariance : Number.POSITIVE_INFINITY;
}
