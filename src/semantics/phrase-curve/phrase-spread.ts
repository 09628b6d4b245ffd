import { BAND_COUNT } from "../../effects/index.ts";
import type { TermMode } from "./term-point.ts";

/** A term with the spread of its word's people. */
export interface SpreadTerm {
  readonly mode: TermMode;
  /** As in `TermPoint`. */
  readonly strength: number;
  /** Shape `[40]`, z²: variance of people's curves around what is expected of the word. */
  readonly variance: ArrayLike<number>;
}

/**
 * How far people's own curves for a phrase lie around `expectedZ`: the variances of what is asked for, weighed by the
 * strengths. `without` and `keep` count only where nothing else is asked, as in `mixTerms`: what they take away is the
 * same for everybody.
 *
 * @returns Shape `[40]`, z units: standard deviations; all 0 if all strengths are.
 */
export function phraseSpread(terms: readonly SpreadTerm[]): Float64Array {
  const asked = terms.filter(({ mode }) => mode === "add");
  const used = asked.length > 0 ? asked : terms;
  const total = used.reduce((sum, { strength }) => sum + Math.abs(strength), 0);
  const variance = new Float64Array(BAND_COUNT);
  for (const { strength, variance: own } of used) {
    const share = total > 0 ? Math.abs(strength) / total : 0;
    for (let band = 0; band < BAND_COUNT; band++) variance[band]! += share * own[band]!;
  }
  return variance.map(Math.sqrt);
}
