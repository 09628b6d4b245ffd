import { BAND_COUNT } from "../../effects/index.ts";

/**
 * What a term of a phrase asks of its word: more or less of it (`add`), that the sound must not get like it because of
 * the other terms (`without`), or that it must not lose it to them (`keep`).
 */
export type TermMode = "add" | "without" | "keep";

/** A term of a phrase with its word's place. */
export interface TermPoint {
  readonly word: string;
  readonly mode: TermMode;
  /** `add`: −2..2, 1 is plain and negative is less of it. `without`, `keep`: 0..1, how strictly. */
  readonly strength: number;
  /** Shape `[40]`: the word's gain over the reference depth, rms 1. */
  readonly unitCurve: ArrayLike<number>;
  /** Shape `[40]`, z units: its rms is the correlation that is expected with the next person's curve. */
  readonly expectedZ: ArrayLike<number>;
}

/** The terms of a phrase by what they do. */
export interface SortedTerms {
  /** What is asked for. A phrase of nothing but `without` and `keep` asks for that: "not harsh" is less harsh. */
  readonly asked: readonly TermPoint[];
  /** What `asked` must not do. */
  readonly limits: readonly TermPoint[];
}

/**
 * Sorts terms so that their order in the phrase does not matter to the last bit; a limit that is said twice counts once,
 * as strictly as it was said.
 *
 * @throws RangeError if there is no term, a strength is out of range or a curve has not 40 finite values.
 */
export function sortTerms(terms: readonly TermPoint[]): SortedTerms {
  if (terms.length === 0) throw new RangeError("mixTerms: terms must hold one, got none");
  for (const term of terms) assertTerm(term);
  const ordered = [...terms].sort((a, b) => compare(a.word, b.word) || a.strength - b.strength);
  const asked = ordered.filter(({ mode }) => mode === "add");
  const limits = ordered.filter(
    ({ mode, word }, place) =>
      mode !== "add" &&
      !ordered.some((other, later) => later > place && other.mode === mode && other.word === word),
  );
  if (asked.length > 0) return { asked, limits };
  return {
    asked: limits.map((term) => ({
      ...term,
      mode: "add",
      strength: term.mode === "keep" ? term.strength : -term.strength,
    })),
    limits: [],
  };
}

function assertTerm({ word, mode, strength, unitCurve, expectedZ }: TermPoint): void {
  const [low, high] = mode === "add" ? [-2, 2] : [0, 1];
  if (!(strength >= low && strength <= high)) {
    throw new RangeError(
      `mixTerms: strength of "${word}" (${mode}) must be within ${low}..${high}, got ${strength}`,
    );
  }
  for (const [name, curve] of [
    ["unitCurve", unitCurve],
    ["expectedZ", expectedZ],
  ] as const) {
    let sum = 0;
    for (let band = 0; band < curve.length; band++) sum += curve[band]!;
    if (curve.length !== BAND_COUNT || !Number.isFinite(sum)) {
      throw new RangeError(`mixTerms: ${name} of "${word}" must hold ${BAND_COUNT} finite values`);
    }
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
