import { countTerms, type Example } from "../../dataset/index.ts";
import { meanOf, pearson } from "../metrics/prediction.ts";
import type { Table } from "../study.ts";
import { differenceText, intervalText, numberText } from "./number-text.ts";
import {
  intervalOf,
  type RowFilter,
  rowsByWord,
  SCORED_PEOPLE,
  type ScoresByRow,
} from "./word-to-curve-scores.ts";

/** What people's disagreement leaves, if every word's mean curve were known. */
export interface Ceiling {
  /** Mean correlation of two people's curves for one word, over all pairs of words with four or more. */
  readonly pairs: number;
  /** Its square root: the correlation of a person's curve with the word's true mean, were all words alike. */
  readonly r: number;
  /** Mean correlation of two people weighed by words' rows: the share of a row's mean square that its word has. */
  readonly r2: number;
}

export function disagreementCeiling(examples: readonly Example[]): Ceiling {
  let sum = 0;
  let count = 0;
  const byRows: number[] = [];
  for (const rows of rowsByWord(examples)) {
    const found: number[] = [];
    rows.forEach((one, i) => {
      for (const other of rows.slice(i + 1))
        found.push(pearson(examples[one]!.gains, examples[other]!.gains));
    });
    sum += found.reduce((total, r) => total + r, 0);
    count += found.length;
    const mean = meanOf(found);
    for (const _ of rows) byRows.push(mean);
  }
  const pairs = sum / count;
  return { pairs, r: Math.sqrt(Math.max(0, pairs)), r2: meanOf(byRows) };
}

const people =
  (from: number, to: number): RowFilter =>
  (_, count) =>
    count >= from && count <= to;

const groups: readonly (readonly [name: string, filter: RowFilter])[] = [
  ["2 or 3 people", people(2, 3)],
  ["4 or 5 people", people(4, 5)],
  ["6 to 9 people", people(6, 9)],
  ["10 to 19 people", people(10, 19)],
  ["20 people or more", people(20, Number.POSITIVE_INFINITY)],
  ["English, 4 people or more", ({ language }, count) => language === "en" && count >= SCORED_PEOPLE],
  ["Spanish, 4 people or more", ({ language }, count) => language === "es" && count >= SCORED_PEOPLE],
  [
    "the more consistent half of listeners, 4 people or more",
    ({ consistency }, count) => consistency >= 0.49 && count >= SCORED_PEOPLE,
  ],
];

export function groupTable(examples: readonly Example[], ours: ScoresByRow, mean: ScoresByRow): Table {
  return {
    title: "By people per word, language and listener",
    note: "As above; a word's people are counted over the whole table. The more consistent half: rating consistency 0.49 (the median) or more.",
    columns: ["rows", "rows scored", "Timbral r", "plain mean r", "difference", "Timbral R2"],
    rows: groups.flatMap(([name, filter]) => {
      const words = rowsByWord(examples, filter);
      const r = intervalOf(ours, "r", words);
      const plain = intervalOf(mean, "r", words);
      const difference = intervalOf(ours, "r", words, mean);
      if (!r || !plain || !difference) return [];
      const r2 = intervalOf(ours, "r2", words)!;
      return [
        [
          name,
          String(r.rows),
          intervalText(r),
          numberText(plain.mean),
          differenceText(difference),
          numberText(r2.mean),
        ],
      ];
    }),
  };
}

/** The seven words of the LLM2Fx benchmark. */
const benchmarkWords = ["warm", "soft", "harsh", "calm", "loud", "bright", "heavy"];

export function namedSets(examples: readonly Example[], ours: ScoresByRow, mean: ScoresByRow): Table {
  const total = countTerms(examples);
  const set = new Set(benchmarkWords);
  const own = benchmarkWords.reduce((sum, word) => sum + (total.get(word) ?? 0), 0);
  const rows = [...benchmarkWords.map((word) => [word]), benchmarkWords].flatMap((names) => {
    const wanted = new Set(names);
    const words = rowsByWord(examples, ({ term }) => wanted.has(term) && set.has(term));
    const r = intervalOf(ours, "r", words);
    const mae = intervalOf(ours, "mae", words);
    const plain = intervalOf(mean, "mae", words);
    if (!r || !mae || !plain) return [];
    return [
      [
        names.length === 1 ? names[0]! : "all seven",
        String(r.rows),
        intervalText(r),
        numberText(mae.mean),
        numberText(plain.mean),
      ],
    ];
  });
  return {
    title: "The seven words of LLM2Fx's benchmark",
    note: `LLM2Fx (Doh et al. 2025) scores 273 rows of seven words after merging synonyms that it does not list; without merging they have ${own} rows, which are these. Its scores are of other quantities, so none stand here. MAE in z units.`,
    columns: ["word", "rows scored", "Timbral r", "Timbral MAE", "plain mean MAE"],
    rows,
  };
}
