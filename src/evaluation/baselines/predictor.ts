import type { Example, Language } from "../../dataset/index.ts";

/** What is asked: the curve that one more person would set for a word. */
export interface Query {
  /** As in `Example.term`. */
  readonly term: string;
  /** The asking person's language, where it is known. */
  readonly language?: Language;
  /** Which of the data's sounds is playing, where it is known. */
  readonly audioId?: number;
}

/** A fitted predictor. */
export interface Predictor {
  /** @returns Shape `[40]`, z units, not to be changed; undefined where it has nothing to go on and says so. */
  predict(query: Query): ArrayLike<number> | undefined;
}

/** A way to predict curves from words, to be fitted on some people's rows and asked about others'. */
export interface Baseline {
  /** In kebab case. */
  readonly id: string;
  /** For tables: "plain mean of the word's rows". */
  readonly name: string;
  /** Where it comes from. */
  readonly source: string;
  /** @param seed For what is random in the fit; the same rows and seed give the same predictor. */
  fit(train: readonly Example[], seed: number): Predictor;
}
