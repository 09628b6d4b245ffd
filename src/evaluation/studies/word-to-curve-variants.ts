import type { Json, StudyData, Table } from "../study.ts";
import { differenceText, intervalText, numberText } from "./number-text.ts";
import {
  intervalOf,
  mergeScores,
  type RowScores,
  rowsByWord,
  SCORED_PEOPLE,
} from "./word-to-curve-scores.ts";
import { type Plan, variantId } from "./word-to-curve-tasks.ts";

interface VariantPart {
  readonly findings: readonly string[];
  readonly tables: readonly Table[];
  readonly values: Json;
}

/** What each part of the word model is worth. */
export function variantTable(
  { variants }: Plan,
  { examples }: StudyData,
  resultOf: (id: string) => Json,
): VariantPart {
  if (variants.length === 0) return { findings: [], tables: [], values: {} };
  const words = rowsByWord(examples);
  const scored = variants.map((variant) => {
    const { seen, unseen } = resultOf(variantId(variant.id)) as unknown as Record<
      "seen" | "unseen",
      RowScores[]
    >;
    return { ...variant, seen: mergeScores(seen!), unseen: mergeScores(unseen!) };
  });
  const whole = scored[0]!;
  const rows = scored.map(({ id, name, seen, unseen }) => ({
    id,
    name,
    r: intervalOf(seen, "r", words)!,
    less: intervalOf(seen, "r", words, whole.seen)!,
    r2: intervalOf(seen, "r2", words)!,
    unseen: intervalOf(unseen, "r", words),
  }));
  const rOf = (id: string) => rows.find((row) => row.id === id)!;
  return {
    findings: [
      `Kinship by use for other effects is worth ${differenceText(negated(rOf("meaning").less))} in r, by meaning ${differenceText(negated(rOf("use").less))}, both together ${differenceText(negated(rOf("no-kin").less))}; knowing how consistently each listener rated ${differenceText(negated(rOf("even-listeners").less))}.`,
    ],
    tables: [
      {
        title: "What each part of the word model is worth",
        note: `Fitted on raw curves without a network, so that only the named part differs; five folds, rows of words with ${SCORED_PEOPLE} people or more. Unseen: ten folds over words, rows of answered words. Columns as above.`,
        columns: ["word model", "r", "less the whole", "R2", "r of unseen words"],
        rows: rows.map(({ id, name, r, less, r2, unseen }) => [
          name,
          intervalText(r),
          id === "whole" ? "–" : differenceText(less),
          numberText(r2.mean),
          unseen ? intervalText(unseen) : "answers none",
        ]),
      },
    ],
    values: Object.fromEntries(
      rows.map(({ id, r, r2, less, unseen }) => [
        id,
        { r: { ...r }, r2: { ...r2 }, lessWhole: { ...less }, unseen: unseen ? { ...unseen } : null },
      ]),
    ),
  };
}

function negated({ mean, low, high }: { mean: number; low: number; high: number }) {
  return { mean: -mean, low: -high, high: -low };
}
