import { BAND_COUNT } from "../../effects/index.ts";
import { rms } from "../mixture.ts";
import { type Clash, findClashes } from "./clash.ts";
import { gentleShares } from "./cone.ts";
import { describeTaken, type Taken } from "./taken.ts";
import { sortTerms, type TermPoint } from "./term-point.ts";

/** The place that a phrase stands for, and how its terms got on. */
export interface PhrasePoint {
  /** Shape `[40]`: gain over the reference depth, depth included: rms 0..2, 1 for a plain word. */
  readonly unitCurve: Float64Array;
  /** Shape `[40]`, z units: its rms is the phrase's confidence / 100. */
  readonly expectedZ: Float64Array;
  /** rms of `unitCurve`. */
  readonly depth: number;
  /** The depth that the terms would have if they all agreed: what the middle half of people's curves is drawn at. */
  readonly askedDepth: number;
  /** Terms that pull opposite ways, those that cost most first. */
  readonly clashes: readonly Clash[];
  /** What each `without` and `keep` took, in the phrase's order; empty where nothing else was asked. */
  readonly taken: readonly Taken[];
}

/**
 * What a phrase's terms come to. Moves on an equaliser add up:
 *
 * - terms to add: `c = Σ g_i u_i` with strengths g and unit curves u, drawn back to a depth of `max(1, max |g_i|)` where it
 *   is deeper: never deeper than one plain word, or than the strongest word that was asked. One term gives `g u`.
 * - `without X` takes away what the sum shares with X, `keep X` what it has against X: c goes towards its projection
 *   onto the curves that have no such share, of all such terms together: all the way where little has to be taken, half the
 *   way where it is nearly all that there is, and of each term as far as its strength says (`gentleShares`).
 * - `expectedZ = Σ g_i z_i / Σ |g_i|`, less the same directions by the same rule.
 *
 * The order of terms does not matter. A phrase of `without` and `keep` alone asks for just that.
 *
 * @throws RangeError if there is no term, a strength is out of range or a curve has not 40 finite values.
 */
export function mixTerms(terms: readonly TermPoint[]): PhrasePoint {
  const { asked, limits } = sortTerms(terms);
  const strongest = asked.reduce((most, { strength }) => Math.max(most, Math.abs(strength)), 0);
  const total = asked.reduce((sum, { strength }) => sum + Math.abs(strength), 0);
  const deepest = Math.max(1, strongest);
  const sum = new Float64Array(BAND_COUNT);
  const expectedZ = new Float64Array(BAND_COUNT);
  for (const { strength, unitCurve, expectedZ: own } of asked) {
    const share = total > 0 ? strength / total : 0;
    for (let band = 0; band < BAND_COUNT; band++) {
      sum[band]! += strength * unitCurve[band]!;
      expectedZ[band]! += share * own[band]!;
    }
  }
  const drawnBack = asked.length > 1 ? deepest / Math.max(deepest, rms(sum)) : 1;
  const wanted = drawnBack < 1 ? sum.map((gain) => gain * drawnBack) : sum;
  const directions = limits.map(directionOf);
  const strengths = limits.map(({ strength }) => strength);
  const shares = gentleShares(directions, strengths, wanted);
  const unitCurve = lessShares(wanted, directions, shares);
  return {
    unitCurve,
    expectedZ: lessShares(expectedZ, directions, gentleShares(directions, strengths, expectedZ)),
    depth: rms(unitCurve),
    askedDepth: Math.min(deepest, total),
    clashes: findClashes(inOrderOf(terms, asked)),
    taken: describeTaken(
      wanted,
      unitCurve,
      inOrderOf(terms, limits).map((term) => {
        const i = limits.indexOf(term);
        return { term, direction: directions[i]!, share: shares[i]! };
      }),
    ),
  };
}

/** Terms in the order in which the phrase has their words. */
function inOrderOf(phrase: readonly TermPoint[], terms: readonly TermPoint[]): TermPoint[] {
  const place = ({ word }: TermPoint): number => phrase.findIndex((term) => term.word === word);
  return [...terms].sort((a, b) => place(a) - place(b));
}

/** The direction that a limit forbids, rms 1: its word's for `without`, the opposite for `keep`. */
function directionOf({ mode, unitCurve }: TermPoint): Float64Array {
  const size = rms(unitCurve);
  const scale = size > 0 ? (mode === "keep" ? -1 : 1) / size : 0;
  return Float64Array.from(unitCurve, (gain) => gain * scale);
}

function lessShares(
  curve: Float64Array,
  directions: readonly Float64Array[],
  shares: Float64Array,
): Float64Array {
  const left = curve.slice();
  directions.forEach((direction, i) => {
    const share = shares[i]!;
    if (share > 0) for (let band = 0; band < left.length; band++) left[band]! -= share * direction[band]!;
  });
  return left;
}
