import { countTerms, type Example, folds } from "../../dataset/index.ts";
import { createRandom } from "../../math/index.ts";
import { defaultShares } from "../../semantics/index.ts";
import {
  type Baseline,
  closedFormBaselines,
  flat,
  globalMean,
  linearPathNetwork,
  reportNetwork,
  variationalCentroids,
} from "../baselines/index.ts";
import { coUseOf, fitWordModel, rawCurves, timbral, type WordModelVariant } from "../baselines/timbral.ts";
import type { Json, Scope, StudyData, StudyTask } from "../study.ts";
import { type RowScores, scoreRows } from "./word-to-curve-scores.ts";

/** How much is done. */
export interface Plan {
  readonly seeds: readonly number[];
  /** Of five. */
  readonly foldsUsed: number;
  /** Baselines that train a network. */
  readonly trained: readonly Baseline[];
  /** Of ten folds over words. */
  readonly wordFoldsUsed: number;
  /** Changed word models, fitted on raw curves. */
  readonly variants: readonly Variant[];
}

export interface Variant {
  readonly id: string;
  readonly name: string;
  readonly change: (data: StudyData) => WordModelVariant;
}

const FOLDS = 5;
const WORD_FOLDS = 10;
const nothingUsed = { dimensions: 0, vectors: new Map<string, Float64Array>() };
const usesOf = (data: StudyData) => coUseOf(data.uses ?? []);

/** The word model and what is left of it when a part is taken away; all on raw curves, so that they compare. */
export const variants: readonly Variant[] = [
  { id: "whole", name: "whole word model, raw curves", change: (data) => ({ coUse: usesOf(data) }) },
  {
    id: "even-listeners",
    name: "every listener taken for fully consistent",
    change: (data) => ({ coUse: usesOf(data), evenListeners: true }),
  },
  { id: "meaning", name: "kin by meaning alone", change: () => ({ coUse: nothingUsed }) },
  {
    id: "use",
    name: "kin by use for other effects alone",
    change: (data) => ({ coUse: usesOf(data), shares: { ...defaultShares, meaning: 0 } }),
  },
  {
    id: "no-kin",
    name: "no kin: shrinkage with learned covariances",
    change: () => ({ coUse: nothingUsed, shares: { ...defaultShares, meaning: 0 } }),
  },
  {
    id: "less-use",
    name: "share of use 0.3 in place of 0.55",
    change: (data) => ({ coUse: usesOf(data), shares: { ...defaultShares, use: 0.3 } }),
  },
  {
    id: "more-use",
    name: "share of use 0.8 in place of 0.55",
    change: (data) => ({ coUse: usesOf(data), shares: { ...defaultShares, use: 0.8 } }),
  },
];

export function planOf(scope: Scope): Plan {
  return scope === "full"
    ? {
        seeds: [1, 2],
        foldsUsed: FOLDS,
        trained: [reportNetwork, linearPathNetwork, ...variationalCentroids],
        wordFoldsUsed: WORD_FOLDS,
        variants,
      }
    : { seeds: [1], foldsUsed: 1, trained: [], wordFoldsUsed: 1, variants: [] };
}

/** Networks other than ours are trained on the first seed's folds alone, to save time. */
const seedsOf = (plan: Plan, baseline: Baseline): readonly number[] =>
  baseline.id === "timbral" ? plan.seeds : plan.seeds.slice(0, 1);

export const foldId = (seed: number, fold: number, what: string) => `fold/seed=${seed}/fold=${fold}/${what}`;
export const wordFoldId = (fold: number) => `unseen/fold=${fold}`;
export const variantId = (variant: string) => `variant/${variant}`;

/** Ids of the tasks that scored a baseline. */
export function foldIdsOf(plan: Plan, baseline: Baseline): string[] {
  return seedsOf(plan, baseline).flatMap((seed) =>
    Array.from({ length: plan.foldsUsed }, (_, fold) => foldId(seed, fold, baseline.id)),
  );
}

export function tasksOf(data: StudyData, plan: Plan): StudyTask[] {
  const { examples, uses = [] } = data;
  const rowOf = new Map(examples.map((example, row) => [example, row]));
  const ours = timbral(uses);
  const trainedTask = (baseline: Baseline, seed: number, fold: number): StudyTask => ({
    id: foldId(seed, fold, baseline.id),
    seconds: baseline.id.startsWith("vae") ? 2 : 11,
    run: () => {
      const { train, validation } = folds(examples, FOLDS, seed)[fold]!;
      return scoreRows(baseline.fit(train, seed), validation, rowOf);
    },
  });
  const closedTask = (seed: number, fold: number): StudyTask => ({
    id: foldId(seed, fold, "closed"),
    seconds: 1,
    run: () => {
      const { train, validation } = folds(examples, FOLDS, seed)[fold]!;
      const scores: Record<string, Json> = {};
      for (const baseline of closedFormBaselines) {
        scores[baseline.id] = scoreRows(baseline.fit(train, seed), validation, rowOf);
      }
      return scores;
    },
  });
  const everyFold = (seeds: readonly number[], task: (seed: number, fold: number) => StudyTask) =>
    seeds.flatMap((seed) => Array.from({ length: plan.foldsUsed }, (_, fold) => task(seed, fold)));
  return [
    ...everyFold(plan.seeds, closedTask),
    ...[ours, ...plan.trained].flatMap((baseline) =>
      everyFold(seedsOf(plan, baseline), (seed, fold) => trainedTask(baseline, seed, fold)),
    ),
    ...Array.from(
      { length: plan.wordFoldsUsed },
      (_, fold): StudyTask => ({
        id: wordFoldId(fold),
        seconds: 11,
        run: () => {
          const { train, held } = wordFold(examples, fold);
          return scoreUnseen([flat, globalMean, ours], train, held, rowOf);
        },
      }),
    ),
    ...plan.variants.map(
      ({ id, change }): StudyTask => ({
        id: variantId(id),
        seconds: 20,
        run: () => {
          const change_ = change(data);
          const baseline: Baseline = {
            id,
            name: id,
            source: "",
            fit: (train) => fitWordModel(train, rawCurves, change_),
          };
          const seen = folds(examples, FOLDS, 1).map(({ train, validation }) =>
            scoreRows(baseline.fit(train, 1), validation, rowOf),
          );
          const unseen = Array.from({ length: WORD_FOLDS }, (_, fold) => {
            const { train, held } = wordFold(examples, fold);
            return scoreRows(baseline.fit(train, 1), held, rowOf);
          });
          return { seen, unseen };
        },
      }),
    ),
  ];
}

function scoreUnseen(
  predictors: readonly Baseline[],
  train: readonly Example[],
  held: readonly Example[],
  rowOf: ReadonlyMap<Example, number>,
): Record<string, RowScores & Json> {
  return Object.fromEntries(
    predictors.map((baseline) => [baseline.id, scoreRows(baseline.fit(train, 1), held, rowOf)]),
  );
}

/** One of ten parts of the words, all of whose rows are held out; each word is held out once. */
function wordFold(examples: readonly Example[], fold: number): { train: Example[]; held: Example[] } {
  const words = [...countTerms(examples).keys()].sort();
  const order = createRandom(1).shuffle(words.map((_, index) => index));
  const out = new Set(order.filter((_, place) => place % WORD_FOLDS === fold).map((index) => words[index]!));
  return {
    train: examples.filter(({ term }) => !out.has(term)),
    held: examples.filter(({ term }) => out.has(term)),
  };
}
